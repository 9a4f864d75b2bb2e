// Which quarters an answer about what can join rests on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUARTER_MS, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { joinNumbers } from './explained-capacity.ts';
import type { Body } from './explained-parts.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let region: SmallRegion;
let one: Objects;
const yesterday = localFloor(epochMs(localFloor(epochMs(Date.now()), 'P1D') - 1), 'P1D');
const get = async (path: string): Promise<Body> => {
  const { status, body } = await region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
};

beforeAll(async () => {
  region = await startApp();
  one = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
  // Highest in quarter 40, and never twice the same but around noon.
  await measure(region, one.meter, { from: toIso(yesterday), kw: Array.from({ length: 92 }, (_, t) => (t === 40 ? 300.123_456 : t > 45 && t < 50 ? 210 : 100 + t * 1.000_004)) });
}, 60_000);
afterAll(() => region.stop());

it('are what is listed, each of them', async () => {
  const path = `/companies/${one.company}/capacity/join`;
  const numbers = await joinNumbers(get, path, ['kw=250', 'kwp=900', 'trucks=9']);
  const found: unknown[] = [];
  for (const number of numbers) found.push([number.explain, number.reckon(await get(number.explain))]);

  expect(numbers.length).toBeGreaterThan(20);
  expect(found).toEqual(numbers.map((number) => [number.explain, number.told]));
}, 60_000);

it('name the quarter that binds, and those of a day on which it fails', async () => {
  const path = `/companies/${one.company}/capacity/join/explain?kw=250`;
  const { quarters, days } = JSON.parse(JSON.stringify({ ...(await get(`${path}&field=binding.shortKw`)), days: (await get(`${path}&field=failingDays`))['days'] }));

  expect(quarters).toMatchObject([{ start: toIso(epochMs(yesterday + 40 * QUARTER_MS)), usageKw: 300.123_456, limitKw: 500, extraKw: 250, contribution: 50.123_456 }]);
  expect((await get(quarters[0].explain))['usageKw']).toBe(300.123_456);
  expect(days).toMatchObject([{ quarters: 1 }]);
  expect((await region.ask('GET', `/api/v1${path}&field=days.quarters&date=2020-01-01`, { key: BOOTSTRAP })).status).toBe(422);
  expect((await region.ask('GET', `/api/v1${path}&field=fits`, { key: BOOTSTRAP })).body).toMatchObject({ detail: expect.stringContaining('roomUsualKw') });
});
