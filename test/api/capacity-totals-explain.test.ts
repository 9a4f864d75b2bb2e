// The runs above a limit, the quarters and the days that totals of room on the grid are made of.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUARTER_MS, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { HIGHEST, type MeasuredDay, highestStart, measuredDay, totalsNumbers } from './explained-capacity.ts';
import { rows } from './explained-parts.ts';
import { BOOTSTRAP } from './small-region.ts';

const LIMIT_KW = 189.5;
let made: MeasuredDay;
let period: string;
const at = (index: number): string => toIso(epochMs(made.day + index * QUARTER_MS));

beforeAll(async () => {
  made = await measuredDay();
  await made.region.ask('POST', `/api/v1/connections/${made.one.connection}/limits`, { key: BOOTSTRAP, body: { kw: LIMIT_KW, validFrom: '2026-01-01' } });
  period = `from=${at(-96)}&to=${at(92)}`;
}, 60_000);
afterAll(() => made.region.stop());

it('are what is listed, each of them', async () => {
  const numbers = await totalsNumbers(made.get, `/companies/${made.one.company}/capacity/totals`, period);
  const found: unknown[] = [];
  for (const number of numbers) found.push([number.explain, number.reckon(await made.get(number.explain))]);

  expect(numbers.length).toBeGreaterThan(20);
  expect(found).toEqual(numbers.map((number) => [number.explain, number.told]));
}, 60_000);

it('name the runs above the limit, and of each its quarters with their own limit', async () => {
  const path = `/connections/${made.one.connection}/capacity/totals/explain?${period}`;
  const { runs, ...rest } = await made.get(`${path}&field=aboveKwh`);
  const peak = { start: highestStart(made.day), end: at(HIGHEST.at + 1), quarters: 1, aboveKwMax: 110.623_456, aboveKwh: 27.655_864, contribution: 27.655_864 };

  // The highest quarter, noon, and the end of the day, where the load has risen to 191 kW.
  expect(rest).toMatchObject({ level: 'runs', unit: 'kWh', quarters: [] });
  expect(rows(runs).map((one) => [one['start'], one['quarters']])).toEqual([
    [at(40), 1],
    [at(46), 4],
    [at(90), 2],
  ]);
  expect(rows(runs)[0]).toEqual(peak);
  const [quarter] = rows((await made.get(`${path}&field=aboveKwh&start=${peak.start}&end=${peak.end}`))['quarters']);
  expect(quarter).toMatchObject({ usageKw: HIGHEST.kw, limitKw: LIMIT_KW, contribution: 27.655_864 });
  const why = await made.get(String(quarter?.['explain']));
  expect(why).toMatchObject({ usageKw: HIGHEST.kw, limitKw: LIMIT_KW });
});

it('refuse a figure, a run and a part that are not there', async () => {
  const path = `/api/v1/companies/${made.one.company}/capacity/totals/explain?${period}`;
  const ask = async (more: string): Promise<unknown> => (await made.region.ask('GET', path + more, { key: BOOTSTRAP })).body['code'];

  expect(await ask('&field=quartersSecret')).toBe('invalid-request');
  expect(await ask('&field=above.aboveKwh')).toBe('invalid-request');
  expect(await ask(`&field=above.aboveKwh&start=${at(41)}`)).toBe('invalid-request');
  expect(await ask(`&field=aboveKwh&start=${at(400)}`)).toBe('reversed-period');
  expect(await ask(`&field=aboveKwh&start=${at(400)}&end=${at(500)}`)).toBe('bad-time');
  expect(await ask(`&field=aboveKwh&start=${at(4)}&end=${at(4)}`)).toBe('reversed-period');
});

it('tell the rule about what is left unused, and the hours at full load, over twelve months', async () => {
  const path = `/companies/${made.one.company}/capacity/year/explain`;
  const rule = await made.get(`${path}?field=utilization.atRisk`);
  const hours = await made.get(`${path}?field=duration.fullLoadHours`);

  expect(rule).toMatchObject({ value: 0, level: 'rule', unit: 'yes-no' });
  expect(rows(rule['parts']).map((one) => [one['name'], one['role'], one['value']])).toEqual([
    ['months', 'term', 1],
    ['monthsJudged', 'bound', 12],
    ['utilization.share', 'term', 1.583_765],
    ['usedShareMin', 'bound', 0.5],
    ['utilization.unusedKw', 'term', 0],
    ['unusedKwMax', 'bound', 1000],
  ]);
  expect(hours).toMatchObject({ level: 'ratio', unit: 'hours', parts: [{ name: 'measuredKwh' }, { name: 'kwMax', value: HIGHEST.kw }] });
  expect(rows((await made.get(`${path}?field=violations`))['runs'])).toHaveLength(3);
});
