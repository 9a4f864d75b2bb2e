// Whether a meter still speaks, judged by its own rhythm. Pure.
import type { EpochMs } from './units.ts';

export type MeterState = 'live' | 'late' | 'silent' | 'never';

/** A meter is late after three of its usual intervals, silent after an hour. */
const LATE_INTERVALS = 3;
const LATE_MIN_MS = 90_000;
export const SILENT_MS = 3_600_000;
/** Before its usual interval is known, a meter may be one that reports every hour. */
const UNKNOWN_INTERVAL_MS = 75 * 60_000;

export interface Heard {
  readonly at: EpochMs;
  /** Usual time between values; null while it is not known. */
  readonly intervalMs: number | null;
}

/** After how long without a word a meter is silent.
 *  @see docs/methods.md#meter-health */
export function silentAfterMs({ intervalMs }: Pick<Heard, 'intervalMs'>): number {
  return Math.max(SILENT_MS, lateAfterMs({ intervalMs }));
}

const lateAfterMs = ({ intervalMs }: Pick<Heard, 'intervalMs'>): number => (intervalMs === null ? UNKNOWN_INTERVAL_MS : Math.max(LATE_INTERVALS * intervalMs, LATE_MIN_MS));

/** The latest of a meter's registers speaks for it.
 *  @see docs/methods.md#meter-health */
export function meterStateOf(heard: Heard | null, now: EpochMs): MeterState {
  if (heard === null) return 'never';
  const ageMs = now - heard.at;
  return ageMs <= lateAfterMs(heard) ? 'live' : ageMs <= silentAfterMs(heard) ? 'late' : 'silent';
}

/** The one that was heard last; null of none. */
export const latestOf = <T extends Heard>(all: readonly T[]): T | null => all.reduce<T | null>((best, one) => (best === null || one.at > best.at ? one : best), null);
