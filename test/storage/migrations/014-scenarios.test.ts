// The step that adds scenarios: one of a company is of one that exists.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('refuses a scenario of a company that is not there', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-migration-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const row = {
    park: 'p',
    name: 'x',
    steps: '[]',
    step_order: 'canonical',
    prices: null,
    from_ms: null,
    to_ms: null,
    shared: 0,
    author: 'u',
    author_name: '',
    created_at: 1,
    changed_at: 1,
    solved_for: null,
    solved: null,
  };
  const insert = (company: number | null): Promise<unknown> =>
    db
      .insertInto('scenario')
      .values({ ...row, company })
      .execute();

  await expect(insert(7)).rejects.toThrow(/foreign key/i);
  await insert(null);
  expect(await db.selectFrom('scenario').selectAll().execute()).toHaveLength(1);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
