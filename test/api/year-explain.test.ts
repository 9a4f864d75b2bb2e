// Which quarters figures of the last twelve months rest on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUARTER_MS, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { yearNumbers } from './explained-capacity.ts';
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
  const path = `/companies/${one.company}/capacity/year`;
  const numbers = await yearNumbers(get, path);
  const found: unknown[] = [];
  for (const number of numbers) found.push([number.explain, number.reckon(await get(number.explain))]);

  expect(numbers.length).toBeGreaterThan(20);
  expect(found).toEqual(numbers.map((number) => [number.explain, number.told]));
}, 60_000);

it('name the quarters at one height of the curve, which lead to their registers', async () => {
  const path = `/connections/${one.connection}/capacity/year/explain`;
  const { quarters, ...rest } = await get(`${path}?field=duration.ranks.kw&rank=1`);
  const [first]: { start: string; explain: string }[] = JSON.parse(JSON.stringify(quarters));

  expect(rest).toMatchObject({ value: 300.123_456, level: 'quarter', rank: 1, of: 92, before: 0, equal: 1 });
  expect(first?.start).toBe(toIso(epochMs(yesterday + 40 * QUARTER_MS)));
  expect((await get(first?.explain ?? ''))['usageKw']).toBe(300.123_456);
  expect((await region.ask('GET', `/api/v1${path}?field=duration.ranks.kw&rank=2`, { key: BOOTSTRAP })).body).toMatchObject({
    code: 'invalid-request',
    detail: expect.stringContaining('rank'),
  });
  expect((await region.ask('GET', `/api/v1${path}?field=duration.quarters`, { key: BOOTSTRAP })).status).toBe(422);
});
