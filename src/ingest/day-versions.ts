// Counts how often the quarters of each day changed, so that a sum over a day can be kept until one of them does.
import { QUARTERS_PER_UTC_DAY } from '../domain/time.ts';
import type { QuarterNumber } from '../storage/series.ts';

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
