// Local days as whole numbers: days since 1 January 1970 of the Amsterdam calendar. Knows no time zone itself.
import { QUARTER_MS, localFloor } from './time.ts';
import { epochMs } from './units.ts';

const DAY_MS = 96 * QUARTER_MS;
const NOON_MS = 48 * QUARTER_MS;

/** In autumn a local day has an hour more than others. */
export const DAY_QUARTERS_MAX = 100;

/** Number of a local day; of a month or year: that of its first day. */
export type LocalDay = number;

/** Offsets of Amsterdam are whole hours, so all quarters of an hour lie in one local day. */
const dayOfHour = new Map<number, LocalDay>();
/** About a century of hours: more would only be asked for by mistake. */
const HOURS_KEPT_MAX = 900_000;

/** Local day in which a quarter lies.
 *  @param quarter number of a quarter-hour since 1970 (epoch ms / 900,000)
 *  @see docs/methods.md#roll-ups */
export function localDayOf(quarter: number): LocalDay {
  const hour = Math.floor(quarter / 4);
  const known = dayOfHour.get(hour);
  if (known !== undefined) return known;
  const day = dayAt(hour * 4 * QUARTER_MS);
  if (dayOfHour.size >= HOURS_KEPT_MAX) dayOfHour.clear();
  dayOfHour.set(hour, day);
  return day;
}

/** Local midnight is 22:00 or 23:00 UTC of the day before: half a day later it is that date everywhere. */
const dayAt = (atMs: number): LocalDay => Math.floor((localFloor(epochMs(atMs), 'P1D') + NOON_MS) / DAY_MS);

/** First quarter of a local day; the day ends where the next one begins (92, 96 or 100 quarters later).
 *  @see docs/methods.md#roll-ups */
export const firstQuarterOf = (day: LocalDay): number => localFloor(epochMs(day * DAY_MS + NOON_MS), 'P1D') / QUARTER_MS;

/** Local days from one quarter to another; part of a day counts for its share of that day's own quarters, so that whole days are whole
 *  numbers in any month.
 *  @see docs/methods.md#roll-ups */
export function daysBetween(fromQuarter: number, toQuarter: number): number {
  const place = (quarter: number): number => {
    const day = localDayOf(quarter);
    const [first, end] = [firstQuarterOf(day), firstQuarterOf(day + 1)];
    return day + (quarter - first) / (end - first);
  };
  return Math.max(place(toQuarter) - place(fromQuarter), 0);
}

/** First day of the local month in which a day lies.
 *  @see docs/methods.md#roll-ups */
export const monthOfDay = (day: LocalDay): LocalDay => Math.floor((localFloor(epochMs(day * DAY_MS + NOON_MS), 'P1M') + NOON_MS) / DAY_MS);

/** First day of the local month after the one in which a day lies.
 *  @see docs/methods.md#roll-ups */
export const nextMonthOf = (day: LocalDay): LocalDay => monthOfDay(monthOfDay(day) + 31);
