// 4 kW all day is 92 kWh on 29 March 2026 and 100 kWh on 25 October: in every answer, file and table that tells energy of a day,
// on both stores. A route, table or file of energy that is in neither list below fails.
import readXlsxFile from 'read-excel-file/node';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { parkDashboard } from '../../grafana/park-dashboard.ts';
import { Balance, Meter, QuarterRow } from '../../src/api/shapes.ts';
import { calendarChart } from '../../src/charts/calendar-chart.ts';
import { toCsv } from '../../src/charts/csv.ts';
import { localDay } from '../../src/charts/formats.ts';
import { InfluxReader } from '../../src/storage/series-influx-query.ts';
import { calendarNl } from '../../src/web/i18n/calendar-nl.ts';
import { metersNl } from '../../src/web/i18n/meters-nl.ts';
import { dayTable, exportTable } from '../../src/web/meter-quarters.ts';
import { palette } from '../charts/figures.ts';
import { textOfPdf } from '../jobs/pdf-text.ts';
import { HOW, type Influxd, canInflux, startInfluxd } from '../storage/influxd.ts';
import { type ClockDay, type ClockRegion, DAYS, startClockRegion } from './clock-region.ts';
import { WALKS, daysOf, many, pick, reportFile } from './clock-walks.ts';

/** Routes that tell an amount, but none of a local day or of its quarters. */
const NO_DAY: Readonly<Record<string, string>> = {
  '/companies/{id}/capacity/now': 'one quarter',
  '/companies/{id}/guarantees': 'what a certificate says',
  '/connections/{id}/capacity/now': 'one quarter',
  '/figures': 'what somebody entered, over its own period',
  '/grid-hours': 'kg for each kWh, by the hour',
  '/groups/{id}/now': 'one quarter',
  '/heat-matches/{id}': 'days of heat are summed in domain/heat/overlap.ts, tested there on these days',
  '/parks/{park}/capacity/now': 'one quarter',
  '/parks/{park}/heat-map': 'of a year',
  '/parks/{park}/heat-matches': 'of a year',
  '/parks/{park}/heat-network': 'of a year',
  '/parks/{park}/heat-trial': 'of a year',
  '/region/heat-map': 'of a year',
  '/scenarios': 'sizes of batteries',
  '/scenarios/{id}': 'sizes of batteries',
};

/** Files that are sent: of energy by the day there is one. */
const FILES: Readonly<Record<string, string>> = {
  '/figures/{id}/document': 'what somebody brought',
  '/heat-matches/{id}/file': 'of a year',
  '/heat-ports/file': 'heat ports as they were entered',
  '/imports/{id}/file': 'what somebody brought',
  '/reports/{id}/file': 'walked over below: spreadsheet, CSV and PDF',
};
/** Drawings and tables of src/charts and src/web/*.ts, each with its CSV. */
const TABLES: Readonly<Record<string, string>> = {
  balanceChart: 'local-days.test.ts',
  bandTable: 'bounds of the amounts of a report',
  calendarChart: 'below',
  capacityChart: 'kW',
  chainChart: 'tonnes',
  changeChart: 'kg',
  compositeChart: 'heat of a year',
  dayTable: 'below',
  emissionsChart: 'kg',
  exportTable: 'below',
  forecastChart: 'kW',
  grandChart: 'heat of a year',
  gridHoursChart: 'kg for each kWh',
  hourTable: 'mean kW',
  loadDurationChart: 'kW',
  nowTable: 'kW',
  overlapChart: 'days of heat: domain/heat/overlap.test.ts',
  quarterDayChart: 'local-days.test.ts',
  sankeyChart: 'the flows that are walked over: /balance and /energy-flows',
  scenarioChart: 'kW',
  stepBandTable: 'bounds of the amounts of a report',
  tornadoChart: 'euros',
  trajectoryChart: 'kg',
};

let at: ClockRegion;
beforeAll(async () => {
  at = await startClockRegion();
}, 60_000);
afterAll(async () => {
  await at.region.stop();
  vi.useRealTimers();
});

const root = join(import.meta.dirname, '../..');
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const itemsOf = <T>(answer: unknown, item: z.ZodType<T>): T[] => z.array(item).parse(pick(answer, 'items'));

describe.each(DAYS)('on $date', (day) => {
  it.each([...WALKS])('%s tells it', async (_, walk) => {
    const [found, expected] = await walk(at, day);

    expect(found).toEqual(expected);
  });

  describe('in the files of a report', () => {
    const longDate = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
      new Date(`${day.date}T12:00:00Z`),
    );
    const name = longDate.charAt(0).toUpperCase() + longDate.slice(1);
    let report = 0;
    beforeAll(async () => {
      report = await at.post('/reports', { kind: 'park-month', park: at.alone.park, period: day.month });
    });

    it('the spreadsheet has every day and a month that is their sum', async () => {
      const sheets = await readXlsxFile(await reportFile(at, report, 'format=xlsx&lang=nl'));
      const rows = (sheet: string): readonly (readonly unknown[])[] => sheets.find((one) => one.sheet === sheet)?.data.slice(1) ?? [];

      expect(rows('Stroom per stap').map((row) => row[1])).toEqual(daysOf(day));
      expect(rows('Stroom per stap').find((row) => row[0] === name)?.[1]).toBe(day.quarters);
      expect(
        rows('Energie')
          .find((row) => row[0] === 'Stroom')
          ?.slice(1, 3),
      ).toEqual(['kWh', day.monthKwh]);
    });

    it('the CSV says the same', async () => {
      const lines = (await reportFile(at, report, 'format=csv&lang=nl')).toString('utf8').split('\r\n');

      expect(lines.find((line) => line.startsWith(`"${name}"`))?.split(';')[1]).toBe(String(day.quarters));
      expect(lines.find((line) => line.startsWith('"Stroom";"kWh"'))?.split(';')[2]).toBe(String(day.monthKwh));
    });

    it('the tagged PDF says the same', async () => {
      const text = textOfPdf(await reportFile(at, report, 'format=pdf&lang=nl'));

      expect(text).toContain(`${name}${day.quarters}`.replaceAll(' ', ''));
      expect(text).toContain(`StroomkWh2.9${day.monthKwh - 2900}`);
    });
  });

  it('the calendar of use has it as the cell of that day, and every day of the month once', async () => {
    const { steps } = Balance.parse(await at.get(`/companies/${at.alone.company}/balance?from=${day.from}&to=${day.to}&step=P1D`));
    const cells = steps.map((step) => ({
      startMs: Date.parse(step.start),
      date: localDay(Date.parse(step.start)),
      quarter: 0,
      isSecond: false,
      value: Number(pick(step, 'consumptionKwh')),
      limit: null,
    }));
    const { weekdays, day: head, values, limit, none, above, highest } = calendarNl;
    const words = { weekdays, day: head, value: values.use, limit, none, above: above.days, highest };
    const { table } = calendarChart({ kind: 'days', cells, unit: 'kWh', color: '#123456', lang: 'nl', palette, words }, 'x');

    expect(table.rows.map((row) => row[1])).toEqual(daysOf(day));
    expect(cells[Number(day.date.slice(8)) - 1]).toMatchObject({ date: day.date, value: day.quarters });
  });

  describe('in the tables of a meter', () => {
    const asked = async (): Promise<{ meter: Meter; rows: QuarterRow[] }> => ({
      meter: Meter.parse(await at.get(`/meters/${at.alone.heat}`)),
      rows: itemsOf(await at.get(`/meters/${at.alone.heat}/quarters?from=${day.date}&to=${day.next}`), QuarterRow),
    });

    it('every quarter of the day has a line of its own', async () => {
      const bounds = [day.date, day.next].map((date) => Date.parse(`${date}T00:00:00${offsetOf(date)}`));
      const table = dayTable(await asked(), { bounds: [bounds[0] ?? 0, bounds[1] ?? 0], lang: 'nl', text: metersNl, caption: 'x' });

      expect(new Set(table.rows.map((row) => row[0])).size).toBe(day.quarters);
      expect(sum(table.rows.map((row) => Number(row[1])))).toBe(day.quarters);
    });

    it('the file of the meters that were picked adds up to it', async () => {
      const { meter, rows } = await asked();
      const lines = toCsv(exportTable([{ meter, company: 'Alone', rows }], metersNl), 'nl')
        .trim()
        .split('\r\n')
        .slice(1);

      expect(new Set(lines.map((line) => line.split(';')[4])).size).toBe(day.quarters);
      expect(sum(lines.map((line) => Number(line.split(';')[5])))).toBe(day.quarters);
    });
  });
});

/** Midnight of these dates: summer time begins and ends during a day, so the next date is the other side of it. */
const offsetOf = (date: string): string => (date >= '2026-03-30' && date < '2026-10-26' ? '+02:00' : '+01:00');

describe('what tells energy', () => {
  const named = /"(\w*kwh|\w*amounts?|\w*m3)":/i;

  it('is walked over, or said to be of no day: every route', () => {
    const telling = at.region.app.parts.api.mounted
      .filter(
        ({ method, path, answer }) =>
          method === 'get' && !path.endsWith('/explain') && answer !== 'events' && named.test(JSON.stringify(z.toJSONSchema(answer, { unrepresentable: 'any' }))),
      )
      .map(({ path }) => path);

    expect(telling.filter((path) => !WALKS.has(path)).sort()).toEqual(Object.keys(NO_DAY).sort());
  });

  it('is read back from the file, or said to be of no day: every file', () => {
    const sent = at.region.app.parts.api.mounted.filter(({ method, path }) => method === 'get' && /\/(file|document)$/.test(path)).map(({ path }) => path);

    expect(sent.sort()).toEqual(Object.keys(FILES).sort());
  });

  it('is drawn, or said to be of no day: every drawing and table', () => {
    const sources = ['src/charts', 'src/web'].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    );
    const found = sources.flatMap((source) => [...source.matchAll(/^export function (\w+(?:Chart|Table))\b/gm)].map(([, name = '']) => name));

    expect(found.sort()).toEqual(Object.keys(TABLES).sort());
  });
});

describe.skipIf(!canInflux)(`on InfluxDB${HOW}`, () => {
  let influxd: Influxd;
  let there: ClockRegion;
  beforeAll(async () => {
    influxd = await startInfluxd();
    for (const name of ['clock_raw', 'clock_quarters']) await influxd.ask(`CREATE DATABASE "${name}"`);
    there = await startClockRegion({ INFLUX_URL: `${influxd.url}?db=clock` });
  }, 120_000);
  afterAll(async () => {
    await there.region.stop();
    await influxd.stop();
  });

  describe.each(DAYS)('on $date', (day: ClockDay) => {
    it.each([...WALKS])('%s tells it', async (_, walk) => {
      const [found, expected] = await walk(there, day);

      expect(found).toEqual(expected);
    });

    it('the panel of the quarters of a park in Grafana adds up to it', async () => {
      const panel = parkDashboard().panels.find((one) => one.title === 'Afname per kwartier');
      const [from, to] = [day.date, day.next].map((date) => new Date(`${date}T00:00:00${offsetOf(date)}`).toISOString());
      const query = panel?.targets[1]?.query.replaceAll('$park', there.alone.park).replaceAll('$timeFilter', `time >= '${from}' AND time < '${to}'`) ?? '';
      const values: number[] = [];
      await new InfluxReader({ url: influxd.url, user: '', password: '' }).query({ db: 'clock_quarters', q: query }, (found) =>
        values.push(...found.values.map((row) => Number(row[1]))),
      );

      expect(values).toEqual(many(day.quarters, 1));
    });
  });
});
