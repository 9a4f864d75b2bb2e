// Meters and their stored quarters for a job of cross-checks.
import type { CheckJob, CheckSite, CheckedMeter } from '../../src/jobs/cross-check-series.ts';
import { type QuarterColumns, emptyColumns, flagCode } from '../../src/storage/series.ts';
import { FIRST_QUARTER, QUARTERS } from '../domain/cross-checks/simulated-meters.ts';

export const meter = (id: number, over: Partial<CheckedMeter>): CheckedMeter => ({
  meter: id,
  role: 'main',
  sun: false,
  registers: { import: [id * 10], export: [id * 10 + 1] },
  fromQuarter: 0,
  toQuarter: Number.MAX_SAFE_INTEGER,
  ...over,
});
export const site = (connection: number, meters: readonly CheckedMeter[], over: Partial<CheckSite> = {}): CheckSite => ({
  connection,
  electricity: true,
  meters,
  place: { latDeg: 52.15, lonDeg: 6.1 },
  behind: [],
  behindHidden: false,
  ...over,
});

/** Net import of meters as rows of their two registers. */
export function columnsOf(nets: Readonly<Record<number, Float64Array>>, code = flagCode('M')): QuarterColumns {
  const entries = Object.entries(nets).flatMap(([id, net]) =>
    [...net].flatMap((kwh, t) => [
      { register: Number(id) * 10, kwh: Math.max(kwh, 0), t },
      { register: Number(id) * 10 + 1, kwh: Math.max(-kwh, 0), t },
    ]),
  );
  const columns = emptyColumns(entries.length);
  entries.forEach(({ register, kwh, t }, row) => {
    columns.registers[row] = register;
    columns.quarters[row] = FIRST_QUARTER + t;
    columns.amounts[row] = kwh;
    columns.flags[row] = code;
  });
  return columns;
}
export const job = (sites: readonly CheckSite[], columns: QuarterColumns): CheckJob => ({ firstQuarter: FIRST_QUARTER, quarters: QUARTERS, columns, sites, powers: [] });
