// What explains the figures of a published report: none of a draft, and as it was given when it was published.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../../src/storage/registry-sql.ts';
import { ReportsSql } from '../../../src/storage/reports-sql.ts';

it('keeps explanations beside the figures', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-report-explanations-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const reports = new ReportsSql(db);
  const { id } = await reports.add({ kind: 'park-month', park: 'p', company: null, from_ms: 1, to_ms: 2, factors: 'set', created_by: 'Els', created_at: 3 });

  expect((await reports.byId(id))?.explanations).toBeNull();
  await reports.publish(id, { by: 'Els', at: 5, figures: '{}', explanations: '{"kg":{}}', sha256: 'f' });
  expect((await reports.byId(id))?.explanations).toBe('{"kg":{}}');
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
