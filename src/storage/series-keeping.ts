// The second half of the series port: what a store does besides taking readings. Sums over days and months, what is
// thrown away and when, copies, and totals to compare two stores by.
import type { LocalDay } from '../domain/local-days.ts';
import type { Rollup } from '../domain/rollup.ts';
import type { EpochMs } from '../domain/units.ts';

/** What queries may take of the machine; SERIES_MEMORY and QUERY_SECONDS set them. */
export interface SeriesLimits {
  /** As DuckDB writes it: 1GB. Above it, sorting and grouping spill to disk. */
  readonly memory: string;
  /** A query that takes longer is stopped. */
  readonly queryMs: number;
}
export const SERIES_LIMITS: SeriesLimits = { memory: '1GB', queryMs: 15_000 };

/** A query that was stopped at its limit. */
export class QueryTooLongError extends Error {
  override name = 'QueryTooLongError';
}

/** How far a roll-up came: days and months that were computed again, and what still waits: marks, or months to be laid in order. */
export interface RolledUp {
  readonly days: number;
  readonly months: number;
  readonly left: number;
}

/** What the ledger would allow a register between two readings; gauges have none. */
export interface ThinningRule {
  readonly register: number;
  readonly counter: { readonly maxPerHour: number; readonly slack: number } | null;
}

export interface Thinned {
  readonly removed: number;
  /** Days of registers that stay as they are, because thinning them might change a quarter. */
  readonly keptWhole: number;
  /** Days that still wait. */
  readonly left: number;
}

/** Totals of a register in a UTC month: what two stores are compared by. */
export interface MonthTotal {
  readonly register: number;
  /** As in 2026-11. */
  readonly month: string;
  readonly readings: number;
  /** Order-free sum over the readings' bits, as 16 hexadecimal digits. */
  readonly readingsHash: string;
  /** Rows and whole millionths by source: live, settled, corrected. */
  readonly quarters: readonly number[];
  readonly amountMicro: readonly number[];
}

/** What a piece came to. */
export interface LaidReadings {
  /** The month that is in order now, as in 2026-11, with how many readings it had before and has each once; null while it has pieces left. */
  readonly laid: { readonly month: string; readonly rowsBefore: number; readonly rowsAfter: number } | null;
  /** Pieces and months that still wait. */
  readonly left: number;
}

export interface Erased {
  readonly rows: number;
  /** Days (of UTC, since 1970) of which quarters went. */
  readonly days: readonly number[];
}

export interface SeriesKeeping {
  /** Instant before which raw readings (of a register, where it is known) are thrown away; 0 when none were yet. */
  rawFrom(register: number | null): EpochMs;
  /** Computes days and months again whose quarters changed: at most about `daysMax` days a call.
   *  @param registers only of these; null: of all */
  rollUp(work: { registers: Int32Array | null; daysMax: number }): Promise<RolledUp>;
  /** Sums as they stand, of spans whose first day lies in [from, to). */
  readRollups(query: { registers: Int32Array; step: 'P1D' | 'P1M'; from: LocalDay; to: LocalDay }): Promise<Rollup[]>;
  /** Thins the oldest day that waits and lies before `before` to the first and last reading of each minute. */
  thin(work: { before: EpochMs; rules: readonly ThinningRule[] }): Promise<Thinned>;
  /** Lays one piece of readings by register and time, of the oldest month behind `after` in which some lie as they came. Only beginning
   *  and ending a month takes a turn of `alone`, in which nobody else writes. */
  layReadings(work: { after: string | null; rowsMax: number; alone: <T>(work: () => Promise<T>) => Promise<T> }): Promise<LaidReadings>;
  /** Removes months of raw readings that end at or before an instant. @returns how many */
  dropMonths(work: { endedBefore: EpochMs }): Promise<number>;
  /** Removes readings and quarters of these registers from before the instants. */
  eraseOld(work: { registers: Int32Array; rawBefore: EpochMs; quartersBefore: EpochMs }): Promise<Erased>;
  /** Copies every file, consistent, into a folder that is there.
   *  @returns totals of what was copied, as the source held them at that instant */
  copyTo(folder: string): Promise<{ files: number; totals: MonthTotal[] }>;
  totals(): Promise<MonthTotal[]>;
}
