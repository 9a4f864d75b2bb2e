// Guarantees of origin in the registry: read back by period, and taken back by their own company only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GuaranteesSql } from '../../src/storage/guarantees-sql.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

it('keeps guarantees of companies and finds those that overlap a period', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-guarantees-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const guarantees = new GuaranteesSql(db);
  const [one, two] = [await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' }), await registry.insertCompany({ park: 'p', name: 'B', kvk: null, sbi: '17' })];
  const row = { kind: 'bought', source: 'wind', kwh: 1500.5, note: '', author: 'Jansen', at: 1 };
  const first = await guarantees.add({ ...row, company: one.id, from_ms: 100, to_ms: 200 });
  const later = await guarantees.add({ ...row, company: one.id, from_ms: 200, to_ms: 300 });
  await guarantees.add({ ...row, company: two.id, from_ms: 100, to_ms: 200 });

  expect(await guarantees.of([one.id], { from: 150, to: 200 })).toEqual([first]);
  expect(await guarantees.of([one.id], { from: 0, to: 1000 })).toEqual([later, first]);
  expect(await guarantees.of([], { from: 0, to: 1000 })).toEqual([]);
  expect(await guarantees.remove(two.id, first.id, 5)).toBe(false);
  expect(await guarantees.remove(one.id, first.id, 5)).toBe(true);
  expect(await guarantees.remove(one.id, first.id, 6)).toBe(false);
  expect(await guarantees.of([one.id], { from: 0, to: 1000 })).toEqual([later]);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
