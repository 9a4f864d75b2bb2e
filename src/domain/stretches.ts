// How much of a period is asked of the store at once: as much as is quick, and no more than fits in memory. Pure.
import { stepBounds } from './time.ts';
import { type EpochMs, epochMs } from './units.ts';

/** Rows of one question: 18 bytes each in the store and again in the worker (4 where whole days are read), of two questions at a time.
 *  A question has a price of its own, since files are read in blocks that hold more than a month of each register. */
export const ROWS_AT_ONCE = 3_600_000;
/** A month of a region is more than that, and goes in one all the same. */
export const DAYS_AT_ONCE_MIN = 31;
const DAYS_AT_ONCE_MAX = 366;

/** Days of so many registers that are asked for at once: whole days, 31 to 366.
 *  @see docs/architecture.md#threads */
export const daysAtOnce = (registers: number): number => Math.min(Math.max(Math.floor(ROWS_AT_ONCE / (Math.max(registers, 1) * 96)), DAYS_AT_ONCE_MIN), DAYS_AT_ONCE_MAX);

/** A period in stretches of at most so many whole local days; what there is of a day at either end is one by itself.
 *  @returns of each the borders of its days, one more than there are */
export function stretchesIn({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }, daysMax: number): EpochMs[][] {
  const stretches: EpochMs[][] = [];
  let whole: EpochMs[] | null = null;
  const bounds = stepBounds(from, to, 'P1D');
  for (const [day, start] of bounds.slice(0, -1).entries()) {
    const end = bounds[day + 1] ?? start;
    if (start < from || end > to) {
      stretches.push([epochMs(Math.max(start, from)), epochMs(Math.min(end, to))]);
      whole = null;
    } else if (whole !== null && whole.length <= daysMax) whole.push(end);
    else stretches.push((whole = [start, end]));
  }
  return stretches;
}
