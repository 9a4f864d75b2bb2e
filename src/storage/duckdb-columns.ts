// Numbers to and from DuckDB a column at a time: value by value through the bindings costs ten times as much.
import duckdb, { type DataChunk, type LogicalType } from '@duckdb/node-bindings';
import {
  BIGINT,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBType,
  INTEGER,
  LIST,
  UINTEGER,
  UTINYINT,
} from '@duckdb/node-api';

type ColumnType = 'integer' | 'uinteger' | 'utinyint' | 'double' | 'bigint';
/** Values of one column; whole numbers up to 2^53 where the type is whole. */
export interface Column {
  readonly type: ColumnType;
  readonly values: ArrayLike<number>;
}
/** A list of integers in each row: the values of all, one row after the other, and how many each row has. */
export interface ListColumn {
  readonly values: Int32Array<ArrayBuffer>;
  readonly lengths: readonly number[];
}
/** What a column is read into, in the column's own width. */
export type Target = Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = { integer: INTEGER, uinteger: UINTEGER, utinyint: UTINYINT, double: DOUBLE, bigint: BIGINT };
const TWO_32 = 2 ** 32;
const CHUNK_ROWS = duckdb.vector_size();

/** Appends all rows of columns of equal length and one of lists after them, in the order of the table's own columns.
 *  @throws RangeError when a value does not fit its column */
export function appendLists(appender: DuckDBAppender, columns: readonly Column[], lists: ListColumn): void {
  const types = [...columns.map(({ type }) => logicalType(type)), LIST(INTEGER).toLogicalType().logical_type];
  const scratch = columns.map(({ type }) => scratchOf(type));
  let begin = 0;
  for (let at = 0; at < lists.lengths.length; at += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, lists.lengths.length - at);
    const chunk: DataChunk = duckdb.create_data_chunk(types);
    duckdb.data_chunk_set_size(chunk, count);
    columns.forEach((column, index) => fill({ chunk, index, column, scratch: scratch[index], at, count }));
    begin += fillLists({ chunk, index: columns.length, lists, at, count, begin });
    appender.appendDataChunk(new DuckDBDataChunk(chunk));
  }
}

/** @returns how many values the rows have */
function fillLists({ chunk, index, lists, at, count, begin }: { chunk: DataChunk; index: number; lists: ListColumn; at: number; count: number; begin: number }): number {
  // Two numbers of 64 bits for each row, where its values begin and how many they are, low half first.
  const entries = new Uint32Array(count * 4);
  let values = 0;
  for (let row = 0; row < count; row++) {
    const length = lists.lengths[at + row] ?? 0;
    entries[row * 4] = values;
    entries[row * 4 + 2] = length;
    values += length;
  }
  const vector = duckdb.data_chunk_get_vector(chunk, index);
  duckdb.list_vector_reserve(vector, values);
  duckdb.list_vector_set_size(vector, values);
  duckdb.copy_data_to_vector(vector, 0, entries.buffer, 0, entries.byteLength);
  duckdb.copy_data_to_vector(duckdb.list_vector_get_child(vector), 0, lists.values.buffer, lists.values.byteOffset + begin * 4, values * 4);
  return values;
}

/** Appends the rows [from, to) of columns of equal length, in the order of the table's own columns.
 *  @throws RangeError when a value does not fit its column; the caller's transaction takes back what went before */
export function appendColumns(appender: DuckDBAppender, columns: readonly Column[], rows: { readonly from: number; readonly to: number }): void {
  const types = columns.map(({ type }) => logicalType(type));
  const scratch = columns.map(({ type }) => scratchOf(type));
  for (let at = rows.from; at < rows.to; at += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows.to - at);
    const chunk: DataChunk = duckdb.create_data_chunk(types);
    duckdb.data_chunk_set_size(chunk, count);
    columns.forEach((column, index) => fill({ chunk, index, column, scratch: scratch[index], at, count }));
    appender.appendDataChunk(new DuckDBDataChunk(chunk));
  }
}

interface Filling {
  readonly chunk: DataChunk;
  readonly index: number;
  readonly column: Column;
  readonly scratch: Scratch | undefined;
  readonly at: number;
  readonly count: number;
}

function fill({ chunk, index, column: { type, values }, scratch: into, at, count }: Filling): void {
  if (into === undefined) return;
  if (type === 'bigint') for (let row = 0; row < count; row++) writeInt64(into, row, values[at + row] ?? 0);
  // To the database 0 and -0 are the same, and where a block of a column has nothing else, one of them: -0 goes in as 0.
  else for (let row = 0; row < count; row++) into[row] = (values[at + row] ?? 0) + 0;
  // A typed array cuts what does not fit: such a row must not be stored as another one.
  if (type !== 'bigint')
    for (let row = 0; row < count; row++) if (into[row] !== values[at + row]) throw new RangeError(`${values[at + row]} does not fit a column of type ${type}`);
  const bytes = count * (type === 'bigint' ? 8 : into.BYTES_PER_ELEMENT);
  duckdb.copy_data_to_vector(duckdb.data_chunk_get_vector(chunk, index), 0, into.buffer, 0, bytes);
}

/** A part of a result, of at most 2,048 rows. */
export interface Chunk {
  readonly handle: DataChunk;
  readonly rows: number;
}

/** The chunks of a result, which is whole already: one at a time through the thread pool, as the wrapper fetches them, would cost a
 *  switch of threads for each 2,048 rows. */
export function chunksOf(result: DuckDBResult): Chunk[] {
  const whole = result['result'];
  return Array.from({ length: duckdb.result_chunk_count(whole) }, (_, index) => {
    const handle = duckdb.result_get_chunk(whole, index);
    return { handle, rows: duckdb.data_chunk_get_size(handle) };
  });
}

/** Reads a column of a chunk into a target of its width, as many rows as fit. */
export function columnOf<T extends Target>({ handle }: Chunk, column: number, into: T): T {
  const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  bytes.set(duckdb.vector_get_data(duckdb.data_chunk_get_vector(handle, column), into.byteLength));
  return into;
}

/** Lists of integers of a column of a chunk: the values of all, and where among them those of each row begin and how many they are. */
export interface IntegerLists {
  readonly values: Int32Array<ArrayBuffer>;
  readonly begins: Uint32Array;
  readonly lengths: Uint32Array;
}

export function listsOf({ handle, rows }: Chunk, column: number): IntegerLists {
  const lists = duckdb.data_chunk_get_vector(handle, column);
  const values = integersIn(duckdb.vector_get_data(duckdb.list_vector_get_child(lists), duckdb.list_vector_get_size(lists) * 4));
  // Two numbers of 64 bits for each row, low half first; a chunk holds fewer values than fit the low half.
  const entries = new Uint32Array(rows * 4);
  new Uint8Array(entries.buffer).set(duckdb.vector_get_data(lists, entries.byteLength));
  const [begins, lengths] = [new Uint32Array(rows), new Uint32Array(rows)];
  for (let row = 0; row < rows; row++) {
    begins[row] = entries[row * 4] ?? 0;
    lengths[row] = entries[row * 4 + 2] ?? 0;
  }
  return { values, begins, lengths };
}

/** The bytes are a copy of their own already, which nobody else has. */
function integersIn({ buffer, byteOffset, length }: Uint8Array): Int32Array<ArrayBuffer> {
  if (!(buffer instanceof ArrayBuffer)) throw new TypeError('a vector is copied into memory of this thread');
  return byteOffset === 0 && buffer.byteLength === length ? new Int32Array(buffer) : new Int32Array(buffer.slice(byteOffset, byteOffset + length));
}

/** The chunks of a query as they come: its result never lies in memory as a whole. A query that is stopped or fails on the way ends
 *  without a word, so this is for whoever looks at what is there. */
export async function* streamed(connection: DuckDBConnection, sql: string): AsyncGenerator<Chunk> {
  const result = await connection.stream(sql);
  let coming = result.fetchChunk();
  try {
    for (let chunk = await coming; chunk !== null && chunk.rowCount > 0; chunk = await coming) {
      // Another thread makes the next one while this one is looked at.
      coming = result.fetchChunk();
      yield { handle: chunk.chunk, rows: chunk.rowCount };
    }
  } finally {
    // Whoever stops looking must not leave the connection at work, nor an error that nobody waits for.
    await coming.catch(() => null);
  }
}

/** Reads every row of a result without nulls into the targets, column by column.
 *  @param targets as long as the result has rows, of the width of their columns */
export function readColumns(result: DuckDBResult, targets: readonly Target[]): void {
  let at = 0;
  for (const chunk of chunksOf(result)) {
    for (const [column, target] of targets.entries()) columnOf(chunk, column, target.subarray(at, at + chunk.rows));
    at += chunk.rows;
  }
}

const logicalType = (type: ColumnType): LogicalType => TYPES[type].toLogicalType().logical_type;

type Scratch = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
function scratchOf(type: ColumnType): Scratch {
  switch (type) {
    case 'integer':
      return new Int32Array(CHUNK_ROWS);
    case 'uinteger':
      return new Uint32Array(CHUNK_ROWS);
    case 'utinyint':
      return new Uint8Array(CHUNK_ROWS);
    case 'double':
      return new Float64Array(CHUNK_ROWS);
    case 'bigint':
      return new Uint32Array(CHUNK_ROWS * 2);
  }
}

/** Little-endian halves, so that no BigInt is made for each number. Negative ones come out as two's complement. */
function writeInt64(into: Scratch, row: number, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} does not fit a column of whole numbers`);
  const high = Math.floor(value / TWO_32);
  into[row * 2] = value - high * TWO_32;
  into[row * 2 + 1] = high >>> 0;
}
