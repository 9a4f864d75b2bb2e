// Scenarios in the registry: newest first, counted by whose they are, and lists without what a solver found.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { ScenariosSql } from '../../src/storage/scenarios-sql.ts';

it('lists by place, and counts each owner by itself', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-scenarios-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const scenarios = new ScenariosSql(db);
  const { id: company } = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
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
  const ids: number[] = [];
  for (const over of [{}, { company }, { park: 'q' }]) ids.push((await scenarios.add({ ...row, ...over })).id);
  await scenarios.keepSolved(ids[0] ?? 0, { solvedFor: 'a', solved: 'b' });

  expect((await scenarios.latest({ park: 'p' }, 9)).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  expect((await scenarios.latest({ company }, 9)).map(({ id }) => id)).toEqual([ids[1]]);
  expect((await scenarios.latest({}, 1)).map(({ id }) => id)).toEqual([ids[2]]);
  expect((await scenarios.latest({}, 9)).some((one) => 'solved' in one)).toBe(false);
  expect([await scenarios.countOf('p', null), await scenarios.countOf('p', company), await scenarios.countOf('r', null)]).toEqual([1, 1, 0]);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
