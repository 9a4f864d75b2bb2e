// CO2 of the grid hour by hour, and when a load that may wait emits least. For advice only: reports use the factor of their
// year, and the two are never added. Pure.
import { HOUR_MS } from './time.ts';
import { type EpochMs, epochMs } from './units.ts';

/** Direct CO2 of the national mix in one hour. */
export interface GridHour {
  readonly start: EpochMs;
  readonly kgPerKwh: number;
  /** Expected, not measured. */
  readonly forecast: boolean;
  /** When the source last changed it. */
  readonly updatedAt: EpochMs;
}

/** What is kept of them. */
export interface GridHours {
  /** In order of time; hours that have passed long ago are gone. */
  hours(): readonly GridHour[];
  /** When the source last answered; null: never. */
  askedAt(): EpochMs | null;
  add(hours: readonly GridHour[], at: EpochMs): void;
}

export interface CleanestHours {
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** Means over the hours chosen, over all hours that could be chosen, and over as many hours from the first one on. */
  readonly kgPerKwh: number;
  readonly meanKgPerKwh: number;
  readonly atOnceKgPerKwh: number;
  /** Part of the hours between that is known. */
  readonly knownShare: number;
}

/** Of each hour the one that counts: measured over expected, then the later one; in order of time.
 *  @see docs/methods.md#hourly-co2-of-the-grid */
export function mergedHours(...lists: readonly (readonly GridHour[])[]): GridHour[] {
  const best = new Map<number, GridHour>();
  for (const hour of lists.flat()) {
    const known = best.get(hour.start);
    const wins = known === undefined || (known.forecast === hour.forecast ? hour.updatedAt >= known.updatedAt : known.forecast);
    if (wins) best.set(hour.start, hour);
  }
  return [...best.values()].sort((a, b) => a.start - b.start);
}

/** The hours that follow each other with the lowest mean, the first of them where several are equal.
 *  @param hours in order of time
 *  @param over from and to are whole hours; `hours` of them are needed, at least 1
 *  @returns null when nowhere so many known hours follow each other
 *  @see docs/methods.md#hourly-co2-of-the-grid */
export function cleanestHours(hours: readonly GridHour[], over: { from: EpochMs; to: EpochMs; hours: number }): CleanestHours | null {
  const inside = hours.filter((hour) => hour.start >= over.from && hour.start + HOUR_MS <= over.to);
  const meanOf = (list: readonly GridHour[]): number => list.reduce((sum, hour) => sum + hour.kgPerKwh, 0) / list.length;
  const runs = inside.flatMap((_, at) => {
    const run = inside.slice(at, at + over.hours);
    const last = run.at(-1);
    return last !== undefined && run.length === over.hours && last.start - (run[0]?.start ?? 0) === (over.hours - 1) * HOUR_MS ? [run] : [];
  });
  const [first] = runs;
  if (first === undefined) return null;
  const best = runs.reduce((lowest, run) => (meanOf(run) < meanOf(lowest) ? run : lowest), first);
  const [begin, end] = [best[0], best.at(-1)];
  if (begin === undefined || end === undefined) return null;
  return {
    start: begin.start,
    end: epochMs(end.start + HOUR_MS),
    kgPerKwh: meanOf(best),
    meanKgPerKwh: meanOf(inside),
    atOnceKgPerKwh: meanOf(first),
    knownShare: inside.length / Math.max(1, Math.round((over.to - over.from) / HOUR_MS)),
  };
}
