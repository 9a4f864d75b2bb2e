// Scenarios in the registry: newest first, counted by whose they are, and lists without what a solver found.
import { expect, it } from 'vitest';
import { NEW_SCENARIO, openScenarios } from './scenario-registry.ts';

it('lists by place, and counts each owner by itself', async () => {
  const { scenarios, registry, close } = await openScenarios();
  const { id: company } = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
  const ids: number[] = [];
  for (const over of [{}, { company }, { park: 'q' }]) ids.push((await scenarios.add({ ...NEW_SCENARIO, ...over })).id);
  await scenarios.keepSolved(ids[0] ?? 0, { solvedFor: 'a', solved: 'b' });

  expect((await scenarios.latest({ park: 'p' }, 9)).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  expect((await scenarios.latest({ company }, 9)).map(({ id }) => id)).toEqual([ids[1]]);
  expect((await scenarios.latest({}, 1)).map(({ id }) => id)).toEqual([ids[2]]);
  expect((await scenarios.latest({}, 9)).some((one) => 'solved' in one)).toBe(false);
  expect([await scenarios.countOf('p', null), await scenarios.countOf('p', company), await scenarios.countOf('r', null)]).toEqual([1, 1, 0]);
  await close();
});
