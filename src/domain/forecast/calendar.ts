// Where a quarter-hour stands in the week: its weekday, holidays as Sundays, and its place on the local clock. Pure.
import { localDayOf } from '../local-days.ts';
import { QUARTER_MS, wallClock } from '../time.ts';
import { epochMs } from '../units.ts';
import { holidaysOf } from './holidays.ts';

const SLOTS = 96;
const HOURS = 24;
const MINUTES = 15;
const SUNDAY = 6;
const DAYS_PER_YEAR = 365.2425;
/** Working days, Saturdays, Sundays with holidays. */
const KINDS = 3;
export const WEEK_CELLS = 7 * SLOTS;
export const KIND_CELLS = KINDS * SLOTS;
export const HOUR_CELLS = KINDS * HOURS;

/** Cells of consecutive quarters; arrays of equal length. */
export interface Calendar {
  readonly firstQuarter: number;
  /** Weekday from Monday (a holiday is a Sunday) x 96 + quarter of the local day. The doubled autumn hour comes twice. */
  readonly week: Uint16Array;
  /** Kind of day (0 working day, 1 Saturday, 2 Sunday) x 96 + quarter of the local day. */
  readonly kind: Uint16Array;
  /** Kind of day x 24 + hour of the local day. */
  readonly hour: Uint8Array;
}

/** Kind cell in which each week cell lies.
 *  @see docs/methods.md#forecast */
export const kindCellOf = (weekCell: number): number => Math.max(Math.floor(weekCell / SLOTS) - 4, 0) * SLOTS + (weekCell % SLOTS);

/** Is a kind cell one of a working day?
 *  @see docs/methods.md#forecast */
export const isWorking = (kindCell: number): boolean => kindCell < SLOTS;

/** Calendar of consecutive quarters.
 *  @param firstQuarter number of a quarter-hour since 1970
 *  @see docs/methods.md#forecast */
export function calendarOf(firstQuarter: number, quarters: number): Calendar {
  const [week, kind, hour] = [new Uint16Array(quarters), new Uint16Array(quarters), new Uint8Array(quarters)];
  let [known, holiday] = [Number.NaN, false];
  for (let t = 0; t < quarters; t++) {
    const at = wallClock(epochMs((firstQuarter + t) * QUARTER_MS));
    const day = localDayOf(firstQuarter + t);
    if (day !== known) [known, holiday] = [day, isHoliday(day)];
    const cell = (holiday ? SUNDAY : at.weekday - 1) * SLOTS + Math.floor(at.minute / MINUTES);
    week[t] = cell;
    kind[t] = kindCellOf(cell);
    hour[t] = Math.floor(kindCellOf(cell) / 4);
  }
  return { firstQuarter, week, kind, hour };
}

/** The quarters [from, to) of a calendar.
 *  @see docs/methods.md#forecast */
export const calendarPart = ({ firstQuarter, week, kind, hour }: Calendar, from: number, to: number): Calendar => ({
  firstQuarter: firstQuarter + from,
  week: week.subarray(from, to),
  kind: kind.subarray(from, to),
  hour: hour.subarray(from, to),
});

/** A day near New Year may be counted to either year: both are looked at. */
function isHoliday(day: number): boolean {
  const year = 1970 + Math.floor(day / DAYS_PER_YEAR);
  return [year - 1, year, year + 1].some((one) => holidaysOf(one).has(day));
}
