// How raw readings lie in their file. While a month is open they lie as they came. A month that is closed holds them as whole
// thousandths where that is what they are, as nearly all counters tell: in order of register and time DuckDB packs the differences of
// whole numbers (delta and frame of reference, https://duckdb.org/2022/10/28/lightweight-compression), of doubles only their range.
import type { Column, DuckDBConnection, DuckdbFiles } from './duckdb-files.ts';

/** Above it a double has no thousandths. */
const THOUSANDTHS_MAX = 1e12;
/** Is a value the double that is nearest to whole thousandths? Then it comes out of them as it went in, to the last bit. */
const IS_WHOLE = `abs(value) < ${THOUSANDTHS_MAX} and round(value * 1000) / 1000.0::double = value`;

/** A table whose `value` is made of two columns, of which one is 0. */
const packedTable = (file: string): string => `create or replace table ${file}.readings(register integer, at_ms bigint, thousandths bigint, exact double, device uinteger,
  value double generated always as (thousandths / 1000.0::double + exact) virtual)`;

/** Lays the readings of a month by register and time into a new file, each once. */
export async function packReadings(connection: DuckDBConnection, { from, to }: { from: string; to: string }): Promise<void> {
  await connection.run(packedTable(to));
  await connection.run(`insert into ${to}.readings(register, at_ms, thousandths, exact, device)
    select register, at_ms, case when ${IS_WHOLE} then round(value * 1000)::bigint else 0 end, case when ${IS_WHOLE} then 0 else value end, device
    from (select distinct register, at_ms, value, device from ${from}.readings) order by register, at_ms, value, device`);
}

export interface ReadingColumns {
  readonly registers: ArrayLike<number>;
  readonly atMs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly devices: ArrayLike<number>;
}

/** The columns of a file in which readings may be appended: those of a closed month wait there as they are until it is closed again. */
export function readingColumns(files: Pick<DuckdbFiles, 'isPacked'>, name: string, { registers, atMs, values, devices }: ReadingColumns): Column[] {
  const value: Column[] = files.isPacked(name) ? [{ type: 'bigint', values: new Float64Array(values.length) }] : [];
  return [{ type: 'integer', values: registers }, { type: 'bigint', values: atMs }, ...value, { type: 'double', values }, { type: 'uinteger', values: devices }];
}
