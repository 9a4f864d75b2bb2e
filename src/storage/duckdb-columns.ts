// Numbers to and from DuckDB a column at a time: value by value through the bindings costs ten times as much.
import duckdb, { type DataChunk, type LogicalType } from '@duckdb/node-bindings';
import { BIGINT, DOUBLE, type DuckDBAppender, DuckDBDataChunk, type DuckDBResult, type DuckDBType, INTEGER, UINTEGER, UTINYINT } from '@duckdb/node-api';

type ColumnType = 'integer' | 'uinteger' | 'utinyint' | 'double' | 'bigint';
/** Values of one column; whole numbers up to 2^53 where the type is whole. */
export interface Column {
  readonly type: ColumnType;
  readonly values: ArrayLike<number>;
}
/** What a column is read into, in the column's own width. */
export type Target = Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = { integer: INTEGER, uinteger: UINTEGER, utinyint: UTINYINT, double: DOUBLE, bigint: BIGINT };
const TWO_32 = 2 ** 32;
const CHUNK_ROWS = duckdb.vector_size();

/** Appends the rows [from, to) of columns of equal length, in the order of the table's own columns.
 *  @throws RangeError when a value does not fit its column; the caller's transaction takes back what went before */
export function appendColumns(appender: DuckDBAppender, columns: readonly Column[], rows: { readonly from: number; readonly to: number }): void {
  const types = columns.map(({ type }) => logicalType(type));
  const scratch = columns.map(({ type }) => scratchOf(type));
  for (let at = rows.from; at < rows.to; at += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows.to - at);
    const chunk: DataChunk = duckdb.create_data_chunk(types);
    duckdb.data_chunk_set_size(chunk, count);
    columns.forEach(({ type, values }, index) => {
      const into = scratch[index];
      if (into === undefined) return;
      if (type === 'bigint') for (let row = 0; row < count; row++) writeInt64(into, row, values[at + row] ?? 0);
      else for (let row = 0; row < count; row++) into[row] = values[at + row] ?? 0;
      // A typed array cuts what does not fit: such a row must not be stored as another one.
      if (type !== 'bigint')
        for (let row = 0; row < count; row++) if (into[row] !== values[at + row]) throw new RangeError(`${values[at + row]} does not fit a column of type ${type}`);
      const bytes = count * (type === 'bigint' ? 8 : into.BYTES_PER_ELEMENT);
      duckdb.copy_data_to_vector(duckdb.data_chunk_get_vector(chunk, index), 0, into.buffer, 0, bytes);
    });
    appender.appendDataChunk(new DuckDBDataChunk(chunk));
  }
}

/** Reads every row of a result without nulls into the targets, column by column.
 *  @param targets as long as the result has rows, of the width of their columns */
export async function readColumns(result: DuckDBResult, targets: readonly Target[]): Promise<void> {
  let at = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const { chunk: handle, rowCount } = chunk;
    targets.forEach((target, index) => {
      const bytes = rowCount * target.BYTES_PER_ELEMENT;
      const data = duckdb.vector_get_data(duckdb.data_chunk_get_vector(handle, index), bytes);
      new Uint8Array(target.buffer, at * target.BYTES_PER_ELEMENT, bytes).set(data);
    });
    at += rowCount;
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
