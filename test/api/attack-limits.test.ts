// The region asks for everything about room on the grid: a contract comes out of no sum of limits, and a sum that is mostly one of them
// is not told at all.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AttackedRegion, DAYS, FIRST_QUARTER, startAttacked } from './attacked-region.ts';
import { BOOTSTRAP } from './small-region.ts';

let attacked: AttackedRegion;
beforeAll(async () => {
  attacked = await startAttacked();
}, 120_000);
afterAll(() => attacked.small.stop());

const contractOf = (index: number): number => 1001 + 37 * index;
async function contract(index: number, kw: number): Promise<void> {
  const { connection } = attacked.objects[index] ?? { connection: 0 };
  const body = { contractedImportKw: kw, physicalImportKw: kw };
  const { status } = await attacked.small.ask('PATCH', `/api/v1/connections/${connection}`, { key: BOOTSTRAP, body });
  if (status !== 200) throw new Error(`connection ${connection}: ${status}`);
}

const AT = new Date((FIRST_QUARTER + 48) * 900_000).toISOString();
const PATHS = [
  `capacity?from=${DAYS[0]}&to=${DAYS[2]}`,
  `capacity?from=${DAYS[0]}&to=${DAYS[1]}&step=PT15M`,
  `capacity/explain?from=${DAYS[0]}&to=${DAYS[1]}&at=${AT}`,
  ...['kwMax', 'energyKwh', 'aboveKwh'].map((field) => `capacity/totals/explain?from=${DAYS[0]}&to=${DAYS[1]}&field=${field}`),
  'capacity/year',
  ...['kwMax', 'limitKw', 'utilisation'].map((field) => `capacity/year/explain?field=${field}`),
  'capacity/now',
  'capacity/now/explain',
  'capacity/join?kw=10',
  'capacity/join/explain?kw=10&field=roomAlwaysKw',
  'forecast',
  'forecast/explain',
];
const told = async (cookie: string): Promise<Record<string, unknown>[]> =>
  Promise.all(PATHS.map(async (path) => (await attacked.small.ask('GET', `/api/v1/parks/de-mars/${path}`, { cookie })).body));
const limitsIn = (text: string): number[] => [...text.matchAll(/"limitKw":(\d+(?:\.\d+)?)/g)].map(([, kw]) => Number(kw));

it('of contracts of many the sum is told, and none of them', { timeout: 60_000 }, async () => {
  for (let index = 0; index <= attacked.own.length; index++) await contract(index, contractOf(index));
  const text = JSON.stringify(await told(attacked.asRegion));
  const sum = attacked.own.reduce((all, _, index) => all + contractOf(index), 0);

  // Of the one that shares with nobody nothing is in it.
  expect(new Set(limitsIn(text))).toEqual(new Set([sum]));
  expect(attacked.own.filter((_, index) => new RegExp(`\\b${contractOf(index)}\\b`).test(text))).toEqual([]);
});

it('a sum that is mostly the contract of one company is told as no limit, and nothing that rests on it', { timeout: 60_000 }, async () => {
  for (const [index] of attacked.own.entries()) await contract(index, index === 0 ? 90_000 : 500);
  const answers = await told(attacked.asRegion);
  const text = JSON.stringify(answers);

  expect(limitsIn(text)).toEqual([]);
  expect([...text.matchAll(/:(-?\d+(?:\.\d+)?)[,}]/g)].map(([, value]) => Math.abs(Number(value))).filter((value) => value > 80_000 && value < 100_000)).toEqual([]);
  // What is drawn is told as before, and the manager of the park sees the limit.
  expect(answers[0]).toMatchObject({ limitKind: null, totals: { violations: 0, quartersAbove: 0, aboveKwh: 0, kwMax: expect.any(Number) } });
  expect(limitsIn(JSON.stringify(await told(attacked.asManager)))).toContain(95_500);
});
