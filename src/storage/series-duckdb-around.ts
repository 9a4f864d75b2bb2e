// The readings around instants in the DuckDB files: what a quarter's two borders rest on.
import type { CounterReading } from '../domain/ledger.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { DuckDBConnection } from './duckdb-files.ts';

/** Of each instant the last reading at or before it and the first at or after it. */
export async function readAround(
  connection: DuckDBConnection,
  files: readonly string[],
  query: { readonly register: number; readonly instants: readonly EpochMs[] },
): Promise<CounterReading[]> {
  if (files.length === 0 || query.instants.length === 0) return [];
  const raw = files.map((name) => `select at_ms, value, device from ${name}.readings where register = ${Math.trunc(query.register)}`).join(' union all ');
  const instants = query.instants.map((at) => `(${Math.trunc(at)}::bigint)`).join(',');
  const result = await connection.run(`with readings as materialized (${raw}), instants(instant_ms) as (values ${instants}), found as (
      select r.at_ms, r.value, r.device from instants i asof join readings r on i.instant_ms >= r.at_ms
      union select r.at_ms, r.value, r.device from instants i asof join readings r on i.instant_ms <= r.at_ms)
    select at_ms::double, value, device from found order by 1, 2, 3`);
  return (await result.getRows()).map((row) => ({ at: epochMs(Number(row[0])), value: Number(row[1]), device: Number(row[2]) }));
}
