// Finds the day since which a load stands at another level: a machine that came or went and that no calendar told. Pure.
import { quantileOf } from './pinball.ts';

const DAY_QUARTERS = 96;
/** A standstill of three days is none. */
const DAYS_LEAST = 4;
const DAYS_MOST = 28;
/** Of the days since: a load of working days is there on five of seven, a standstill that is over on few. */
const DAYS_THERE_LEAST = 0.6;
/** Further than this, in usual distances, and this many times what days differ by chance. */
const LEVEL_LEAST = 0.75;
const CHANCE_LEAST = 5;
const MEDIAN_TO_DEVIATION = 1 / 0.6745;

const median = (values: Float64Array): number => quantileOf(values.slice().sort(), 0.5);
const mean = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Means of whole days counted back from the end; what is far out of line counts as three. */
function dayMeans(strays: Float64Array): Float64Array {
  const days = Math.floor(strays.length / DAY_QUARTERS);
  const first = strays.length - days * DAY_QUARTERS;
  return Float64Array.from({ length: days }, (_, day) => {
    let [sum, count] = [0, 0];
    for (let t = first + day * DAY_QUARTERS; t < first + (day + 1) * DAY_QUARTERS; t++) {
      const stray = strays[t] ?? Number.NaN;
      if (Number.isNaN(stray)) continue;
      sum += Math.min(Math.max(stray, -3), 3);
      count += 1;
    }
    return count === 0 ? 0 : sum / count;
  });
}

/** Quarters at the end that are at another level than those before; null when they are not.
 *  @param strays distance of each quarter from the usual, in usual distances; NaN where nothing is known
 *  @see docs/methods.md#forecast */
export function quartersSinceBreak(strays: Float64Array): number | null {
  const days = dayMeans(strays);
  let best: { after: number; sum: number } | null = null;
  for (let after = DAYS_LEAST; after <= Math.min(DAYS_MOST, days.length - 2 * DAYS_LEAST); after++) {
    const [before, since] = [days.subarray(0, days.length - after), days.subarray(days.length - after)];
    const usual = median(before);
    const step = mean(since) - usual;
    const spread = (part: Float64Array, middle: number): number => median(part.map((one) => Math.abs(one - middle))) * MEDIAN_TO_DEVIATION;
    const chance = Math.max(spread(before, usual), spread(since, median(since)), 0.05) * Math.sqrt(1 / before.length + 1 / since.length);
    const there = since.map((one) => ((one - usual) * Math.sign(step) > Math.abs(step) / 2 ? 1 : 0));
    const lasts = there[0] === 1 && mean(there) >= DAYS_THERE_LEAST;
    if (!lasts || Math.abs(step) < LEVEL_LEAST || Math.abs(step) < CHANCE_LEAST * chance) continue;
    // The day that splits the days best.
    const sum = (step * step * before.length * since.length) / days.length;
    if (best === null || sum > best.sum) best = { after, sum };
  }
  return best === null ? null : best.after * DAY_QUARTERS;
}
