// The circularity of a product, explained from what was entered, to the last digit.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawNumbers } from './explained-draw.ts';
import { getterOf } from './explained-ground.ts';
import { productNumbers } from './explained-materials.ts';
import { rows } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { type Answer, BOOTSTRAP, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let path = '';
let thrownAway = 0;
const FLOWS = { recycledInput: 0.31, reusedInput: 0.07, recycledAfter: 0.42, compostedAfter: 0.05, recyclingEfficiency: 0.83, feedstockEfficiency: 0.91, utility: 1.17 };
const why = (query: string, cookie?: string): Promise<Answer> => small.ask('GET', `/api/v1${path}/explain?${query}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });
beforeAll(async () => {
  small = await startApp();
  const { company } = await makeCompany(small, { park: 'de-mars', name: 'Maker', ean: '871999900000000011', shares: false });
  path = `/companies/${company}/products`;
  const add = async (flows: object): Promise<number> => Number((await small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body: { name: 'P', flows } })).body['id']);
  await add({ massTonnes: 12.34, ...FLOWS });
  await add({ massTonnes: 3.21, ...FLOWS, utility: 0.93 });
  thrownAway = await add({ massTonnes: 1, utility: 0.5 });
}, 60_000);
afterAll(() => small.stop());

it('is made of its steps down to the shares that were entered, every number of it', async () => {
  const numbers = (await productNumbers(getterOf(small), path)).filter(({ explain }) => !explain.includes(`product=${thrownAway}`));
  const { wrong, moved } = await drawNumbers(getterOf(small), numbers, { wanted: numbers.length, below: randoms(2) });

  expect([wrong, numbers.length]).toEqual([[], 30]);
  expect(moved).toBeGreaterThan(20);
});

it('is never below nothing, and says so', async () => {
  const { body } = await why(`product=${thrownAway}`);

  expect(body).toMatchObject({ field: 'mci', value: 0, least: 0, level: 'sum', formula: 'MCI = max(0, 1 - LFI 0.9/X)' });
  expect(rows(body['parts']).map(({ field, weight, value }) => [field, weight, value])).toEqual([
    ['one', 1, 1],
    ['linearShare', -1, 1.8],
  ]);
});

it('that is not there is refused, and told to nobody who may not see the company', async () => {
  await small.app.parts.auth.ensureAccount({ email: 'm@example.org', password: 'a long enough password', name: 'm', roles: [{ role: 'parkmanager', parks: ['de-mars'] }] });
  const manager = await signIn(small, 'm@example.org', 'a long enough password');

  expect([(await why('product=999')).status, (await why('field=nothing')).status, (await why('field=mci', manager)).status]).toEqual([404, 422, 404]);
});
