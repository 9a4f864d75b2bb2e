// Reports in the registry: listed newest first and without their figures, counted by whose they are.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { ReportsSql } from '../../src/storage/reports-sql.ts';

it('lists what is no megabyte, and counts each owner by itself', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-reports-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const reports = new ReportsSql(db);
  const { id: company } = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
  const key = { kind: 'park-month', park: 'p', company: null, from_ms: 1, to_ms: 2, factors: 'set', created_by: 'Els', created_at: 3 };
  const ids = [await reports.add(key), await reports.add(key), await reports.add({ ...key, company })].map(({ id }) => id);
  await reports.publish(ids[0] ?? 0, { by: 'Els', at: 5, figures: '{"a":1}', explanations: '{}', sha256: 'f' });

  expect((await reports.latest(2)).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  expect((await reports.latest(9)).every((row) => !('figures' in row))).toBe(true);
  expect([await reports.countOf('p', null), await reports.countOf('p', company), await reports.countOf('q', null)]).toEqual([2, 1, 0]);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
