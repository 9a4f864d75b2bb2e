// Whole days of registers of which the store has nothing yet, as a history or a first delivery brings them: their sums follow from
// what is being written, so nobody has to read it back.
import { type LocalDay, firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import { type DayOfRegister, DaySums } from './day-sums.ts';
import { fillTemp, homeOf, writeDays } from './duckdb-day-rows.ts';
import type { DuckdbFiles } from './duckdb-files.ts';
import { NOTHING, type QuarterColumns } from './series.ts';

/** Fewer are quicker marked, and summed together with others later. */
export const FRESH_DAYS_MIN = 300;

/** Writes the sums of the fresh whole days among rows that are being written to a file; inside the caller's transaction, before the
 *  rows themselves.
 *  @returns the days that were, which need no mark */
export async function writeFreshDays(files: DuckdbFiles, name: string, { columns, rows }: { columns: QuarterColumns; rows: readonly number[] }): Promise<ReadonlySet<string>> {
  const whole = wholeDays(columns, rows).filter(({ day }) => homeOf(day) === name);
  if (whole.length < FRESH_DAYS_MIN) return new Set();
  const known = await knownOf(files, name, whole);
  const days = whole.filter((one) => !known.has(keyOf(one))).sort((a, b) => a.day - b.day || a.register - b.register);
  if (days.length < FRESH_DAYS_MIN) return new Set();
  const made = new DaySums(days);
  const of = <T extends Int32Array | Float64Array | Uint8Array>(values: T, kind: { from: (list: ArrayLike<number>) => T }): T => kind.from(rows.map((row) => values[row] ?? 0));
  const quarters = of(columns.quarters, Int32Array);
  made.add({
    registers: of(columns.registers, Int32Array),
    days: Int32Array.from(quarters, localDayOf),
    quarters,
    amounts: of(columns.amounts, Float64Array),
    flags: of(columns.flags, Uint8Array),
    ranks: new Float64Array(rows.length),
  });
  await writeDays(files, name, { days, made });
  return new Set(days.map(keyOf));
}

export const keyOf = ({ register, day }: DayOfRegister): string => `${register} ${day}`;

/** Days of which every quarter is among the rows. No register and quarter stands there twice. */
function wholeDays({ registers, quarters, flags }: QuarterColumns, rows: readonly number[]): DayOfRegister[] {
  const counts = new Map<string, DayOfRegister & { count: number }>();
  for (const row of rows) {
    if (flags[row] === NOTHING) continue;
    const one = { register: registers[row] ?? 0, day: localDayOf(quarters[row] ?? 0) };
    const known = counts.get(keyOf(one));
    if (known === undefined) counts.set(keyOf(one), { ...one, count: 1 });
    else known.count += 1;
  }
  const lengths = new Map<LocalDay, number>();
  return [...counts.values()].filter(({ day, count }) => {
    const length = lengths.get(day) ?? firstQuarterOf(day + 1) - firstQuarterOf(day);
    lengths.set(day, length);
    return count === length;
  });
}

/** Those of the days that have a sum, or a mark that says they may have quarters. */
async function knownOf(files: DuckdbFiles, name: string, days: readonly DayOfRegister[]): Promise<Set<string>> {
  await fillTemp(files, 'fresh', { columns: ['register', 'day'], rows: days.map(({ register, day }) => [register, day]) });
  const marks = files
    .names('quarters')
    .map((file) => `select f.register, f.day from temp.fresh f join ${file}.dirty d on d.register = f.register and f.day between d.day and d.to_day`);
  const summed = `select f.register, f.day from temp.fresh f join ${name}.days d on d.register = f.register and d.day = f.day`;
  const found = await files.writer.run([summed, ...marks].join(' union all '));
  return new Set((await found.getRows()).map(([register, day]) => keyOf({ register: Number(register), day: Number(day) })));
}
