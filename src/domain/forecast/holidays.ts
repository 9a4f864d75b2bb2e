// Dutch public holidays, on which a business park runs like on a Sunday. Pure.
import type { LocalDay } from '../local-days.ts';
import { localDate } from '../time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const KINGS_DAY = { month: 4, day: 27 };
const LIBERATION_EVERY_YEARS = 5;
const byYear = new Map<number, ReadonlySet<LocalDay>>();

/** Local midnight is at most two hours before that of UTC. */
const dayOf = (year: number, month: number, day: number): LocalDay => Math.round(localDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`) / DAY_MS);

/** Easter of the Gregorian calendar, in local days since 1970 (Gauss, as corrected in 1816).
 *  @see docs/methods.md#forecast */
export function easterDay(year: number): LocalDay {
  const century = Math.floor(year / 100);
  const moon = (15 + century - Math.floor(century / 4) - Math.floor((13 + 8 * century) / 25)) % 30;
  const sunday = (4 + century - Math.floor(century / 4)) % 7;
  const after = (19 * (year % 19) + moon) % 30;
  const week = (2 * (year % 4) + 4 * (year % 7) + 6 * after + sunday) % 7;
  const late = (after === 29 && week === 6) || (after === 28 && week === 6 && (11 * moon + 11) % 30 < 19) ? 7 : 0;
  return dayOf(year, 3, 22) + after + week - late;
}

/** Days off of a year: New Year, Easter, King's Day, Liberation Day every fifth year, Ascension, Whitsun and Christmas. Good Friday
 *  is a working day for most.
 *  @see docs/methods.md#forecast */
export function holidaysOf(year: number): ReadonlySet<LocalDay> {
  const known = byYear.get(year);
  if (known !== undefined) return known;
  const easter = easterDay(year);
  const king = dayOf(year, KINGS_DAY.month, KINGS_DAY.day);
  const days = new Set([dayOf(year, 1, 1), easter, easter + 1, isSunday(king) ? king - 1 : king, easter + 39, easter + 49, easter + 50, dayOf(year, 12, 25), dayOf(year, 12, 26)]);
  if (year % LIBERATION_EVERY_YEARS === 0) days.add(dayOf(year, 5, 5));
  byYear.set(year, days);
  return days;
}

/** 1 January 1970 was a Thursday. */
const isSunday = (day: LocalDay): boolean => (((day + 3) % 7) + 7) % 7 === 6;
