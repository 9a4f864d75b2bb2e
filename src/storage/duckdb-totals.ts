// Totals of registers and months in DuckDB files: what a copy is compared with its source by.
import { type DuckDBConnection, DuckdbFiles } from './duckdb-files.ts';
import type { MonthTotal } from './series-keeping.ts';

const QUARTER_MS = 900_000;
const SOURCE_TABLES = ['live', 'settled', 'corrected'] as const;

/** 'raw_2026_11' -> '2026-11' */
export const monthOf = (name: string): string => name.replace('raw_', '').replace('_', '-');

/** Totals of the files named; repeats of a reading count once. */
export async function totalsOf(connection: DuckDBConnection, names: readonly string[]): Promise<MonthTotal[]> {
  const raw = names
    .filter((name) => name.startsWith('raw_'))
    .map(
      (name) => `select register, '${monthOf(name)}' as month, count(*) as readings, bit_xor(hash(register, at_ms, value, device)) as sum,
        [0, 0, 0]::bigint[] as rows, [0, 0, 0]::bigint[] as micro from (select distinct * from ${name}.readings) group by register`,
    );
  const quarters = names
    .filter((name) => name.startsWith('quarters_'))
    .flatMap((name) =>
      SOURCE_TABLES.map((table, source) => {
        const micro = table === 'live' ? 'amount_micro' : 'round(amount * 1e6)::bigint';
        const at = (value: string): string => `[${SOURCE_TABLES.map((_, one) => (one === source ? value : '0')).join(', ')}]::bigint[]`;
        return `select register, strftime(make_timestamp(quarter::bigint * ${QUARTER_MS} * 1000), '%Y-%m') as month, 0 as readings, 0::ubigint as sum,
          ${at('count(*)')} as rows, ${at(`sum(${micro})`)} as micro from ${name}.${table} group by register, month`;
      }),
    );
  const parts = [...raw, ...quarters];
  if (parts.length === 0) return [];
  const sums = (list: string): string => [1, 2, 3].map((index) => `sum(${list}[${index}])::bigint`).join(', ');
  const result = await connection.run(`select register, month, sum(readings)::bigint, printf('%016x', bit_xor(sum)), ${sums('rows')}, ${sums('micro')}
    from (${parts.join(' union all ')}) group by register, month order by register, month`);
  return (await result.getRows()).map((row) => {
    const [register, month, readings, readingsHash, ...rest] = row;
    const numbers = rest.map(Number);
    return {
      register: Number(register),
      month: String(month),
      readings: Number(readings),
      readingsHash: String(readingsHash),
      quarters: numbers.slice(0, 3),
      amountMicro: numbers.slice(3),
    };
  });
}

/** Totals of a folder that nobody holds; no byte of it changes. */
export const totalsInFolder = (dir: string): Promise<MonthTotal[]> => DuckdbFiles.look(dir, totalsOf);

/** Totals of several files as one: a register's month has its readings in one file and its quarters in another. */
export function addTotals(totals: readonly MonthTotal[]): MonthTotal[] {
  const sums = new Map<string, MonthTotal>();
  for (const one of totals) {
    const key = `${one.register} ${one.month}`;
    const before = sums.get(key);
    const add = (mine: readonly number[], theirs: readonly number[]): number[] => mine.map((value, at) => value + (theirs[at] ?? 0));
    if (before === undefined) sums.set(key, one);
    else
      sums.set(key, {
        ...one,
        readings: one.readings + before.readings,
        readingsHash: (BigInt(`0x${one.readingsHash}`) ^ BigInt(`0x${before.readingsHash}`)).toString(16).padStart(16, '0'),
        quarters: add(one.quarters, before.quarters),
        amountMicro: add(one.amountMicro, before.amountMicro),
      });
  }
  return [...sums.values()].sort((a, b) => a.register - b.register || a.month.localeCompare(b.month));
}
