// Degree days: how cold a day was, for the part of the energy that heats buildings. Pure.
import { QUARTER_MS, localAdd, localDay, localFloor } from './time.ts';
import { type EpochMs, epochMs } from './units.ts';

/** Dutch heating limit, mean temperature of a day. */
const HEATING_LIMIT_C = 18;
/** By month, January first: sun and wind make a degree weigh more in winter. */
const WEIGHTS = [1.1, 1.1, 1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 1, 1.1, 1.1];

/** Degree days of one day, not weighted: how far its mean lies below 18 °C.
 *  @see docs/methods.md#degree-days, case O15 */
export const degreeDaysOf = (meanC: number): number => Math.max(0, HEATING_LIMIT_C - meanC);

/** Weighted by the month, as Dutch degree days are.
 *  @param month 1 to 12
 *  @see docs/methods.md#degree-days, case O15 */
export const weightedDegreeDays = (meanC: number, month: number): number => degreeDaysOf(meanC) * (WEIGHTS[month - 1] ?? 1);

/** A local day, or what of it lies in a period. */
export interface DayPart {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Share of the day that it is. */
  readonly share: number;
}

/** Local days that a period touches, in their order.
 *  @see docs/methods.md#degree-days */
export function dayPartsOf({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }): DayPart[] {
  const parts: DayPart[] = [];
  for (let day = localFloor(from, 'P1D'); day < to; day = localAdd(day, 'P1D', 1)) {
    const end = localAdd(day, 'P1D', 1);
    const part = { from: epochMs(Math.max(day, from)), to: epochMs(Math.min(end, to)) };
    parts.push({ ...part, share: (part.to - part.from) / (end - day) });
  }
  return parts;
}

/** Weighted degree days of a day by the mean temperature of its quarters; of a part of a day that part of them.
 *  @param temperatureC of consecutive quarters from `firstQuarter`; NaN: not known
 *  @returns null when less than half of the quarters is known: nights are colder than days
 *  @see docs/methods.md#degree-days */
export function degreeDaysOfPart({ firstQuarter, temperatureC }: { readonly firstQuarter: number; readonly temperatureC: Float64Array }, part: DayPart): number | null {
  const [first, end] = [Math.floor(part.from / QUARTER_MS), Math.ceil(part.to / QUARTER_MS)];
  let [sum, known] = [0, 0];
  for (let quarter = first; quarter < end; quarter++) {
    const one = temperatureC[quarter - firstQuarter] ?? Number.NaN;
    if (Number.isNaN(one)) continue;
    sum += one;
    known += 1;
  }
  return known * 2 < end - first || known === 0 ? null : part.share * weightedDegreeDays(sum / known, localDay(part.from).month);
}
