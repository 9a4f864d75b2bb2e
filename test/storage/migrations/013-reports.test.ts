// The step that adds reports: a report of a company is of one that exists.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('refuses a report of a company that is not there', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-migration-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const row = {
    kind: 'company-year',
    park: 'p',
    from_ms: 1,
    to_ms: 2,
    factors: 's',
    created_by: '',
    created_at: 0,
    published_by: null,
    published_at: null,
    figures: null,
    sha256: null,
  };

  await expect(
    db
      .insertInto('report')
      .values({ ...row, company: 7 })
      .execute(),
  ).rejects.toThrow(/foreign key/i);
  await db
    .insertInto('report')
    .values({ ...row, company: null })
    .execute();
  expect(await db.selectFrom('report').selectAll().execute()).toHaveLength(1);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
