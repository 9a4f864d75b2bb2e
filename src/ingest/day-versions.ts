// Counts how often the quarters of each day changed, so that a sum over a day can be kept until one of them does.
import { QUARTERS_PER_UTC_DAY } from '../domain/time.ts';
import type { QuarterNumber } from '../storage/series.ts';

/** Quarters of a day shape the gaps of the same weekday in the four weeks after it, and so the whole of each gap that
 *  reaches into those: gaps longer than this are straight lines long before (docs/methods.md#gaps). */
const SHAPED_DAYS = 28 + 92;

/** The days whose figures may be others because quarters of these days are. */
export function daysTouched(days: Iterable<number>): Set<number> {
  const touched = new Set<number>();
  for (const day of new Set(days)) for (let after = 0; after <= SHAPED_DAYS; after++) touched.add(day + after);
  return touched;
}

export class DayVersions {
  /** By day of UTC since 1970. */
  readonly #versions = new Map<number, number>();

  changed(days: readonly number[]): void {
    for (const day of days) this.#versions.set(day, (this.#versions.get(day) ?? 0) + 1);
  }

  /** A number that grows whenever a quarter in [from, to) may have changed. Ask before reading the quarters: what
   *  changes in between makes the sum look old, never new. */
  of(from: QuarterNumber, to: QuarterNumber): number {
    let version = 0;
    for (let day = Math.floor(from / QUARTERS_PER_UTC_DAY); day * QUARTERS_PER_UTC_DAY < to; day++) version += this.#versions.get(day) ?? 0;
    return version;
  }
}
