// When a month is closed: some working days after its end. From then on a late value is a correction. Pure.
import { QUARTER_MS, localAdd, localDay, localFloor } from './time.ts';
import type { EpochMs } from './units.ts';

/** Metering companies deliver up to five days late; ten working days leave room for their first repair. */
export const CLOSE_AFTER_WORKING_DAYS = 10;

export type MonthState = 'running' | 'open' | 'closed';

/** Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 2nd edition, chapter 8).
 *  @returns month 3 or 4, and the day */
export function easter(year: number): { month: number; day: number } {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return { month: Math.floor(f / 31), day: (f % 31) + 1 };
}

/** Days after Easter Sunday that the Algemene termijnenwet counts as holidays: Good Friday, Easter Monday,
 *  Ascension Day, Whit Monday. */
const FROM_EASTER = [-2, 1, 39, 50];
/** The King's day moves to a Saturday when it would be a Sunday: neither is a working day anyway. */
const FIXED = new Set(['1-1', '4-27', '5-5', '12-25', '12-26']);

/** Is the local day in which `at` lies a working day in the Netherlands?
 *  @see docs/methods.md#closed-months (Algemene termijnenwet, article 3) */
export function isWorkingDay(at: EpochMs): boolean {
  const { year, month, day, weekday } = localDay(at);
  if (weekday >= 6 || FIXED.has(`${month}-${day}`)) return false;
  const sunday = easter(year);
  return !FROM_EASTER.some((days) => isDaysAfter(sunday, days, { month, day }));
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** From March to June no leap day comes in between. */
function isDaysAfter(from: { month: number; day: number }, days: number, wanted: { month: number; day: number }): boolean {
  const inYear = ({ month, day }: { month: number; day: number }): number => LENGTHS.slice(0, month - 1).reduce((sum, one) => sum + one, day);
  return inYear(from) + days === inYear(wanted);
}

/** The instant from which the month that begins at `monthStart` is closed: the end of the given working day after it.
 *  @see docs/methods.md#closed-months */
export function closesAt(monthStart: EpochMs, workingDays = CLOSE_AFTER_WORKING_DAYS): EpochMs {
  let day = localAdd(monthStart, 'P1M', 1);
  for (let left = workingDays; left > 0; day = localAdd(day, 'P1D', 1)) if (isWorkingDay(day)) left -= 1;
  return day;
}

/** The first instant that lies in no closed month at `now`. */
export function openFrom(now: EpochMs, workingDays = CLOSE_AFTER_WORKING_DAYS): EpochMs {
  let month = localFloor(now, 'P1M');
  for (let before = localAdd(month, 'P1M', -1); closesAt(before, workingDays) > now; before = localAdd(before, 'P1M', -1)) month = before;
  return month;
}

/** The same as a number of a quarter-hour. */
export const closedBeforeQuarter = (now: EpochMs, workingDays = CLOSE_AFTER_WORKING_DAYS): number => openFrom(now, workingDays) / QUARTER_MS;

/** Is the month that begins at `monthStart` still running, waiting for deliveries, or closed?
 *  @see docs/methods.md#closed-months */
export function monthState(monthStart: EpochMs, now: EpochMs, workingDays = CLOSE_AFTER_WORKING_DAYS): MonthState {
  if (now < localAdd(monthStart, 'P1M', 1)) return 'running';
  return now < closesAt(monthStart, workingDays) ? 'open' : 'closed';
}
