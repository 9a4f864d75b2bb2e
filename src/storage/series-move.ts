// Moves the series of a folder of DuckDB files, which nobody holds, into another store through its port: piece by
// piece, so that what was cut short goes on, and compares both by register and month.
import { createHash } from 'node:crypto';
import { epochMs } from '../domain/units.ts';
import { type DuckDBConnection, DuckdbFiles } from './duckdb-files.ts';
import { addTotals, totalsOf } from './duckdb-totals.ts';
import type { MonthTotal } from './series-keeping.ts';
import { type Cursor, type DerivedQuarter, FLAG_CODES, type GivenField, type SeriesStore, emptyColumns } from './series.ts';

export interface MovePorts {
  readonly target: SeriesStore;
  /** Pieces that an earlier try has finished. */
  readonly done: ReadonlySet<string>;
  readonly finished: (piece: string) => void;
  readonly tell: (line: string) => void;
}

/** Rows handed to the target at once. */
const ROWS_AT_ONCE = 20_000;
/** More readings of a register in a month than a meter sends: one a second has 2.7 million. */
const READINGS_MAX = 5_000_000;
const QUARTER_MS = 900_000;
const SOURCE_TABLES = ['live', 'settled', 'corrected'] as const;

/** Writes everything of the folder into the target, the position last.
 *  @returns what differs afterwards, a line for each register and month; empty when nothing does */
export async function moveSeries(dir: string, ports: MovePorts): Promise<string[]> {
  return DuckdbFiles.look(dir, async (connection, names) => {
    const position = await positionOf(connection, names);
    const pieces = names.flatMap((name) => (name.startsWith('raw_') ? [name] : name.startsWith('quarters_') ? SOURCE_TABLES.map((table) => `${name}.${table}`) : []));
    for (const [index, piece] of pieces.entries()) {
      const place = `${index + 1}/${pieces.length} ${piece}`;
      if (ports.done.has(piece)) {
        ports.tell(`${place} is there already`);
        continue;
      }
      const rows = piece.startsWith('raw_') ? await moveReadings(connection, piece, ports) : await moveQuarters(connection, piece, ports);
      ports.finished(piece);
      ports.tell(`${place}, ${rows} rows`);
    }
    const differing = await compare(connection, names, ports);
    if (differing.length === 0 && position !== null) {
      await ports.target.appendRaw({ registers: [], atMs: [], values: [], devices: [], seqs: [] }, position);
      await ports.target.setPosition(position);
    }
    return differing;
  });
}

async function positionOf(connection: DuckDBConnection, names: readonly string[]): Promise<Cursor | null> {
  if (!names.includes('position')) return null;
  const [row] = await rowsOf(connection, 'select journal, seq from position.cursor');
  return row === undefined ? null : { journalId: String(row[0]), seq: Number(row[1]) };
}

async function moveReadings(connection: DuckDBConnection, name: string, ports: MovePorts): Promise<number> {
  let moved = 0;
  for (const register of await registersIn(connection, `${name}.readings`)) {
    const rows = await rowsOf(connection, `select distinct at_ms::double, value, device from ${name}.readings where register = ${register} order by 1, 2, 3`);
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const piece = rows.slice(from, from + ROWS_AT_ONCE);
      const cursor = nextCursor();
      const column = (index: number): number[] => piece.map((row) => Number(row[index]));
      await ports.target.appendRaw({ registers: piece.map(() => register), atMs: column(0), values: column(1), devices: column(2), seqs: piece.map(() => cursor.seq) }, cursor);
    }
    moved += rows.length;
  }
  return moved;
}

/** A store takes each record of a journal once: what is moved counts as records of a journal of its own, later in
 *  each try than in those before. */
let lastSeq = 0;
function nextCursor(): Cursor {
  lastSeq = Math.max(lastSeq + 1, Date.now() * 1000);
  return { journalId: 'moving', seq: lastSeq };
}

async function moveQuarters(connection: DuckDBConnection, piece: string, ports: MovePorts): Promise<number> {
  const table = piece.split('.')[1];
  let moved = 0;
  for (const register of await registersIn(connection, piece)) {
    if (table === 'live') {
      const rows = await rowsOf(
        connection,
        `select quarter, amount_micro, flag, anchor_ms::double, anchor_value, anchor_device from ${piece} where register = ${register} order by quarter`,
      );
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
        await ports.target.writeQuarters({ changed: rows.slice(from, from + ROWS_AT_ONCE).map((row) => derived(register, row)), removed: [] });
      moved += rows.length;
    } else {
      const field: GivenField = table === 'corrected' ? 'corrected' : 'settled';
      const rows = await rowsOf(connection, `select quarter, amount, flag from ${piece} where register = ${register} order by quarter`);
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) await ports.target.writeSettled(given(register, rows.slice(from, from + ROWS_AT_ONCE)), field);
      moved += rows.length;
    }
  }
  return moved;
}

function derived(register: number, row: readonly unknown[]): DerivedQuarter {
  const [quarter = 0, amountMicro = 0, flag = 0, at = 0, value = 0, device = 0] = row.map(Number);
  return { register, quarter, amountMicro, flag: FLAG_CODES[flag] ?? 'X', anchor: { at: epochMs(at), value, device } };
}

function given(register: number, rows: readonly (readonly unknown[])[]): ReturnType<typeof emptyColumns> {
  const columns = emptyColumns(rows.length);
  columns.registers.fill(register);
  rows.forEach((row, at) => {
    columns.quarters[at] = Number(row[0]);
    columns.amounts[at] = Number(row[1]);
    columns.flags[at] = Number(row[2]);
  });
  return columns;
}

/** Asks the target for each register and month what the folder holds of it. */
async function compare(connection: DuckDBConnection, names: readonly string[], ports: MovePorts): Promise<string[]> {
  const differing: string[] = [];
  const totals = addTotals(await totalsOf(connection, names));
  for (const total of totals) {
    const expected = { ...(await readingsIn(connection, names, total)), quarters: total.quarters, amountMicro: total.amountMicro };
    const line = differenceOf(total, { wanted: expected, found: await totalIn(ports.target, total) });
    if (line !== null) differing.push(line);
  }
  ports.tell(`${totals.length} registers and months compared, ${differing.length} differ`);
  return differing;
}

type Key = Pick<MonthTotal, 'register' | 'month'>;

/** A line that names what is not the same on both sides; null when nothing is. */
export function differenceOf({ register, month }: Key, { wanted, found }: { wanted: Found; found: Found }): string | null {
  const [before, after] = [JSON.stringify(wanted), JSON.stringify(found)];
  return before === after ? null : `register ${register}, ${month}: ${before} became ${after}`;
}

export interface Found {
  readonly readings: number;
  readonly hash: string;
  readonly quarters: readonly number[];
  readonly amountMicro: readonly number[];
}

/** The hash is of instants and values as JavaScript holds them: the same on both sides, whatever stores them. */
const hashOf = (readings: readonly { at: number; value: number }[]): string =>
  createHash('sha256')
    .update(Float64Array.from(readings.flatMap(({ at, value }) => [at, value])))
    .digest('hex')
    .slice(0, 16);

async function readingsIn(connection: DuckDBConnection, names: readonly string[], { register, month }: MonthTotal): Promise<Pick<Found, 'readings' | 'hash'>> {
  const name = `raw_${month.replace('-', '_')}`;
  if (!names.includes(name)) return { readings: 0, hash: hashOf([]) };
  const rows = await rowsOf(connection, `select at_ms::double, value from (select distinct at_ms, value, device from ${name}.readings where register = ${register}) order by 1, 2`);
  return { readings: rows.length, hash: hashOf(rows.map((row) => ({ at: Number(row[0]), value: Number(row[1]) }))) };
}

/** What a store holds of a register in a UTC month, asked for through its port. */
export async function totalIn(target: SeriesStore, { register, month }: Key): Promise<Found> {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const [from, to] = [Date.UTC(year, number - 1, 1), Date.UTC(year, number, 1)];
  const readings = await target.readReadings({ register, from: epochMs(from), to: epochMs(to), limit: READINGS_MAX });
  readings.sort((a, b) => a.at - b.at || a.value - b.value);
  const columns = await target.readQuarters({ registers: Int32Array.of(register), from: from / QUARTER_MS, to: to / QUARTER_MS });
  const [quarters, amountMicro] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  columns.sources.forEach((source, row) => {
    quarters[source] = (quarters[source] ?? 0) + 1;
    amountMicro[source] = (amountMicro[source] ?? 0) + Math.round((columns.amounts[row] ?? 0) * 1e6);
  });
  return { readings: readings.length, hash: hashOf(readings), quarters, amountMicro };
}

const registersIn = async (connection: DuckDBConnection, table: string): Promise<number[]> =>
  (await rowsOf(connection, `select distinct register from ${table} order by 1`)).map((row) => Number(row[0]));

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.run(sql)).getRows();
}
