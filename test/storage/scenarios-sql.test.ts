// Scenarios in the registry: newest first, counted by whose they are, and lists without what a solver found.
import { expect, it } from 'vitest';
import { NEW_SCENARIO, openScenarios } from './scenario-registry.ts';

it('lists by place, and counts each owner by itself', async () => {
  const { scenarios, registry, close } = await openScenarios();
  const { id: company } = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
  const ids: number[] = [];
  for (const over of [{}, { company }, { park: 'q' }]) ids.push((await scenarios.add({ ...NEW_SCENARIO, ...over })).id);
  await scenarios.keepSolved(ids[0] ?? 0, { solvedFor: 'a', solved: 'b' });

  expect((await scenarios.latest({ park: 'p' }, null, 9)).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  expect((await scenarios.latest({ company }, null, 9)).map(({ id }) => id)).toEqual([ids[1]]);
  expect((await scenarios.latest({}, null, 1)).map(({ id }) => id)).toEqual([ids[2]]);
  expect((await scenarios.latest({}, null, 9)).some((one) => 'solved' in one)).toBe(false);
  expect([await scenarios.countOf('p', null), await scenarios.countOf('p', company), await scenarios.countOf('r', null)]).toEqual([1, 1, 0]);
  await close();
});

it('lists the newest of whom somebody may see, however many newer ones others have', async () => {
  const { scenarios, registry, close } = await openScenarios();
  const [mine, sharing] = [
    await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' }),
    await registry.insertCompany({ park: 'p', name: 'B', kvk: null, sbi: '17' }),
  ];
  const add = async (over: Partial<typeof NEW_SCENARIO> | { company: number }): Promise<number> => (await scenarios.add({ ...NEW_SCENARIO, ...over })).id;
  const own = await add({ company: mine.id });
  const [kept, shared] = [await add({ company: sharing.id }), (await scenarios.add({ ...NEW_SCENARIO, company: sharing.id, shared: 1 })).id];
  const [ofPark, byOther] = [await add({}), await add({ author: 'v' })];
  for (let other = 0; other < 20; other++) await add({ park: 'q' });
  const none = { companies: [], sharing: [], parks: [], author: 'u' };
  const ids = async (of: Partial<typeof none> | { companies: number[] } | { sharing: number[] } | { parks: string[] }, limit = 9): Promise<number[]> =>
    (await scenarios.latest({}, { ...none, ...of }, limit)).map(({ id }) => id);

  expect(await ids({ companies: [mine.id] }, 1)).toEqual([own]);
  expect(await ids({ sharing: [sharing.id] })).toEqual([shared]);
  expect(await ids({ parks: ['p'] })).toEqual([ofPark]);
  expect(await ids({ companies: [mine.id], sharing: [sharing.id], parks: ['p'] })).toEqual([ofPark, shared, own]);
  expect(await ids({})).toEqual([]);
  expect([kept, byOther].every((id) => id > 0)).toBe(true);
  await close();
});
