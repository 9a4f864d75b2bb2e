// What the port for reports promises: a draft may go, a published one may not be changed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import type { Reports } from '../../src/storage/reports.ts';
import { ReportsSql } from '../../src/storage/reports-sql.ts';

it('publishes a draft once, and keeps its figures', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-reports-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const reports: Reports = new ReportsSql(db);
  const key = { kind: 'park-month', park: 'p', company: null, from_ms: 1, to_ms: 2, factors: 'set', created_by: 'Els', created_at: 3 };
  const [one, two] = [await reports.add(key), await reports.add(key)];

  expect(await reports.publish(one.id, { by: 'Els', at: 5, figures: '{"a":1}', explanations: '{}', sha256: 'f' })).toBe(true);
  expect(await reports.publish(one.id, { by: 'Jan', at: 6, figures: '{"a":2}', explanations: '{}', sha256: 'g' })).toBe(false);
  expect(await reports.byId(one.id)).toEqual({ ...key, id: one.id, published_by: 'Els', published_at: 5, figures: '{"a":1}', explanations: '{}', sha256: 'f' });
  expect(await reports.removeDraft(one.id)).toBe(false);
  expect(await reports.removeDraft(two.id)).toBe(true);
  expect(await reports.byId(two.id)).toBeNull();
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
