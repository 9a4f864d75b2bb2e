// The order of packed days in a file. Days come one after the other, each of every register; whoever asks for a year of a few
// registers would then read all of them, since DuckDB reads 2,048 rows at a time. A month of each register is laid together instead.
import { type LocalDay, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import type { DuckDBConnection, DuckdbFiles } from './duckdb-files.ts';

/** Rows of a month that may lie behind those in order: as many as DuckDB reads at once. */
export const LOOSE_ROWS_MAX = 2_048;
/** Registers laid in one go, since readings wait meanwhile: a month of each is 20 KB. */
export const REGISTERS_AT_ONCE = 100;
const BEFORE_ALL = -2_147_483_648;

/** Counts packed days that come behind those in order, in the transaction that adds them. */
export async function countLoose(files: DuckdbFiles, file: string, days: readonly LocalDay[]): Promise<void> {
  const rows = new Map<LocalDay, number>();
  for (const day of days) rows.set(day, (rows.get(day) ?? 0) + 1);
  const months = new Map<LocalDay, number>();
  for (const [day, count] of rows) months.set(monthOfDay(day), (months.get(monthOfDay(day)) ?? 0) + count);
  await files.appendColumns({ file, table: 'loose' }, [
    { type: 'integer', values: [...months.keys()] },
    { type: 'bigint', values: [...months.values()] },
  ]);
}

interface Loose {
  readonly file: string;
  readonly month: LocalDay;
  readonly rows: number;
}

/** Lays months in order, a few registers at a time. What it had begun when the process ended begins again: a month counts as
 *  loose until all of it lies in order. */
export class MonthOrdering {
  readonly #files: DuckdbFiles;
  #under: { readonly loose: Loose; after: number } | null = null;

  constructor(files: DuckdbFiles) {
    this.#files = files;
  }

  /** @returns months that wait, the one under way among them */
  async step(): Promise<number> {
    const waiting = await looseMonths(this.#files);
    const [next] = waiting;
    this.#under ??= next === undefined ? null : { loose: next, after: BEFORE_ALL };
    const under = this.#under;
    if (under === null) return 0;
    const { file, month } = under.loose;
    let last: number | null = null;
    try {
      await this.#files.transaction(async (connection) => {
        last = await order(connection, { file, month, after: under.after });
        if (last === null) await settleCount(connection, under.loose);
      });
    } catch (error) {
      this.#under = null;
      throw error;
    }
    if (last !== null) under.after = last;
    else this.#under = null;
    return last === null ? waiting.filter((one) => one.file !== file || one.month !== month).length : Math.max(waiting.length, 1);
  }
}

async function looseMonths(files: DuckdbFiles): Promise<Loose[]> {
  const parts = files.names('quarters').map((file) => `select '${file}' as file, month, sum(rows)::bigint as rows from ${file}.loose group by month`);
  if (parts.length === 0) return [];
  const found = await files.writer.run(`select file, month, rows from (${parts.join(' union all ')}) where rows >= ${LOOSE_ROWS_MAX} order by rows desc, month`);
  return (await found.getRows()).map(([file, month, rows]) => ({ file: String(file), month: Number(month), rows: Number(rows) }));
}

/** @returns the last register that was laid, or null when none was left */
async function order(connection: DuckDBConnection, { file, month, after }: { file: string; month: LocalDay; after: number }): Promise<number | null> {
  const ofMonth = `${file}.whole_days where day >= ${month} and day < ${nextMonthOf(month)} and register > ${after}`;
  const found = await connection.run(`select max(register) from (select distinct register from ${ofMonth} order by register limit ${REGISTERS_AT_ONCE})`);
  const last = (await found.getRows())[0]?.[0];
  if (last === null || last === undefined) return null;
  const rows = `${ofMonth} and register <= ${Number(last)}`;
  await connection.run(`create or replace temp table ordering as select * from ${rows}`);
  await connection.run(`delete from ${rows}`);
  await connection.run(`insert into ${file}.whole_days select * from temp.ordering order by register, day`);
  await connection.run('drop table temp.ordering');
  return Number(last);
}

/** What was added while the month was laid lies behind it, and stays counted. */
async function settleCount(connection: DuckDBConnection, { file, month, rows }: Loose): Promise<void> {
  await connection.run(`create or replace temp table counted as select sum(rows)::bigint - ${rows} as rows from ${file}.loose where month = ${month}`);
  await connection.run(`delete from ${file}.loose where month = ${month}`);
  await connection.run(`insert into ${file}.loose select ${month}, rows from temp.counted where rows > 0`);
}
