// Which quarters an answer about what can join rests on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HIGHEST, type MeasuredDay, joinNumbers, highestStart, measuredDay } from './explained-capacity.ts';
import { BOOTSTRAP } from './small-region.ts';

let made: MeasuredDay;
beforeAll(async () => {
  made = await measuredDay();
}, 60_000);
afterAll(() => made.region.stop());

it('are what is listed, each of them', async () => {
  const path = `/companies/${made.one.company}/capacity/join`;
  const numbers = await joinNumbers(made.get, path, ['kw=250', 'kwp=900', 'trucks=9']);
  const found: unknown[] = [];
  for (const number of numbers) found.push([number.explain, number.reckon(await made.get(number.explain))]);

  expect(numbers.length).toBeGreaterThan(20);
  expect(found).toEqual(numbers.map((number) => [number.explain, number.told]));
}, 60_000);

it('name the quarter that binds, and those of a day on which it fails', async () => {
  const path = `/companies/${made.one.company}/capacity/join/explain?kw=250`;
  const { quarters, days } = JSON.parse(JSON.stringify({ ...(await made.get(`${path}&field=binding.shortKw`)), days: (await made.get(`${path}&field=failingDays`))['days'] }));

  expect(quarters).toMatchObject([{ start: highestStart(made.day), usageKw: HIGHEST.kw, limitKw: 500, extraKw: 250, contribution: 50.123_456 }]);
  expect((await made.get(quarters[0].explain))['usageKw']).toBe(HIGHEST.kw);
  expect(days).toMatchObject([{ quarters: 1 }]);
  expect((await made.region.ask('GET', `/api/v1${path}&field=days.quarters&date=2020-01-01`, { key: BOOTSTRAP })).status).toBe(422);
  expect((await made.region.ask('GET', `/api/v1${path}&field=fits`, { key: BOOTSTRAP })).body).toMatchObject({ detail: expect.stringContaining('roomUsualKw') });
});
