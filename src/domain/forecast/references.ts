// What a forecast must beat to be worth anything: last week again, and no forecast at all. Pure.
import { type Calendar, HOUR_CELLS } from './calendar.ts';
import { type Triple, tripleOf } from './pinball.ts';

const WEEK_QUARTERS = 7 * 96;
/** Both take their quantiles from the four weeks before the origin. */
const LOOK_BACK_QUARTERS = 28 * 96;

/** Two plain forecasts of the quarter with index t; null where last week is not known. */
export interface References {
  readonly lastWeek: (t: number) => Triple | null;
  readonly anyQuarter: Triple;
}

/** Plain forecasts from what was known at an origin. Last week: the same quarter a week earlier, with P10 and P90 from how far such
 *  weeks differed at that hour and kind of day. Any quarter: P10, P50 and P90 of all of the last four weeks, whatever the time.
 *  @param kw with the quarters to be forecast in it, of which only the days up to a week before are looked at
 *  @see docs/methods.md#forecast */
export function referencesAt({ calendar, kw }: { calendar: Calendar; kw: Float64Array }, origin: number): References {
  const first = Math.max(origin - LOOK_BACK_QUARTERS, 0);
  const differences: number[][] = Array.from({ length: HOUR_CELLS }, () => []);
  const seen: number[] = [];
  for (let t = first; t < origin; t++) {
    const value = kw[t] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    seen.push(value);
    const difference = value - (kw[t - WEEK_QUARTERS] ?? Number.NaN);
    if (!Number.isNaN(difference)) differences[calendar.hour[t] ?? 0]?.push(difference);
  }
  const all = tripleOf(differences.flat());
  const spread = differences.map((values) => (values.length < 8 ? all : tripleOf(values)));
  return {
    anyQuarter: tripleOf(seen),
    lastWeek: (t) => {
      const before = kw[t - WEEK_QUARTERS] ?? Number.NaN;
      const [low, , high] = spread[calendar.hour[t] ?? 0] ?? all;
      return Number.isNaN(before) || Number.isNaN(low) ? null : [before + Math.min(low, 0), before, before + Math.max(high, 0)];
    },
  };
}
