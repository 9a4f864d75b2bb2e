// Which quarters figures of the last twelve months rest on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HIGHEST, type MeasuredDay, yearNumbers, highestStart, measuredDay } from './explained-capacity.ts';
import { BOOTSTRAP } from './small-region.ts';

let made: MeasuredDay;
beforeAll(async () => {
  made = await measuredDay();
}, 60_000);
afterAll(() => made.region.stop());

it('are what is listed, each of them', async () => {
  const path = `/companies/${made.one.company}/capacity/year`;
  const numbers = await yearNumbers(made.get, path);
  const found: unknown[] = [];
  for (const number of numbers) found.push([number.explain, number.reckon(await made.get(number.explain))]);

  expect(numbers.length).toBeGreaterThan(20);
  expect(found).toEqual(numbers.map((number) => [number.explain, number.told]));
}, 60_000);

it('name the quarters at one height of the curve, which lead to their registers', async () => {
  const path = `/connections/${made.one.connection}/capacity/year/explain`;
  const { quarters, ...rest } = await made.get(`${path}?field=duration.ranks.kw&rank=1`);
  const [first]: { start: string; explain: string }[] = JSON.parse(JSON.stringify(quarters));

  expect(rest).toMatchObject({ value: HIGHEST.kw, level: 'quarter', rank: 1, of: 92, before: 0, equal: 1 });
  expect(first?.start).toBe(highestStart(made.day));
  expect((await made.get(first?.explain ?? ''))['usageKw']).toBe(HIGHEST.kw);
  expect((await made.region.ask('GET', `/api/v1${path}?field=duration.ranks.kw&rank=2`, { key: BOOTSTRAP })).body).toMatchObject({
    code: 'invalid-request',
    detail: expect.stringContaining('rank'),
  });
  expect((await made.region.ask('GET', `/api/v1${path}?field=duration.quarters`, { key: BOOTSTRAP })).status).toBe(422);
});
