// The period in the address: dag, week, maand or jaar around one local date, or vrij between two. Calendar arithmetic, no clock.
import type { PeriodKind } from '../charts/balance-chart.ts';
import { type Lang, formatDay, formatLongDate, formatMonth, localDay, localMidnight } from '../charts/formats.ts';

const IN_URL = { day: 'dag', week: 'week', month: 'maand', year: 'jaar' } as const;
export const PERIODS: readonly PeriodKind[] = ['day', 'week', 'month', 'year'];
const STEP = { day: 'PT15M', week: 'PT1H', month: 'P1D', year: 'P1M' } as const;

export interface Period {
  readonly kind: PeriodKind;
  /** Local dates, half-open. */
  readonly from: string;
  readonly to: string;
  readonly step: string;
  /** Chosen by its first and last day; `kind` then only says how it is drawn. */
  readonly free?: true;
}
const FREE_IN_URL = 'vrij';
/** Drawn by the hour up to a week, by the day up to a hundred days, by the month beyond. */
const FREE_DAYS = { week: 7, month: 100, most: 3660 } as const;

const DAY_MS = 24 * 60 * 60 * 1000;
/** A calendar day as a number: only for counting days, never an instant of the clock. */
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

export const isDate = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dayNumber(text)) && dateOf(dayNumber(text)) === text;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function firstOfMonth(year: number, month: number): string {
  const months = year * 12 + month - 1;
  return `${Math.floor(months / 12)}-${twoDigits((months % 12) + 1)}-01`;
}

export function periodAround(kind: PeriodKind, date: string): Period {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const step = STEP[kind];
  const day = dayNumber(date);
  switch (kind) {
    case 'day':
      return { kind, from: date, to: dateOf(day + 1), step };
    case 'week': {
      const monday = day - ((day + 3) % 7);
      return { kind, from: dateOf(monday), to: dateOf(monday + 7), step };
    }
    case 'month':
      return { kind, from: firstOfMonth(year, month), to: firstOfMonth(year, month + 1), step };
    case 'year':
      return { kind, from: `${year}-01-01`, to: `${year + 1}-01-01`, step };
  }
}

/** A period of another kind in one that is looked at: around today where that lies in it, else its first. */
export const periodIn = (kind: PeriodKind, { from, to }: Pick<Period, 'from' | 'to'>, today: string): Period => periodAround(kind, today >= from && today < to ? today : from);

/** A free period of whole days.
 *  @param until its last day
 *  @returns null when the days are none, the wrong way round or ten years apart */
export function periodOver(from: string, until: string): Period | null {
  if (!isDate(from) || !isDate(until)) return null;
  const days = dayNumber(until) - dayNumber(from) + 1;
  if (days < 1 || days > FREE_DAYS.most) return null;
  const kind = days === 1 ? 'day' : days <= FREE_DAYS.week ? 'week' : days <= FREE_DAYS.month ? 'month' : 'year';
  return { kind, from, to: dateOf(dayNumber(until) + 1), step: STEP[kind], free: true };
}

export const lastDay = (period: Period): string => dateOf(dayNumber(period.to) - 1);

/** The same number of days, so many periods later. */
function shifted(period: Period, by: 1 | -1): Period {
  const days = by * (dayNumber(period.to) - dayNumber(period.from));
  return { ...period, from: dateOf(dayNumber(period.from) + days), to: dateOf(dayNumber(period.to) + days) };
}

export const following = (period: Period): Period => (period.free === true ? shifted(period, 1) : periodAround(period.kind, period.to));
export const preceding = (period: Period): Period => (period.free === true ? shifted(period, -1) : periodAround(period.kind, dateOf(dayNumber(period.from) - 1)));

const QUARTER_MS = 15 * 60 * 1000;
const NIGHT_MS = 4 * 60 * 60 * 1000;
const startOf = (day: number): number => localMidnight(dateOf(day));

/** Where the same part of the period before ends, while this one is still running: as many days on and as late on the clock as the last
 *  whole quarter-hour, and not past its end. */
function samePart(period: Period, before: Period, nowMs: number): number {
  const today = dayNumber(localDay(nowMs));
  const day = dayNumber(before.from) + today - dayNumber(period.from);
  const quarterMs = Math.floor(nowMs / QUARTER_MS) * QUARTER_MS;
  const isNight = quarterMs - startOf(today) < NIGHT_MS;
  // The clock is changed at night: from then on a day has as long to go as any other.
  const sameMs = isNight ? startOf(day) + quarterMs - startOf(today) : startOf(day + 1) - startOf(today + 1) + quarterMs;
  return Math.min(Math.max(sameMs, localMidnight(before.from) + QUARTER_MS), localMidnight(before.to));
}

/** The period that this one is held against, and where it is counted to while this one is running; null: to its end. */
export function earlierPart(period: Period, nowMs: number): { readonly earlier: Period; readonly until: number | null } {
  const earlier = preceding(period);
  return { earlier, until: localMidnight(period.to) > nowMs ? samePart(period, earlier, nowMs) : null };
}

/** @param until where it is counted to; null: to its end */
export const spanQuery = ({ from, to }: Period, until: number | null): string => `from=${from}&to=${until === null ? to : new Date(until).toISOString()}`;

interface PeriodInUrl {
  readonly periode?: string | undefined;
  readonly datum?: string | undefined;
  /** Last day of a free period. */
  readonly tot?: string | undefined;
}

export function periodFrom(query: PeriodInUrl, nowMs: number): Period {
  const free = query.periode === FREE_IN_URL ? periodOver(query.datum ?? '', query.tot ?? '') : null;
  if (free !== null) return free;
  const kind = PERIODS.find((each) => IN_URL[each] === query.periode) ?? 'day';
  return periodAround(kind, isDate(query.datum) ? query.datum : localDay(nowMs));
}

export const periodQuery = (period: Period, carrier: string): string =>
  `?periode=${period.free === true ? FREE_IN_URL : IN_URL[period.kind]}&datum=${period.from}${period.free === true ? `&tot=${lastDay(period)}` : ''}${carrier === 'electricity' ? '' : `&drager=${carrier}`}`;

const HOURS_MS = { PT15M: 15 * 60 * 1000, PT1H: 60 * 60 * 1000 } as const;

/** Bounds of all steps of a period, also of those still to come: n steps give n + 1 instants. */
export function stepStarts(period: Period): number[] {
  const [from, to] = [localMidnight(period.from), localMidnight(period.to)];
  const starts: number[] = [];
  if (period.kind === 'day' || period.kind === 'week') {
    const length = HOURS_MS[STEP[period.kind]];
    for (let at = from; at <= to; at += length) starts.push(at);
    return starts;
  }
  const unit = period.kind === 'month' ? 'day' : 'month';
  for (let each = periodAround(unit, period.from); each.from < period.to; each = following(each)) starts.push(localMidnight(each.from < period.from ? period.from : each.from));
  return [...starts, to];
}

/** ISO 8601: the week that holds the Thursday. */
export function isoWeek(date: string): number {
  const thursday = dayNumber(date) - ((dayNumber(date) + 3) % 7) + 3;
  const firstDay = dayNumber(`${dateOf(thursday).slice(0, 4)}-01-01`);
  return Math.floor((thursday - firstDay) / 7) + 1;
}

/** Noon in UTC lies on the same date in Amsterdam all year. */
const noonMs = (date: string): number => Date.parse(`${date}T12:00:00Z`);

export function periodLabel(period: Period, lang: Lang, week: (number: number) => string): string {
  const from = noonMs(period.from);
  if (period.free === true && period.kind !== 'day') {
    const year = period.from.slice(0, 4) === lastDay(period).slice(0, 4) ? '' : ` ${period.from.slice(0, 4)}`;
    return `${formatDay(lang, from)}${year} – ${formatDay(lang, noonMs(lastDay(period)))} ${lastDay(period).slice(0, 4)}`;
  }
  switch (period.kind) {
    case 'day':
      return `${formatLongDate(lang, from)} · ${week(isoWeek(period.from))}`;
    case 'week':
      return `${week(isoWeek(period.from)).replace(/^./, (letter) => letter.toUpperCase())} · ${formatDay(lang, from)} – ${formatDay(lang, noonMs(period.to) - DAY_MS)} ${period.to.slice(0, 4)}`;
    case 'month':
      return formatMonth(lang, from);
    case 'year':
      return period.from.slice(0, 4);
  }
}
