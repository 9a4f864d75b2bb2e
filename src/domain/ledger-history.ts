// What a register usually does at a time of the week: the mean of the same weekday and hour of the four weeks
// before. Shapes gaps and says what is to be expected; pure, on the quarters as they are stored.
import { QUARTER_MS, weeksBefore } from './time.ts';
import { epochMs } from './units.ts';

export const HISTORY_WEEKS = 4;

/** Amounts of consecutive quarters; only measured and interpolated ones are history. */
export interface QuarterSeries {
  /** Number of the first quarter since 1970. */
  readonly first: number;
  readonly amounts: Float64Array;
  /** 1 where the amount was measured or interpolated. */
  readonly known: Uint8Array;
}

/** Mean amount of the same quarter-hour of the week, in the weeks before that have one.
 *  @returns null when none has
 *  @see docs/methods.md#gaps */
export function usualAmount(series: QuarterSeries, quarter: number): number | null {
  let [sum, weeks] = [0, 0];
  for (let week = 1; week <= HISTORY_WEEKS; week++) {
    const index = weeksBefore(epochMs(quarter * QUARTER_MS), week) / QUARTER_MS - series.first;
    if (series.known[index] !== 1) continue;
    sum += series.amounts[index] ?? 0;
    weeks += 1;
  }
  return weeks === 0 ? null : sum / weeks;
}
