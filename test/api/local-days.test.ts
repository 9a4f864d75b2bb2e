// A constant load of 4 kW over the days on which the clock changes: 92 quarters and 92 kWh on 29 March 2026, 100 and
// 100 on 25 October, through every kind of device clock, at every step, in every view and in the figures of the screen.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Balance } from '../../src/api/shapes.ts';
import { balanceChart, type PeriodKind } from '../../src/charts/balance-chart.ts';
import { toCsv } from '../../src/charts/csv.ts';
import { slotsOfDay } from '../../src/charts/quarter-day.ts';
import { crc16Arc } from '../../src/domain/crc16.ts';
import { epochMs } from '../../src/domain/units.ts';
import { toTotals } from '../../src/web/balance-figures.ts';
import { toStep, wholePeriod } from '../../src/web/now-figures.ts';
import { periodAround, stepStarts } from '../../src/web/period.ts';
import { palette } from '../charts/figures.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
/** 31 days at 4 kW, one hour shorter and one longer: (31 x 24 - 1) x 4 and (31 x 24 + 1) x 4. */
const DAYS = [
  { date: '2026-03-29', next: '2026-03-30', quarters: 92, kwh: 92, month: '2026-03-01', nextMonth: '2026-04-01', monthKwh: 2972 },
  { date: '2026-10-25', next: '2026-10-26', quarters: 100, kwh: 100, month: '2026-10-01', nextMonth: '2026-11-01', monthKwh: 2980 },
] as const;

/** Amsterdam in 2026: UTC + 2 from 29 March 01:00 UTC to 25 October 01:00 UTC. */
const isSummer = (at: number): boolean => at >= Date.UTC(2026, 2, 29, 1) && at < Date.UTC(2026, 9, 25, 1);
/** YYMMDDhhmmss of the wall clock. */
const wallClock = (at: number): string =>
  new Date(at + (isSummer(at) ? 2 : 1) * HOUR)
    .toISOString()
    .replaceAll(/[-:T]|\.000Z$/g, '')
    .slice(2);
const kwhAt = (at: number): number => ((at - Date.UTC(2026, 0, 1)) / HOUR) * 4;

function telegram(at: number, letter: string): Buffer {
  // Two tariffs that take turns by the hour: together 4 kW. Both go on from whole kWh.
  const hours = (at - Date.UTC(2026, 0, 1)) / HOUR;
  const even = Math.ceil(Math.floor(hours) / 2) * 4 + (Math.floor(hours) % 2 === 0 ? (hours % 1) * 4 : 0);
  const line = (code: string, kwh: number): string => `1-0:${code}(${kwh.toFixed(3)}*kWh)`;
  const body = `/KFM5KAIFA\r\n\r\n1-3:0.2.8(42)\r\n0-0:1.0.0(${wallClock(at)}${letter})\r\n0-0:96.1.1(4530303432)\r\n${line('1.8.1', even)}\r\n${line('1.8.2', kwhAt(at) - even)}\r\n!`;
  return Buffer.from(`${body}${crc16Arc(Buffer.from(body)).toString(16).toUpperCase().padStart(4, '0')}\r\n`);
}

const DEVICES: readonly { readonly name: string; readonly park: string; readonly payload: (at: number) => Buffer }[] = [
  { name: 'P1 with S and W', park: 'de-mars', payload: (at) => telegram(at, isSummer(at) ? 'S' : 'W') },
  { name: 'P1 without a letter', park: 'bergweide', payload: (at) => telegram(at, '') },
  {
    name: 'HomeWizard v1, a number without a zone',
    park: 'kloosterlanden',
    payload: (at) => Buffer.from(`{"timestamp": ${wallClock(at)}, "total_power_import_kwh": ${kwhAt(at)}, "total_power_export_kwh": 0}`),
  },
  { name: 'JSON with an offset', park: 'eekterveld', payload: (at) => Buffer.from(JSON.stringify({ time: new Date(at).toISOString(), importKwh: kwhAt(at) })) },
];
const PROFILES = ['dsmr-p1', 'dsmr-p1', 'homewizard', 'generic-json'];

let region: SmallRegion;
const companies: Objects[] = [];

beforeAll(async () => {
  region = await startApp();
  const eans = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042'];
  for (const [index, { name, park }] of DEVICES.entries()) {
    const made = await makeCompany(region, { park, name, ean: eans[index] ?? '', shares: true });
    companies.push(made);
    const answer = await region.ask('POST', '/api/v1/gateways', { key: BOOTSTRAP, body: { name, park, company: made.company, profile: PROFILES[index], meters: [made.meter] } });
    const gateway = Number(answer.body['id']);
    const waiting: Promise<void>[] = [];
    for (const { date, next, month, nextMonth } of DAYS) {
      // By the quarter around the day itself, by the hour in the rest of the month.
      const step = (at: number): number => (at >= Date.parse(date) - 3 * HOUR && at < Date.parse(next) + 3 * HOUR ? QUARTER : HOUR);
      // The message comes a second after its time, as from a device that sends now.
      for (let at = Date.parse(`${month}T00:00:00Z`) - 2 * HOUR; at <= Date.parse(`${nextMonth}T00:00:00Z`); at += step(at))
        waiting.push(region.app.parts.journal.appendAndWait({ gateway, topic: 'data', payload: DEVICES[index]?.payload(at) ?? Buffer.alloc(0), receivedAt: epochMs(at + 1000) }));
    }
    await Promise.all(waiting);
  }
  const { store, journal } = region.app.parts;
  await vi.waitUntil(() => store.storedSeq === journal.durableSeq, { timeout: 100_000, interval: 200 });
}, 150_000);
afterAll(() => region.stop());

async function balance(path: string, period: { from: string; to: string; step: string }): Promise<Balance> {
  const answer = await region.ask('GET', `/api/v1${path}/balance?from=${period.from}&to=${period.to}&step=${period.step}`, { key: BOOTSTRAP });
  return Balance.parse(answer.body);
}
const importsOf = ({ steps }: Balance): number[] => steps.map((step) => ('importKwh' in step ? (step.importKwh ?? Number.NaN) : Number.NaN));

/** [path, how many meters of 4 kW are in it] */
const VIEWS = DEVICES.flatMap(({ name, park }, index) => [
  { view: `the company with ${name}`, path: (): string => `/companies/${companies[index]?.company}`, meters: 1 },
  { view: `its park ${park}`, path: (): string => `/parks/${park}`, meters: 1 },
]).concat([{ view: 'the region', path: () => '/region', meters: DEVICES.length }]);

describe.each(DAYS)('on $date', ({ date, next, quarters, kwh, month, nextMonth, monthKwh }) => {
  describe.each(VIEWS)('$view', ({ path, meters }) => {
    it(`has ${quarters} quarters of 1 kWh each a meter, all measured`, async () => {
      const answer = await balance(path(), { from: date, to: next, step: 'PT15M' });

      expect(importsOf(answer)).toEqual(Array.from({ length: quarters }, () => meters));
      expect(answer).toMatchObject({ coverage: 1, quality: { M: 1 }, quartersPresent: quarters, totals: { importKwh: kwh * meters } });
      expect(new Set(answer.steps.map((step) => step.start)).size).toBe(quarters);
    });

    it(`has ${quarters / 4} hours, one day of ${kwh} kWh, and a month of ${monthKwh} kWh`, async () => {
      expect(importsOf(await balance(path(), { from: date, to: next, step: 'PT1H' }))).toEqual(Array.from({ length: quarters / 4 }, () => 4 * meters));
      expect(importsOf(await balance(path(), { from: date, to: next, step: 'P1D' }))).toEqual([kwh * meters]);
      expect(importsOf(await balance(path(), { from: month, to: nextMonth, step: 'P1M' }))).toEqual([monthKwh * meters]);
      const days = importsOf(await balance(path(), { from: month, to: nextMonth, step: 'P1D' }));
      expect(days).toEqual(Array.from({ length: 31 }, (_, index) => (index === Number(date.slice(8)) - 1 ? kwh : 96) * meters));
    });
  });

  describe('on the screen', () => {
    it.each<[PeriodKind, number]>([
      ['day', quarters],
      ['week', 7 * 24 + (quarters - 96) / 4],
      ['month', 31],
    ])('the %s has every step once, and its table and CSV add up to the same', async (kind, count) => {
      const period = periodAround(kind, date);
      const answer = await balance(VIEWS[0]?.path() ?? '', period);
      const steps = wholePeriod(answer.steps.map(toStep), stepStarts(period));

      const drawn = balanceChart({ carrier: 'electricity', unit: 'kWh', kind, steps, nowMs: Date.parse('2026-11-20T12:00:00Z'), lang: 'nl', palette }, 'Balans');

      expect(drawn.table.rows).toHaveLength(count);
      const lines = toCsv(drawn.table, 'nl').trim().split('\r\n').slice(1);
      const total = kind === 'day' ? kwh : kind === 'month' ? monthKwh : toTotals(answer).gridIn;
      expect(lines).toHaveLength(count);
      expect(lines.reduce((sum, line) => sum + Number(line.split(';')[1]?.replace(',', '.')), 0)).toBe(total);
      expect(drawn.table.foot?.[1]).toBe(total);
      // The doubled hour is told apart: "02:15 (1e)" and "02:15 (2e)".
      if (kind !== 'month') expect(new Set(lines.map((line) => line.split(';')[0])).size).toBe(count);
    });

    it(`the day of now has ${quarters} slots of 4 kW`, async () => {
      const period = periodAround('day', date);
      const answer = await balance(VIEWS[0]?.path() ?? '', period);
      const [fromMs = 0] = stepStarts(period);
      const toMs = stepStarts(period).at(-1) ?? 0;

      const slots = slotsOfDay({
        fromMs,
        toMs,
        nowMs: toMs,
        steps: answer.steps.map(toStep),
        limitKw: null,
        running: { startMs: toMs, usedKwh: null, projectedKw: null },
        stale: false,
        lang: 'nl',
        palette,
      });

      expect(slots.map((slot) => [slot.kw, slot.state])).toEqual(Array.from({ length: quarters }, () => [4, 'measured']));
    });
  });
});
