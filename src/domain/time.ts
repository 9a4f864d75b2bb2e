// Instants and local days. The only file that knows about time zones; inside, everything is UTC.
import { Temporal } from 'temporal-polyfill';
import { type EpochMs, epochMs } from './units.ts';

export const QUARTER_MS = 15 * 60 * 1000;
/** Days of UTC are all alike; local ones are not (`quartersInDay`). */
export const QUARTERS_PER_UTC_DAY = 96;
export const ZONE = 'Europe/Amsterdam';

/** Start of the quarter-hour in which `at` lies. */
export const quarterStart = (at: EpochMs): EpochMs => epochMs(Math.floor(at / QUARTER_MS) * QUARTER_MS);
/** ISO 8601 in UTC, without milliseconds when there are none. */
export const toIso = (at: EpochMs): string => new Date(at).toISOString().replace('.000Z', 'Z');

export type LocalStep = 'P1D' | 'P1M' | 'P1Y';
export type Step = 'PT15M' | 'PT1H' | 'P1D' | 'P1M';
export const STEPS: readonly Step[] = ['PT15M', 'PT1H', 'P1D', 'P1M'];

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Starts of the local days of a year, and of the first day of the next; a zoned calculation costs 20 microseconds. */
const daysOfYear = new Map<number, readonly EpochMs[]>();

function dayStarts(year: number): readonly EpochMs[] {
  const known = daysOfYear.get(year);
  if (known !== undefined) return known;
  const first = utcDate(year, 0, 1);
  const startOf = (index: number): EpochMs => {
    const date = new Date(first.getTime() + index * DAY_MS);
    return epochMs(Temporal.PlainDate.from({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }).toZonedDateTime(ZONE).epochMilliseconds);
  };
  const starts: EpochMs[] = [];
  // Month by month: a clock that is set twice within one is not seen.
  for (let month = 0; month < 12; month++) {
    const [from, to] = [month, month + 1].map((one) => (utcDate(year, one, 1).getTime() - first.getTime()) / DAY_MS);
    fillStarts(starts, startOf, { from: from ?? 0, to: to ?? 0 });
  }
  daysOfYear.set(year, starts);
  return starts;
}

/** Starts of the days from one to another, both included. Where the clock is not set in between they lie a day apart: only the
 *  halves in which it is are looked at closer. */
function fillStarts(starts: EpochMs[], startOf: (index: number) => EpochMs, { from, to }: { from: number; to: number }): void {
  const [first, last] = [(starts[from] ??= startOf(from)), (starts[to] ??= startOf(to))];
  const middle = Math.floor((from + to) / 2);
  if (last - first === (to - from) * DAY_MS) for (let index = from + 1; index < to; index++) starts[index] = epochMs(first + (index - from) * DAY_MS);
  else if (middle > from) {
    fillStarts(starts, startOf, { from, to: middle });
    fillStarts(starts, startOf, { from: middle, to });
  }
}

/** Year of the local calendar and index of the day in it. At the turn of a year the clock is an hour ahead of UTC. */
function dayOf(at: EpochMs): { year: number; index: number } {
  const year = new Date(at + HOUR_MS).getUTCFullYear();
  const starts = dayStarts(year);
  // No day is longer than 25 hours, so this is the day or one of the next two.
  let index = Math.min(Math.floor((at - (starts[0] ?? at)) / DAY_MS), starts.length - 2);
  while (index > 0 && (starts[index] ?? 0) > at) index -= 1;
  while ((starts[index + 1] ?? Infinity) <= at) index += 1;
  return { year, index };
}

/** Start of the local day `count` days after the one in which `at` lies. */
function startOfDay(at: EpochMs, count: number): EpochMs {
  let { year, index } = dayOf(at);
  index += count;
  while (index < 0) index += dayStarts(--year).length - 1;
  for (let days = dayStarts(year).length - 1; index >= days; days = dayStarts(year).length - 1) {
    index -= days;
    year += 1;
  }
  return dayStarts(year)[index] ?? at;
}

/** A date has no time zone: midnight of it in UTC stands for it. */
const utcDate = (year: number, month: number, day: number): Date => new Date(new Date(0).setUTCFullYear(year, month, day));

/** Date of the local calendar. */
function dateOf(at: EpochMs): Date {
  const { year, index } = dayOf(at);
  return utcDate(year, 0, 1 + index);
}

/** First instant of a date of the local calendar. Months count from 0 and may lie in another year. */
function startOfDate(year: number, month: number, day: number): EpochMs {
  const date = utcDate(year, month, day);
  const first = utcDate(date.getUTCFullYear(), 0, 1);
  return dayStarts(date.getUTCFullYear())[(date.getTime() - first.getTime()) / DAY_MS] ?? epochMs(date.getTime());
}

/** First instant of the local day, month or year in which `at` lies (Europe/Amsterdam). */
export function localFloor(at: EpochMs, step: LocalStep): EpochMs {
  if (step === 'P1D') return startOfDay(at, 0);
  const date = dateOf(at);
  return startOfDate(date.getUTCFullYear(), step === 'P1M' ? date.getUTCMonth() : 0, 1);
}

/** The instant `count` local days, months or years after the local boundary `at`. */
export function localAdd(at: EpochMs, step: LocalStep, count: number): EpochMs {
  if (step === 'P1D') return startOfDay(at, count);
  const date = dateOf(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + (step === 'P1M' ? count : 12 * count)];
  // The 31st of a shorter month is its last day.
  return startOfDate(year, month, Math.min(date.getUTCDate(), utcDate(year, month + 1, 0).getUTCDate()));
}

const hourClock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', hourCycle: 'h23' });

/** The hour of Amsterdam, 0 to 23, in which an instant lies. */
export const localHour = (at: EpochMs): number => Number(hourClock.format(at));

/** The date of Amsterdam in which an instant lies; weekday 1 is Monday. */
export function localDay(at: EpochMs): { year: number; month: number; day: number; weekday: number } {
  const date = dateOf(at);
  // JavaScript's Sunday is 0.
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday: ((date.getUTCDay() + 6) % 7) + 1 };
}

/** Start of a local date such as 2026-03-29.
 *  @throws RangeError when it is no date */
export function localDate(text: string): EpochMs {
  return epochMs(Temporal.PlainDate.from(text).toZonedDateTime(ZONE).epochMilliseconds);
}

/** Wall clock of Amsterdam without a zone -> instant. In the doubled autumn hour the candidate nearest to
 *  `near` is taken (a device that sends now means now); in the missing spring hour the clock is read as if
 *  it had not been set forward.
 *  @throws RangeError when the parts are no date and time */
export function fromWallClock(parts: { year: number; month: number; day: number; hour: number; minute: number; second: number }, near: EpochMs): EpochMs {
  const plain = Temporal.PlainDateTime.from(parts, { overflow: 'reject' });
  const earlier = plain.toZonedDateTime(ZONE, { disambiguation: 'earlier' }).epochMilliseconds;
  const later = plain.toZonedDateTime(ZONE, { disambiguation: 'later' }).epochMilliseconds;
  return epochMs(Math.abs(later - near) < Math.abs(earlier - near) ? later : earlier);
}

/** All instants at which the clocks of Amsterdam show this: none in the missing spring hour, two in the doubled
 *  autumn hour (the earlier first), else one.
 *  @param minutes since midnight, below 1440
 *  @throws RangeError when the date does not exist
 *  @see docs/methods.md#imported-times */
export function wallClockInstants(date: string, minutes: number): EpochMs[] {
  const plain = Temporal.PlainDate.from(date, { overflow: 'reject' }).toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const instants = (['earlier', 'later'] as const).map((disambiguation) => plain.toZonedDateTime(ZONE, { disambiguation }));
  const real = instants.filter((one) => one.toPlainDateTime().equals(plain)).map((one) => epochMs(one.epochMilliseconds));
  return real[0] === real[1] ? real.slice(0, 1) : real;
}

/** Boundaries of all steps that overlap [from, to): n steps give n + 1 instants; the first may lie before
 *  `from` only when `from` is no boundary of the step. */
export function stepBounds(from: EpochMs, to: EpochMs, step: Step): EpochMs[] {
  const bounds: EpochMs[] = [];
  if (step === 'PT15M' || step === 'PT1H') {
    const length = step === 'PT15M' ? QUARTER_MS : 4 * QUARTER_MS;
    for (let at = Math.floor(from / length) * length; at < to; at += length) bounds.push(epochMs(at));
    bounds.push(epochMs((bounds.at(-1) ?? from) + length));
    return bounds;
  }
  let at = localFloor(from, step);
  while (at < to) {
    bounds.push(at);
    at = localAdd(at, step, 1);
  }
  bounds.push(at);
  return bounds;
}

/** The instant a number of weeks earlier at the same time of the Amsterdam clock. */
export function weeksBefore(at: EpochMs, weeks: number): EpochMs {
  const plain = at - weeks * 7 * 96 * QUARTER_MS;
  return epochMs(plain + offsetMs(at) - offsetMs(plain));
}

/** What the clocks of Amsterdam show at an instant, in minutes since midnight; weekday 1 is Monday. */
export function wallClock(at: EpochMs): { minute: number; weekday: number } {
  const shown = at + offsetMs(at);
  const day = Math.floor(shown / DAY_MS);
  // 1 January 1970 was a Thursday.
  return { minute: (shown - day * DAY_MS) / 60_000, weekday: ((((day + 3) % 7) + 7) % 7) + 1 };
}

const offsets = new Map<number, number>();
const OFFSETS_KEPT = 100_000;

/** Amsterdam ahead of UTC; changes on whole hours, so it is looked up once an hour of the calendar. */
function offsetMs(at: number): number {
  const hour = Math.floor(at / HOUR_MS);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const found = Temporal.Instant.fromEpochMilliseconds(hour * HOUR_MS).toZonedDateTimeISO(ZONE).offsetNanoseconds / 1e6;
  if (offsets.size >= OFFSETS_KEPT) offsets.clear();
  offsets.set(hour, found);
  return found;
}

/** Number of quarter-hours in the local day that starts at `dayStart`: 92, 96 or 100. */
export const quartersInDay = (dayStart: EpochMs): number => (localAdd(dayStart, 'P1D', 1) - dayStart) / QUARTER_MS;
