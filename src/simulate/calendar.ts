// Dutch wall clock, tariff hours and holidays as the simulated people and meters know them.
import { ZONE } from '../domain/time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CACHED_HOURS = 4096;

/** The local hour in which an instant lies. */
export interface LocalHour {
  readonly startMs: number;
  /** 0..23 on the Dutch clock. */
  readonly hour: number;
  /** 1 = Monday .. 7 = Sunday. */
  readonly weekday: number;
  /** Local days since 1970-01-01. */
  readonly day: number;
  readonly dayOfYear: number;
  readonly holiday: boolean;
  readonly summerTime: boolean;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', hourCycle: 'h23' });
const hours: (LocalHour | undefined)[] = Array.from({ length: CACHED_HOURS });

/** Local hour of an instant; one look at the zone rules per hour, then from memory. */
export function localHour(atMs: number): LocalHour {
  const index = Math.floor(atMs / HOUR_MS);
  const slot = index % CACHED_HOURS;
  const known = hours[slot];
  if (known !== undefined && known.startMs === index * HOUR_MS) return known;
  const fresh = makeHour(index * HOUR_MS);
  hours[slot] = fresh;
  return fresh;
}

function makeHour(startMs: number): LocalHour {
  const localClock = Number(clock.format(startMs));
  const utcClock = Math.floor(startMs / HOUR_MS) % 24;
  const summerTime = (localClock - utcClock + 24) % 24 === 2;
  const shiftedMs = startMs + (summerTime ? 2 : 1) * HOUR_MS;
  const day = Math.floor(shiftedMs / DAY_MS);
  const year = new Date(shiftedMs).getUTCFullYear();
  return {
    startMs,
    hour: localClock,
    day,
    summerTime,
    weekday: ((day + 3) % 7) + 1,
    dayOfYear: day - Date.UTC(year, 0, 1) / DAY_MS,
    holiday: holidaysOf(year).has(day),
  };
}

const holidayYears = new Map<number, ReadonlySet<number>>();

/** Days off in the Netherlands: New Year, Easter, King's Day, Liberation Day every fifth year, Ascension,
 *  Whitsun and Christmas, as local days since 1970-01-01. */
export function holidaysOf(year: number): ReadonlySet<number> {
  const known = holidayYears.get(year);
  if (known !== undefined) return known;
  const date = (month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;
  const easter = easterSunday(year);
  const kingsDay = date(4, 27);
  const onSunday = (kingsDay + 3) % 7 === 6;
  const days = new Set([date(1, 1), easter, easter + 1, onSunday ? kingsDay - 1 : kingsDay, easter + 39, easter + 49, easter + 50, date(12, 25), date(12, 26)]);
  if (year % 5 === 0) days.add(date(5, 5));
  holidayYears.set(year, days);
  return days;
}

/** Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1) / DAY_MS;
}

export const secondOfDay = (atMs: number, local: LocalHour): number => local.hour * 3600 + (atMs - local.startMs) / 1000;

/** Tariff that a P1 meter counts on: 2 (normal) on weekdays from 07:00 to 23:00 local, else 1 (low). */
export function tariffAt(atMs: number): 1 | 2 {
  const local = localHour(atMs);
  return local.weekday <= 5 && local.hour >= 7 && local.hour < 23 ? 2 : 1;
}

/** Time stamp of a P1 telegram: YYMMDDhhmmss on the local clock, then S (summer) or W (winter). */
export function wallStamp(atMs: number): string {
  const summer = localHour(atMs).summerTime;
  const local = new Date(atMs + (summer ? 2 : 1) * HOUR_MS).toISOString();
  return local.slice(2, 19).replace(/[-T:]/g, '') + (summer ? 'S' : 'W');
}
