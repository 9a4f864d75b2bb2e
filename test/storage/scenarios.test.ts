// What the port for scenarios promises: what is not named in a change stays, and what a solver found is kept beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import type { Scenarios } from '../../src/storage/scenarios.ts';
import { ScenariosSql } from '../../src/storage/scenarios-sql.ts';

it('changes what is named, keeps what was found, and removes', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-scenarios-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const scenarios: Scenarios = new ScenariosSql(db);
  const row = {
    park: 'p',
    company: null,
    name: 'x',
    steps: '[]',
    step_order: 'canonical',
    from_ms: null,
    to_ms: null,
    shared: 0,
    author: 'u',
    author_name: 'Els',
    created_at: 1,
    changed_at: 1,
  };
  const { id } = await scenarios.add(row);
  await scenarios.change(id, { name: 'y', shared: 1 }, 5);
  await scenarios.keepSolved(id, { solvedFor: 'these steps', solved: '{}' });

  expect(await scenarios.byId(id)).toEqual({ ...row, id, name: 'y', shared: 1, changed_at: 5, solved_for: 'these steps', solved: '{}' });
  await scenarios.remove(id);
  expect(await scenarios.byId(id)).toBeNull();
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
