// Quarter-hours of meters as tables.
import { expect, it } from 'vitest';
import type { Meter, QuarterRow } from '../../src/api/shapes.ts';
import { metersNl } from '../../src/web/i18n/meters-nl.ts';
import { EXPORT_METER_DAYS_MAX, calendarSpan, dayState, dayTable, exportDays, exportTable, fitsOneFile, topSource } from '../../src/web/meter-quarters.ts';

const register = { id: 7, name: 'import', carrier: 'electricity', flow: 'import', unit: 'kWh', kind: 'counter', lastAt: null, lastValue: null } as const;
const meter: Meter = {
  id: 1,
  connection: 1,
  company: 1,
  park: 'park-a',
  serial: 'M-1',
  carrier: 'electricity',
  role: 'main',
  gateway: null,
  validFrom: '2026-01-01T00:00:00Z',
  validTo: null,
  state: 'live',
  lastAt: null,
  clockSkewS: null,
  delayS: null,
  profile: null,
  phaseNetting: 'unknown',
  fromPower: false,
  lastEvent: null,
  registers: [register, { ...register, id: 8, name: 'export', flow: 'export' }],
  simulated: false,
};
const row = (over: Partial<QuarterRow>): QuarterRow => ({
  register: 7,
  start: '2026-10-24T22:00:00.000Z',
  amount: 1.5,
  unit: 'kWh',
  quality: 'M',
  spread: false,
  source: 'live',
  madeFrom: 'counter',
  ...over,
});

it('of a quarter the highest source counts, in whatever order they come', () => {
  const [live, settled] = [row({}), row({ source: 'settled', amount: 2 })];

  expect(topSource([settled, live]).map(({ amount }) => amount)).toEqual([2]);
  expect(topSource([live, settled]).map(({ amount }) => amount)).toEqual([2]);
});

it('a file has a line a register and quarter, with whose it is and how it came about', () => {
  const { columns, rows } = exportTable([{ meter, company: 'Bakker BV', rows: [row({}), row({ source: 'corrected', quality: 'C', amount: 3 })] }], metersNl);

  expect(columns.map(({ head }) => head)).toEqual(['Meter', 'Bedrijf', 'Register', 'Richting', 'Begin', 'Hoeveelheid', 'Eenheid', 'Kwaliteit', 'Bron']);
  expect(rows).toEqual([['M-1', 'Bakker BV', 'import', 'afname', '2026-10-24T22:00:00.000Z', 3, 'kWh', 'C', 'corrected']]);
});

it('a file has at most so many days of meters', () => {
  expect([fitsOneFile(EXPORT_METER_DAYS_MAX, 'yesterday'), fitsOneFile(EXPORT_METER_DAYS_MAX + 1, 'yesterday')]).toEqual([true, false]);
  expect([fitsOneFile(100, 'week'), fitsOneFile(101, 'week'), fitsOneFile(22, 'month'), fitsOneFile(23, 'month')]).toEqual([true, false, true, false]);
});

it('whole days end before today', () => {
  expect(exportDays('yesterday', '2026-03-01')).toEqual({ from: '2026-02-28', to: '2026-03-01' });
  expect(exportDays('week', '2026-11-27')).toEqual({ from: '2026-11-20', to: '2026-11-27' });
  expect(exportDays('month', '2026-11-27')).toEqual({ from: '2026-10-27', to: '2026-11-27' });
});

it('a day of 25 hours has 100 quarters, named twice where the clock goes back, and what is not there is missing', () => {
  const bounds = [Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23)] as const;
  const { columns, rows } = dayTable({ meter, rows: [row({}), row({ register: 8, amount: 0.25, quality: 'E' })] }, { bounds, lang: 'nl', text: metersNl, caption: 'x' });

  expect(columns.map(({ head }) => head)).toEqual(['Tijd', 'afname, import', 'teruglevering, export', 'Kwaliteit']);
  expect(rows).toHaveLength(100);
  expect(rows[0]).toEqual(['00:00', 1.5, 0.25, 'geschat']);
  expect(rows[1]).toEqual(['00:15', null, null, 'ontbreekt']);
  expect([rows[8]?.[0], rows[12]?.[0]]).toEqual(['02:00 (1e)', '02:00 (2e)']);
});

it('the calendar has six weeks from Monday on', () => {
  expect(calendarSpan(Date.UTC(2026, 10, 27, 12))).toEqual({ from: '2026-10-19', to: '2026-11-30' });
});

it.each([
  [{ measured: 96, estimated: 0, missing: 0 }, 'complete'],
  [{ measured: 95, estimated: 1, missing: 0 }, 'partly'],
  [{ measured: 1, estimated: 0, missing: 95 }, 'partly'],
  [{ measured: 0, estimated: 96, missing: 0 }, 'missing'],
  [{ measured: 0, estimated: 0, missing: 96 }, 'missing'],
  [{ measured: 0, estimated: 0, missing: 0 }, 'none'],
] as const)('%j is %s', (counts, state) => {
  expect(dayState(counts)).toBe(state);
});
