// The order of packed days in a file. Days come one after the other, each of every register; whoever asks for a year of a few
// registers would then read all of them, since DuckDB reads 2,048 rows at a time. A month of each register is laid together instead.
import { type LocalDay, nextMonthOf } from '../domain/local-days.ts';
import type { DuckDBConnection, DuckdbFiles } from './duckdb-files.ts';

/** Rows of a month that may lie behind those in order: as many as DuckDB reads at once. */
export const LOOSE_ROWS_MAX = 2_048;

/** SQL that counts rows which come behind those in order, in the transaction that adds them.
 *  @param days table of register and day
 *  @param months table of register, first day and end of the months of these days */
export const countingLoose = (file: string, { days, months }: { days: string; months: string }): string =>
  `insert into ${file}.loose select m.day, count(*) from ${days} d join ${months} m on m.register = d.register and d.day >= m.day and d.day < m.to_day group by m.day`;

interface Loose {
  readonly file: string;
  readonly month: LocalDay;
}

/** Lays one month in order, the one with the most loose rows first.
 *  @returns months that wait after this one */
export async function orderOneMonth(files: DuckdbFiles): Promise<number> {
  const waiting = await looseMonths(files);
  const [next] = waiting;
  if (next === undefined) return 0;
  await files.transaction((connection) => order(connection, next));
  return waiting.length - 1;
}

async function looseMonths(files: DuckdbFiles): Promise<Loose[]> {
  const parts = files.names('quarters').map((file) => `select '${file}' as file, month, sum(rows) as rows from ${file}.loose group by month`);
  if (parts.length === 0) return [];
  const found = await files.writer.run(`select file, month from (${parts.join(' union all ')}) where rows >= ${LOOSE_ROWS_MAX} order by rows desc, month`);
  return (await found.getRows()).map(([file, month]) => ({ file: String(file), month: Number(month) }));
}

async function order(connection: DuckDBConnection, { file, month }: Loose): Promise<void> {
  const rows = `${file}.packed where day >= ${month} and day < ${nextMonthOf(month)}`;
  await connection.run(`create or replace temp table ordering as select * from ${rows}`);
  await connection.run(`delete from ${rows}`);
  await connection.run(`insert into ${file}.packed select * from temp.ordering order by register, day`);
  await connection.run(`delete from ${file}.loose where month = ${month}`);
  await connection.run('drop table temp.ordering');
}
