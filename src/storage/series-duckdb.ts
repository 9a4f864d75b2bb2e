// The series port on DuckDB files: one file a month of raw readings, one a year of quarters. Runs in the store thread.
import { type CounterReading, compareReadings } from '../domain/ledger.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Column, readColumns } from './duckdb-columns.ts';
import { type DuckDBConnection, DuckdbFiles, type DuckdbOptions } from './duckdb-files.ts';
import { readingColumns } from './duckdb-readings.ts';
import { DuckdbKeeping } from './duckdb-keeping.ts';
import { readPacked, spansBeside } from './duckdb-packed.ts';
import { markDays } from './duckdb-rollups.ts';
import { readAround } from './series-duckdb-around.ts';
import { writeGiven } from './series-duckdb-settled.ts';
import {
  type Cursor,
  type DaysAndRows,
  type DerivedQuarter,
  type Dirty,
  type GivenField,
  type QuarterColumns,
  type QuarterNumber,
  type QuarterSpan,
  type QuarterSpans,
  type RawRows,
  type SeriesStore,
  emptyColumns,
  flagCode,
  flagOf,
} from './series.ts';

const QUARTER_MS = 900_000;
const RECENT_MS = 2 * 3_600_000;
const NO_ROWS = 'select 0 as register, 0::bigint as at_ms, 0::double as value where false';
const monthFile = (atMs: number): string => `raw_${new Date(atMs).toISOString().slice(0, 7).replace('-', '_')}`;
const yearFile = (quarter: QuarterNumber): string => `quarters_${new Date(quarter * QUARTER_MS).getUTCFullYear()}`;
const numberOf = (value: unknown): number => Number(value);

export class SeriesDuckdb implements SeriesStore {
  readonly #files: DuckdbFiles;
  /** Cursor of each raw file, as in the file. */
  readonly #cursors = new Map<string, Cursor>();
  /** Sums, retention and copies of the same files. */
  readonly keeping: DuckdbKeeping;

  private constructor(files: DuckdbFiles) {
    this.#files = files;
    this.keeping = new DuckdbKeeping(files);
  }

  static async open(dir: string, options: DuckdbOptions = {}): Promise<SeriesDuckdb> {
    return SeriesDuckdb.over(await DuckdbFiles.open(dir, options));
  }

  /** A store on files that are open, which it closes. */
  static async over(files: DuckdbFiles): Promise<SeriesDuckdb> {
    const store = new SeriesDuckdb(files);
    await store.#files.attach('position');
    await store.keeping.open();
    for (const name of store.#files.names('raw')) await store.#readCursor(name);
    return store;
  }

  async #readCursor(name: string): Promise<void> {
    const rows = await this.#rows(() => `select journal, seq from ${name}.cursor`);
    const row = rows[0];
    if (row !== undefined) this.#cursors.set(name, { journalId: String(row[0]), seq: numberOf(row[1]) });
  }

  async position(): Promise<Cursor | null> {
    const row = (await this.#rows(() => 'select journal, seq from position.cursor'))[0];
    return row === undefined ? null : { journalId: String(row[0]), seq: numberOf(row[1]) };
  }

  highestSeq(journalId: string): number {
    return [...this.#cursors.values()].reduce((highest, cursor) => (cursor.journalId === journalId ? Math.max(highest, cursor.seq) : highest), 0);
  }

  async setPosition(cursor: Cursor): Promise<void> {
    await this.#files.transaction((connection) => writeCursor(connection, 'position', cursor));
  }

  async appendRaw(rows: RawRows, cursor: Cursor): Promise<void> {
    const byFile = new Map<string, number[]>();
    let file = '';
    let fileFrom = 0;
    let fileTo = 0;
    rows.atMs.forEach((atMs, index) => {
      if (atMs < fileFrom || atMs >= fileTo) ({ file, fileFrom, fileTo } = monthOf(atMs));
      const indexes = byFile.get(file) ?? [];
      if (indexes.length === 0) byFile.set(file, indexes);
      indexes.push(index);
    });
    for (const [name, indexes] of byFile) await this.#appendFile(name, pick(rows, indexes), cursor);
  }

  async #appendFile(name: string, rows: RawRows, cursor: Cursor): Promise<void> {
    await this.#files.attach(name);
    const known = this.#cursors.get(name);
    const heldSeq = known?.journalId === cursor.journalId ? known.seq : -1;
    // Read again after a crash, in smaller batches: a cursor never goes back.
    if (cursor.seq <= heldSeq) return;
    // Rows come in the order of the journal: what the file holds already stands at the front.
    const held = rows.seqs.findIndex((seq) => seq > heldSeq);
    const from = held < 0 ? rows.seqs.length : held;
    await this.#files.transaction(async (connection) => {
      await this.#files.appendColumns({ file: name, table: 'readings', fromRow: from }, readingColumns(this.#files, name, rows));
      await writeCursor(connection, name, cursor);
    });
    this.#cursors.set(name, cursor);
  }

  async writeQuarters(changes: Parameters<SeriesStore['writeQuarters']>[0]): Promise<void> {
    const byYear = groupByYear(changes.changed);
    const files = new Set([...byYear.keys(), ...changes.removed.map((one) => yearFile(one.quarter))]);
    for (const name of files) {
      await this.#files.attach(name);
      const rows = byYear.get(name) ?? [];
      await this.#files.transaction(async (connection) => {
        await this.#deleteLive(connection, name, [...rows, ...changes.removed]);
        await this.#files.appendColumns({ file: name, table: 'live' }, liveColumns(rows));
        await markDays(this.#files, name, { changed: [...rows, ...changes.removed] });
      });
    }
  }

  async #deleteLive(connection: DuckDBConnection, name: string, keys: readonly { register: number; quarter: QuarterNumber }[]): Promise<void> {
    await connection.run('create or replace temp table changed(register integer, quarter integer)');
    await this.#files.appendColumns({ file: 'temp', table: 'changed' }, [
      { type: 'integer', values: keys.map((key) => key.register) },
      { type: 'integer', values: keys.map((key) => key.quarter) },
    ]);
    const earliest = keys.reduce((least, key) => Math.min(least, key.quarter), Number.MAX_SAFE_INTEGER);
    await connection.run(`delete from ${name}.live where quarter >= ${earliest} and (register, quarter) in (select (register, quarter) from temp.changed)`);
  }

  writeSettled(columns: QuarterColumns, field: GivenField): Promise<void> {
    return writeGiven(this.#files, { columns, field, fileOf: yearFile });
  }

  async readQuarters(query: QuarterSpans): Promise<QuarterColumns> {
    return this.#files.shared((connection) => this.#rowsIn(connection, [query]));
  }

  async readDays(query: QuarterSpans): Promise<DaysAndRows> {
    return this.#files.shared(async (connection) => {
      const days = await readPacked(connection, this.#files.names('quarters'), query);
      return { days, rows: await this.#rowsIn(connection, spansBeside(days, query)) };
    });
  }

  async #rowsIn(connection: DuckDBConnection, spans: readonly QuarterSpans[]): Promise<QuarterColumns> {
    const parts = spans.flatMap((span) => {
      const where = `quarter >= ${span.from} and quarter < ${span.to} and register in (${[...span.registers].join(',') || 'null'})`;
      const names = this.#files.names('quarters').filter((name) => overlapsYear(name, span));
      return names.flatMap((name) => [
        `select register, quarter, amount_micro / 1e6 as amount, flag, 0::utinyint as source from ${name}.live where ${where}`,
        `select register, quarter, amount, flag, 1::utinyint from ${name}.settled where ${where}`,
        `select register, quarter, amount, flag, 2::utinyint from ${name}.corrected where ${where}`,
      ]);
    });
    if (parts.length === 0) return emptyColumns();
    const result = await connection.run(parts.join(' union all '));
    const columns = emptyColumns(numberOf(result.rowCount));
    readColumns(result, [columns.registers, columns.quarters, columns.amounts, columns.flags, columns.sources]);
    return columns;
  }

  async readFromAnchors(dirty: readonly Dirty[]): Promise<Map<number, CounterReading[]>> {
    const found = new Map<number, CounterReading[]>(dirty.map((one) => [one.register, []]));
    if (dirty.length === 0) return found;
    await this.#files.writer.run('create or replace temp table dirty(register integer, from_ms bigint, until_ms bigint)');
    await this.#files.appendColumns({ file: 'temp', table: 'dirty' }, [
      { type: 'integer', values: dirty.map((one) => one.register) },
      { type: 'bigint', values: dirty.map((one) => Math.floor(one.fromMs)) },
      { type: 'bigint', values: dirty.map((one) => Math.floor(one.untilMs ?? Number.MAX_SAFE_INTEGER)) },
    ]);
    const live = this.#files
      .names('quarters')
      .map((name) => `select register, quarter, anchor_ms, anchor_value, anchor_device from ${name}.live`)
      .join(' union all ');
    await this.#files.writer.run(
      `create or replace temp table known as ${live || 'select 0 as register, 0 as quarter, 0 as anchor_ms, 0 as anchor_value, 0 as anchor_device where false'}`,
    );
    // Two steps back: the quarter in which the last anchor before the change lies, or which ends at it, ends in
    // the change too. An anchor exactly at the dirty instant is no anchor: readings of one instant are judged
    // together.
    await this.#files.writer.run(`create or replace temp table nearest as select d.register, max(k.anchor_ms) as anchor_ms from temp.dirty d
      join temp.known k on k.register = d.register and k.anchor_ms < d.from_ms group by d.register`);
    await this.#files.writer.run(`create or replace temp table anchors as select d.register, coalesce(max(k.anchor_ms), 0)::double as anchor_ms,
      arg_max(k.anchor_value, k.anchor_ms) as anchor_value, arg_max(k.anchor_device, k.anchor_ms) as anchor_device
      from temp.dirty d left join temp.nearest n on n.register = d.register
      left join temp.known k on k.register = d.register and k.quarter <= (n.anchor_ms - 1) // ${QUARTER_MS} and k.anchor_ms <= n.anchor_ms group by d.register`);
    const anchors = new Map<number, CounterReading>();
    for (const row of await rowsOf(this.#files.writer, 'select register, anchor_ms, anchor_value, anchor_device from temp.anchors where anchor_value is not null')) {
      anchors.set(numberOf(row[0]), { at: epochMs(numberOf(row[1])), value: numberOf(row[2]), device: numberOf(row[3]) });
    }
    const raw = this.#files
      .names('raw')
      .map((name) => `select register, at_ms, value, device from ${name}.readings`)
      .join(' union all ');
    if (raw === '') return found;
    const rows = await rowsOf(
      this.#files.writer,
      `select r.register, r.at_ms::double, r.value, r.device from (${raw}) r
      join temp.anchors a on a.register = r.register and r.at_ms >= a.anchor_ms
      join temp.dirty d on d.register = r.register and r.at_ms < d.until_ms order by r.register, r.at_ms, r.value, r.device`,
    );
    for (const row of rows) {
      const register = numberOf(row[0]);
      const reading = { at: epochMs(numberOf(row[1])), value: numberOf(row[2]), device: numberOf(row[3]) };
      const anchor = anchors.get(register);
      if (anchor === undefined || compareReadings(reading, anchor) >= 0) found.get(register)?.push(reading);
    }
    return found;
  }

  readAround(query: { register: number; instants: readonly EpochMs[] }): Promise<CounterReading[]> {
    return this.#files.shared((connection) => readAround(connection, this.#files.names('raw'), query));
  }

  async readDerived(spans: readonly QuarterSpan[]): Promise<DerivedQuarter[]> {
    if (spans.length === 0 || this.#files.names('quarters').length === 0) return [];
    const wanted = spans.map((span) => `(${span.register}, ${span.from}, ${span.to})`).join(',');
    const rows = await this.#rows(() => {
      const live = this.#files
        .names('quarters')
        .map((name) => `select * from ${name}.live`)
        .join(' union all ');
      return `select k.register, k.quarter, k.amount_micro::double, k.flag, k.anchor_ms::double, k.anchor_value, k.anchor_device from (${live}) k
      join (values ${wanted}) s(register, from_quarter, to_quarter) on s.register = k.register and k.quarter >= s.from_quarter and k.quarter < s.to_quarter
      order by k.register, k.quarter`;
    });
    return rows.map((row) => ({
      register: numberOf(row[0]),
      quarter: numberOf(row[1]),
      amountMicro: numberOf(row[2]),
      flag: flagOf(numberOf(row[3])),
      anchor: { at: epochMs(numberOf(row[4])), value: numberOf(row[5]), device: numberOf(row[6]) },
    }));
  }

  async readReadings(query: { register: number; from: EpochMs; to: EpochMs; limit: number }): Promise<{ at: EpochMs; value: number }[]> {
    const where = `register = ${Math.trunc(query.register)} and at_ms >= ${Math.trunc(query.from)} and at_ms < ${Math.trunc(query.to)}`;
    return this.#files.shared(async (connection) => {
      const parts = this.#files.names('raw').map((name) => `select at_ms, value from ${name}.readings where ${where}`);
      const result = await connection.run(`select at_ms::double, value from (${parts.join(' union all ') || NO_ROWS}) order by at_ms desc limit ${Math.trunc(query.limit)}`);
      const rows = numberOf(result.rowCount);
      const [at, values] = [new Float64Array(rows), new Float64Array(rows)];
      readColumns(result, [at, values]);
      return Array.from(at, (_, row) => ({ at: epochMs(at[rows - 1 - row] ?? 0), value: values[rows - 1 - row] ?? 0 }));
    });
  }

  async lastReadings(): Promise<{ register: number; at: EpochMs; value: number }[]> {
    // The one before it as well, where it is recent: a counter's power is what flowed between the two.
    const rows = await this.#rows(() => {
      const parts = this.#files.names('raw').slice(-2);
      const raw = `(${parts.map((name) => `select register, at_ms, value from ${name}.readings`).join(' union all ') || NO_ROWS})`;
      return `select register, at_ms::double as at_ms, value from (
        select register, max(at_ms) as at_ms, arg_max(value, at_ms) as value from ${raw} group by register
        union select register, at_ms, value from (select *, row_number() over (partition by register order by at_ms desc) as n from ${raw}
          where at_ms > (select max(at_ms) from ${raw}) - ${RECENT_MS}) where n = 2) order by at_ms`;
    });
    return rows.map((row) => ({ register: numberOf(row[0]), at: epochMs(numberOf(row[1])), value: numberOf(row[2]) }));
  }

  async earliestSettled(): Promise<QuarterNumber | null> {
    const rows = await this.#rows(() => {
      const parts = this.#files.names('quarters').map((name) => `select min(quarter) as q from ${name}.settled`);
      return `select min(q) from (${parts.join(' union all ') || 'select null::integer as q'})`;
    });
    const least = rows[0]?.[0];
    return least === null || least === undefined ? null : numberOf(least);
  }

  async close(): Promise<void> {
    await this.keeping.close();
    await this.#files.close();
  }

  /** The statement is made when no file can go any more. */
  async #rows(sql: () => string): Promise<unknown[][]> {
    return this.#files.shared((connection) => rowsOf(connection, sql()));
  }
}

const liveColumns = (rows: readonly DerivedQuarter[]): Column[] => [
  { type: 'integer', values: rows.map((row) => row.register) },
  { type: 'integer', values: rows.map((row) => row.quarter) },
  { type: 'bigint', values: rows.map((row) => row.amountMicro) },
  { type: 'utinyint', values: rows.map((row) => flagCode(row.flag)) },
  { type: 'bigint', values: rows.map((row) => row.anchor.at) },
  { type: 'double', values: rows.map((row) => row.anchor.value) },
  { type: 'uinteger', values: rows.map((row) => row.anchor.device) },
];

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  const result = await connection.run(sql);
  return result.getRows();
}

async function writeCursor(connection: DuckDBConnection, name: string, cursor: Cursor): Promise<void> {
  await connection.run(`delete from ${name}.cursor`);
  await connection.run(`insert into ${name}.cursor values ($1, $2)`, [cursor.journalId, BigInt(cursor.seq)]);
}

function monthOf(atMs: number): { file: string; fileFrom: number; fileTo: number } {
  const date = new Date(atMs);
  const month = { year: date.getUTCFullYear(), month: date.getUTCMonth() };
  return { file: monthFile(atMs), fileFrom: Date.UTC(month.year, month.month, 1), fileTo: Date.UTC(month.year, month.month + 1, 1) };
}

const pick = (rows: RawRows, indexes: readonly number[]): RawRows =>
  indexes.length === rows.atMs.length
    ? rows
    : {
        registers: indexes.map((at) => rows.registers[at] ?? 0),
        atMs: indexes.map((at) => rows.atMs[at] ?? 0),
        values: indexes.map((at) => rows.values[at] ?? 0),
        devices: indexes.map((at) => rows.devices[at] ?? 0),
        seqs: indexes.map((at) => rows.seqs[at] ?? 0),
      };

function groupByYear(quarters: readonly DerivedQuarter[]): Map<string, DerivedQuarter[]> {
  const groups = new Map<string, DerivedQuarter[]>();
  for (const one of quarters) {
    const name = yearFile(one.quarter);
    const group = groups.get(name) ?? [];
    if (group.length === 0) groups.set(name, group);
    group.push(one);
  }
  return groups;
}

function overlapsYear(name: string, query: Pick<QuarterSpans, 'from' | 'to'>): boolean {
  const year = Number(name.split('_')[1]);
  return query.from * QUARTER_MS < Date.UTC(year + 1, 0, 1) && query.to * QUARTER_MS > Date.UTC(year, 0, 1);
}
