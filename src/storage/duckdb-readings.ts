// How raw readings lie in their file. As they came until they are laid by register and time; then as whole thousandths where that is
// what they are, as nearly all counters tell: in that order DuckDB packs the differences of whole numbers (delta and frame of
// reference, https://duckdb.org/2022/10/28/lightweight-compression), of doubles only their range.
import type { Column, DuckdbFiles } from './duckdb-files.ts';

/** Above it a double has no thousandths. */
const THOUSANDTHS_MAX = 1e12;
/** Is a value the double that is nearest to whole thousandths? Then it comes out of them as it went in, to the last bit. */
const IS_WHOLE = `abs(value) < ${THOUSANDTHS_MAX} and round(value * 1000) / 1000.0::double = value`;

/** A table whose `value` is made of two columns, of which one is 0. */
export const packedTable = (file: string): string => `create or replace table ${file}.readings(register integer, at_ms bigint, thousandths bigint, exact double, device uinteger,
  value double generated always as (thousandths / 1000.0::double + exact) virtual)`;

/** Lays readings of some registers by register and time into a file of packed ones, each once. */
export const layReadings = ({ from, to, registers }: { from: string; to: string; registers: readonly [from: number, upTo: number] }): string =>
  `insert into ${to}.readings(register, at_ms, thousandths, exact, device)
    select register, at_ms, case when ${IS_WHOLE} then round(value * 1000)::bigint else 0 end, case when ${IS_WHOLE} then 0 else value end, device
    from (select distinct register, at_ms, value, device from ${from}.readings where register between ${registers[0]} and ${registers[1]}) order by register, at_ms, value, device`;

/** Adds the readings that came after a row to a file of packed ones, as they came. */
export const addReadings = ({ from, to, afterRow }: { from: string; to: string; afterRow: number }): string =>
  `insert into ${to}.readings(register, at_ms, thousandths, exact, device) select register, at_ms, 0, value, device from ${from}.readings where rowid > ${afterRow}`;

export interface ReadingColumns {
  readonly registers: ArrayLike<number>;
  readonly atMs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly devices: ArrayLike<number>;
}

/** The columns of a file in which readings may be appended: those that come where others are laid wait as they are for the next time. */
export function readingColumns(files: Pick<DuckdbFiles, 'isPacked'>, name: string, { registers, atMs, values, devices }: ReadingColumns): Column[] {
  const value: Column[] = files.isPacked(name) ? [{ type: 'bigint', values: new Float64Array(values.length) }] : [];
  return [{ type: 'integer', values: registers }, { type: 'bigint', values: atMs }, ...value, { type: 'double', values }, { type: 'uinteger', values: devices }];
}
