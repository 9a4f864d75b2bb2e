// The rows that every store of the benchmark gets: counters of meters, one a minute, in the order of time. Pure.

export const BATCH_ROWS = 10_000;
/** A closed month without a change of the clock. */
export const MONTH_MS = Date.UTC(2026, 5, 1);
export const MONTH_MINUTES = 30 * 24 * 60;
export const QUARTER_MS = 900_000;
/** Meters of the park that is asked for. */
export const PARK_METERS = 200;

export interface Rows {
  readonly registers: number[];
  readonly atMs: number[];
  readonly values: number[];
}

/** Rows [first, first + count) of a fleet; row n is of meter n % meters, minute n / meters. */
export function rowsFrom(meters: number, first: number, count: number): Rows {
  const rows: Rows = { registers: [], atMs: [], values: [] };
  for (let row = first; row < first + count; row++) {
    const [meter, minute] = [row % meters, Math.floor(row / meters)];
    rows.registers.push(meter + 1);
    rows.atMs.push(MONTH_MS + minute * 60_000);
    rows.values.push(Math.round((1000 + meter + minute * (0.01 + (meter % 7) / 100)) * 1000) / 1000);
  }
  return rows;
}

/** Of the last day of the month. */
export const dayRows = (meters: number): number => meters * 24 * 60;

export const metersFor = (rows: number): number => Math.ceil(rows / MONTH_MINUTES);
