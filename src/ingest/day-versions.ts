// Counts how often the quarters of each day changed, so that a sum over a day can be kept until one of them does.
import { QUARTERS_PER_UTC_DAY } from '../domain/time.ts';
import type { QuarterNumber } from '../storage/series.ts';

/** Quarters of a day shape the gaps of the same weekday in the four weeks after it, and so the whole of each gap that
 *  reaches into those: gaps longer than this are straight lines long before (docs/methods.md#gaps). */
const SHAPED_DAYS = 28 + 92;

/** The days whose figures may be others because quarters of these days are. */
function daysTouched(days: Iterable<number>): Set<number> {
  const touched = new Set<number>();
  for (const day of days) for (let after = 0; after <= SHAPED_DAYS; after++) touched.add(day + after);
  return touched;
}

export class DayVersions {
  /** By day of UTC since 1970: of its own quarters, and of those and all that may shape its gaps. */
  readonly #own = new Map<number, number>();
  readonly #touched = new Map<number, number>();

  changed(days: readonly number[]): void {
    const own = new Set(days);
    for (const day of own) add(this.#own, day);
    for (const day of daysTouched(own)) add(this.#touched, day);
  }

  /** A number that grows whenever a quarter in [from, to) may have changed. Ask before reading the quarters: what
   *  changes in between makes the sum look old, never new. */
  of(from: QuarterNumber, to: QuarterNumber): number {
    return sumOf(this.#touched, from, to);
  }

  /** The same where no gap in [from, to) is filled in the shape of earlier weeks: only its own quarters count. */
  own(from: QuarterNumber, to: QuarterNumber): number {
    return sumOf(this.#own, from, to);
  }
}

const add = (versions: Map<number, number>, day: number): unknown => versions.set(day, (versions.get(day) ?? 0) + 1);

function sumOf(versions: ReadonlyMap<number, number>, from: QuarterNumber, to: QuarterNumber): number {
  let version = 0;
  for (let day = Math.floor(from / QUARTERS_PER_UTC_DAY); day * QUARTERS_PER_UTC_DAY < to; day++) version += versions.get(day) ?? 0;
  return version;
}
