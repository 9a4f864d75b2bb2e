// Quarter-hours of meters as tables: of one day of one meter, and of many meters for a file. Pure.
import type { Meter, QuarterRow } from '../api/shapes.ts';
import type { Cell, ChartTable, Column } from '../charts/figures.ts';
import { type Lang, formatClock, localDay } from '../charts/formats.ts';
import type { metersNl } from './i18n/meters-nl.ts';
import { following, periodAround, preceding } from './period.ts';

type Words = typeof metersNl;
export const EXPORT_PERIODS = ['yesterday', 'week', 'month'] as const;
export type ExportPeriod = (typeof EXPORT_PERIODS)[number];
const DAYS: Readonly<Record<ExportPeriod, number>> = { yesterday: 1, week: 7, month: 31 };

/** Days x meters in one file: some 200,000 rows, which a browser holds and a spreadsheet opens. */
export const EXPORT_METER_DAYS_MAX = 700;
export const fitsOneFile = (meters: number, period: ExportPeriod): boolean => meters * DAYS[period] <= EXPORT_METER_DAYS_MAX;

/** The last whole days before today.
 *  @param today local date */
export function exportDays(period: ExportPeriod, today: string): { from: string; to: string } {
  let day = periodAround('day', today);
  for (let back = 0; back < DAYS[period]; back++) day = preceding(day);
  return { from: day.from, to: today };
}

const RANKS: readonly QuarterRow['source'][] = ['live', 'settled', 'corrected'];

/** Of each register and quarter what the highest source says. */
export function topSource(rows: readonly QuarterRow[]): QuarterRow[] {
  const held = new Map<string, QuarterRow>();
  for (const row of rows) {
    const key = `${row.register} ${row.start}`;
    const known = held.get(key);
    if (known === undefined || RANKS.indexOf(row.source) >= RANKS.indexOf(known.source)) held.set(key, row);
  }
  return [...held.values()];
}

export interface MeterQuarters {
  readonly meter: Meter;
  readonly company: string;
  readonly rows: readonly QuarterRow[];
}

/** A line a register and quarter, as a spreadsheet takes it. */
export function exportTable(all: readonly MeterQuarters[], text: Words): ChartTable {
  const { columns: heads, file } = text.pick;
  const columns: Column[] = [heads.meter, heads.company, heads.register, heads.flow, heads.start, heads.amount, heads.unit, heads.quality, heads.source].map((head) => ({ head }));
  const rows = all.flatMap(({ meter, company, rows: quarters }) =>
    topSource(quarters).map((row): Cell[] => {
      const register = meter.registers.find((one) => one.id === row.register);
      const flow = register === undefined ? '' : text.quarters.flows[register.flow];
      return [meter.serial, company, register?.name ?? String(row.register), flow, row.start, row.amount, row.unit, row.quality, row.source];
    }),
  );
  return { caption: file, columns, rows, foot: null };
}

const QUARTER_MS = 900_000;

/** Every quarter of a local day: a column a register, and the least certain quality of those. */
export function dayTable(
  { meter, rows }: Pick<MeterQuarters, 'meter' | 'rows'>,
  over: { bounds: readonly [fromMs: number, toMs: number]; lang: Lang; text: Words; caption: string },
): ChartTable {
  const { quarters: words } = over.text;
  const top = topSource(rows);
  const registers = meter.registers.filter((one) => top.some((row) => row.register === one.id));
  const known = new Map(top.map((row) => [`${row.register} ${Date.parse(row.start)}`, row]));
  const certainty = ['M', 'C', 'I', 'S', 'E', 'X'] as const;
  const lines: Cell[][] = [];
  for (let at = over.bounds[0]; at < over.bounds[1]; at += QUARTER_MS) {
    const here = registers.map((one) => known.get(`${one.id} ${at}`));
    const worst = here.reduce((rank, row) => Math.max(rank, certainty.indexOf(row?.quality ?? 'X')), here.length === 0 ? certainty.length - 1 : 0);
    lines.push([formatClock(over.lang, at), ...here.map((row) => row?.amount ?? null), words.qualities[certainty[worst] ?? 'X']]);
  }
  const columns = registers.map((one): Column => ({
    head: `${words.flows[one.flow]}, ${one.name}`,
    unit: one.carrier === 'electricity' || one.unit !== 'm3' ? 'kWh' : 'm³',
    digits: 3,
  }));
  return { caption: over.caption, columns: [{ head: words.time }, ...columns, { head: words.quality }], rows: lines, foot: null };
}

const WEEKS = 6;

/** Six weeks up to and with the one of today, from Monday on. */
export function calendarSpan(todayMs: number): { from: string; to: string } {
  const thisWeek = periodAround('week', localDay(todayMs));
  let first = thisWeek;
  for (let back = 1; back < WEEKS; back++) first = preceding(first);
  return { from: first.from, to: following(thisWeek).from };
}

export type DayState = 'complete' | 'partly' | 'missing' | 'none';

/** none: the meter did not hang there, or the day lies ahead. */
export function dayState({ measured, estimated, missing }: { measured: number; estimated: number; missing: number }): DayState {
  if (measured + estimated + missing === 0) return 'none';
  if (estimated + missing === 0) return 'complete';
  return measured === 0 ? 'missing' : 'partly';
}
