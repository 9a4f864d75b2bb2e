// The rows of whole days in a yearly quarters file: their sums, the packed ones, and what their months come to.
import { type LocalDay, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import type { DayOfRegister, DaySums, PackedRows, SummedDays } from './day-sums.ts';
import { type Column, appendLists } from './duckdb-columns.ts';
import type { DuckdbFiles } from './duckdb-files.ts';
import { countLoose } from './duckdb-ordering.ts';

/** Columns of a sum that hold its amount by flag, in the order of the codes. */
const FLAG_COLUMNS = ['c', 'm', 'i', 'e', 's', 'x'] as const;
const DAY_MS = 86_400_000;

/** Name of the file in which the sums of a local day stand: that of its local year. */
export const homeOf = (day: LocalDay): string => `quarters_${new Date(day * DAY_MS).getUTCFullYear()}`;

/** Puts days in the place of what stood there before, and sums their months again; inside the caller's transaction.
 *  @param made sums of these days, all of one local year
 *  @returns months summed */
export async function writeDays(files: DuckdbFiles, home: string, { days, made }: { days: readonly DayOfRegister[]; made: DaySums }): Promise<number> {
  const months = monthsOf(days);
  await fillTemp(files, 'written', { columns: ['register', 'day'], rows: days.map((one) => [one.register, one.day]) });
  await fillTemp(files, 'written_months', { columns: ['register', 'day', 'to_day'], rows: months });
  const { writer } = files;
  for (const table of ['days', 'whole_days']) await writer.run(`delete from ${home}.${table} where (register, day) in (select (register, day) from temp.written)`);
  await files.appendColumns({ file: home, table: 'days' }, columnsOfSums(made.sums()));
  const packed = made.packed();
  await files.append(home, 'whole_days', (appender) => appendLists(appender, columnsOfPacked(packed), { values: packed.amounts, lengths: packed.lengths }));
  await countLoose(files, home, packed.days);
  await writer.run(`delete from ${home}.months where (register, day) in (select (register, day) from temp.written_months)`);
  const sums = FLAG_COLUMNS.map((column) => `sum(d.${column})::bigint`).join(', ');
  await writer.run(`insert into ${home}.months select m.register, m.day, sum(d.present), sum(d.amount_micro)::bigint, ${sums} from ${home}.days d
    join temp.written_months m on m.register = d.register and d.day >= m.day and d.day < m.to_day group by m.register, m.day`);
  return months.length;
}

/** Register, first day and end of each month that has one of the days. */
function monthsOf(days: readonly DayOfRegister[]): number[][] {
  const monthOf = new Map([...new Set(days.map(({ day }) => day))].map((day) => [day, monthOfDay(day)]));
  const endOf = new Map([...new Set(monthOf.values())].map((month) => [month, nextMonthOf(month)]));
  const months = new Map<string, number[]>();
  for (const { register, day } of days) {
    const month = monthOf.get(day) ?? day;
    months.set(`${register} ${month}`, [register, month, endOf.get(month) ?? month]);
  }
  return [...months.values()];
}

/** Makes a temporary table of whole numbers for the writer. */
export async function fillTemp(files: DuckdbFiles, table: string, filled: { columns: readonly string[]; rows: readonly (readonly number[])[] }): Promise<void> {
  const { columns, rows } = filled;
  await files.writer.run(`create or replace temp table ${table}(${columns.map((column) => `${column} integer`).join(', ')})`);
  await files.appendColumns(
    { file: 'temp', table },
    columns.map((_, at) => ({ type: 'integer', values: rows.map((row) => row[at] ?? 0) })),
  );
}

const columnsOfSums = ({ registers, days, present, micro, byFlagMicro }: SummedDays): Column[] => [
  ...[registers, days, present].map((values): Column => ({ type: 'integer', values })),
  ...[micro, ...byFlagMicro].map((values): Column => ({ type: 'bigint', values })),
];
const columnsOfPacked = ({ registers, days, flags, unitsMicro }: PackedRows): Column[] => [
  { type: 'integer', values: registers },
  { type: 'integer', values: days },
  { type: 'utinyint', values: flags },
  { type: 'integer', values: unitsMicro },
];
