// Our series store as a process of its own: the adapter that the monitor runs, asked by the benchmark of stores.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { layReadings } from '../src/jobs/lay-readings.ts';
import { readColumns } from '../src/storage/duckdb-columns.ts';
import { type DuckDBConnection, DuckdbFiles } from '../src/storage/duckdb-files.ts';
import { SeriesDuckdb } from '../src/storage/series-duckdb.ts';
import { emptyColumns } from '../src/storage/series.ts';
import { serveQuestions } from './child.ts';
import { BATCH_ROWS, MONTH_MINUTES, MONTH_MS, PARK_METERS, QUARTER_MS, rowsFrom } from './stores-data.ts';

export type StoreQuestion =
  | { kind: 'open'; dir: string }
  | { kind: 'ingest'; meters: number; first: number; count: number }
  | { kind: 'bytes' }
  | { kind: 'lay' }
  | { kind: 'year'; meters: number }
  | { kind: 'ask'; what: Ask; times: number };
export type Ask = 'park-month' | 'meter-month' | 'meter-month-quarters' | 'meter-day' | 'last' | 'region-year';
export type StoreAnswer = { kind: 'done' } | { kind: 'ms'; ms: readonly number[] } | { kind: 'bytes'; bytes: number };

const JOURNAL_ID = 'bench';
const YEAR_FROM = Date.UTC(2025, 0, 1) / QUARTER_MS;
const YEAR_QUARTERS = 365 * 96;
/** Above the meters of the raw rows, so that a year of quarters stands apart from them. */
const YEAR_REGISTERS_FROM = 1_000_000;
const METER = 17;

let dir = '';
let seq = 0;
let yearMeters = 0;
let store: SeriesDuckdb | null = null;
let files: DuckdbFiles | null = null;

const bytesOf = (): number => readdirSync(dir).reduce((sum, name) => sum + (name.endsWith('.duckdb') || name.endsWith('.wal') ? statSync(join(dir, name)).size : 0), 0);

/** The store writes or the files are asked, never both: a second instance on a file loses rows. */
async function opened(): Promise<SeriesDuckdb> {
  await files?.close();
  files = null;
  store ??= await SeriesDuckdb.open(dir);
  return store;
}
async function asked(): Promise<DuckdbFiles> {
  await store?.close();
  store = null;
  files ??= await DuckdbFiles.open(dir);
  return files;
}

async function ingest({ meters, first, count }: { meters: number; first: number; count: number }): Promise<StoreAnswer> {
  const series = await opened();
  let spentMs = 0;
  for (let at = first; at < first + count; at += BATCH_ROWS) {
    const rows = rowsFrom(meters, at, Math.min(BATCH_ROWS, first + count - at));
    seq += 1;
    const batch = { ...rows, devices: rows.registers.map(() => 0), seqs: rows.registers.map(() => seq) };
    const began = performance.now();
    await series.appendRaw(batch, { journalId: JOURNAL_ID, seq });
    spentMs += performance.now() - began;
  }
  return { kind: 'ms', ms: [spentMs] };
}

/** What the nightly job does. @returns ms it took, and ms in which no readings could be stored */
async function lay(): Promise<StoreAnswer> {
  const { keeping } = await opened();
  let heldMs = 0;
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const done = await work();
    heldMs = Math.max(heldMs, performance.now() - from);
    return done;
  };
  const began = performance.now();
  await layReadings({ lay: (piece) => keeping.layReadings({ ...piece, alone }) }).run({ stopping: () => false });
  return { kind: 'ms', ms: [performance.now() - began, heldMs] };
}

/** A year of quarters of a region's meters, as a metering company delivers them. */
async function year(meters: number): Promise<StoreAnswer> {
  const series = await opened();
  yearMeters = meters;
  for (let meter = 0; meter < meters; meter += 10) {
    const columns = emptyColumns(Math.min(10, meters - meter) * YEAR_QUARTERS);
    for (let row = 0; row < columns.registers.length; row++) {
      columns.registers[row] = YEAR_REGISTERS_FROM + meter + Math.floor(row / YEAR_QUARTERS);
      columns.quarters[row] = YEAR_FROM + (row % YEAR_QUARTERS);
      columns.amounts[row] = (row % 960) / 8;
      columns.flags[row] = 1;
    }
    await series.writeSettled(columns, 'settled');
  }
  return { kind: 'done' };
}

async function ask({ what, times }: { what: Ask; times: number }): Promise<StoreAnswer> {
  const ms: number[] = [];
  const run = what === 'meter-month-quarters' ? await quartersOfMeter() : await query(what);
  for (let each = 0; each < times; each++) {
    const began = performance.now();
    await run();
    ms.push(performance.now() - began);
  }
  return { kind: 'ms', ms };
}

async function quartersOfMeter(): Promise<() => Promise<unknown>> {
  const series = await opened();
  return () => series.readQuarters({ registers: Int32Array.of(YEAR_REGISTERS_FROM + METER), from: YEAR_FROM + 31 * 96, to: YEAR_FROM + 61 * 96 });
}

async function query(what: Exclude<Ask, 'meter-month-quarters'>): Promise<() => Promise<unknown>> {
  const known = await asked();
  const raw = 'raw_2026_06.readings';
  const [dayMs, monthEndMs] = [MONTH_MS + 14 * 86_400_000, MONTH_MS + MONTH_MINUTES * 60_000];
  const quarter = `(at_ms // ${QUARTER_MS})::integer as q`;
  const sql: Record<typeof what, string> = {
    'park-month': `select ${quarter}, sum(value) from ${raw} where register <= ${PARK_METERS} and at_ms >= ${MONTH_MS} and at_ms < ${monthEndMs} group by q`,
    'meter-month': `select ${quarter}, avg(value) from ${raw} where register = ${METER} group by q`,
    'meter-day': `select ${quarter}, avg(value) from ${raw} where register = ${METER} and at_ms >= ${dayMs} and at_ms < ${dayMs + 86_400_000} group by q`,
    last: `select register, max(at_ms)::double, arg_max(value, at_ms) from ${raw} where at_ms >= ${monthEndMs - 3_600_000} group by register`,
    'region-year': `select quarter // 96 as day, sum(amount) from quarters_2025.settled where register >= ${YEAR_REGISTERS_FROM} and register < ${YEAR_REGISTERS_FROM + yearMeters} group by day order by day`,
  };
  return () => known.shared(async (connection) => placed(await connection.run(sql[what]), what));
}

/** As the adapter takes its answers: a whole number, then doubles, column by column. Quarters are then put in their place, which costs
 *  less than having them sorted. */
function placed(result: Awaited<ReturnType<DuckDBConnection['run']>>, what: Ask): readonly ArrayLike<number>[] {
  const rows = result.rowCount;
  const numbers = new Int32Array(rows);
  const columns = Array.from({ length: result.columnCount - 1 }, () => new Float64Array(rows));
  readColumns(result, [numbers, ...columns]);
  const [values] = columns;
  if (what === 'last' || what === 'region-year' || values === undefined) return [numbers, ...columns];
  const quarters = new Float64Array((MONTH_MINUTES * 60_000) / QUARTER_MS).fill(Number.NaN);
  numbers.forEach((quarter, row) => (quarters[quarter - MONTH_MS / QUARTER_MS] = values[row] ?? Number.NaN));
  return [quarters];
}

serveQuestions<StoreQuestion, StoreAnswer>(async (question) => {
  switch (question.kind) {
    case 'open':
      dir = question.dir;
      await opened();
      return { kind: 'done' };
    case 'ingest':
      return ingest(question);
    case 'bytes':
      // Closing writes what waits into the files.
      await store?.close();
      store = null;
      await files?.close();
      files = null;
      return { kind: 'bytes', bytes: bytesOf() };
    case 'lay':
      return lay();
    case 'year':
      return year(question.meters);
    case 'ask':
      return ask(question);
  }
});
