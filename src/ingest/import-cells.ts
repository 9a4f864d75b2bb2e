// One cell of a file -> a number or an instant. Pure; refuses rather than guesses.
import { localDate, quartersInDay, wallClockInstants } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';

/** Excel gives numbers; everything else is text. */
export type Cell = string | number;
export type Row = readonly Cell[];

export const DECIMALS = [',', '.'] as const;
export type Decimal = (typeof DECIMALS)[number];
export const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];
export const ZONES = ['amsterdam', 'utc', 'offset'] as const;
export type Zone = (typeof ZONES)[number];

const PLAIN = { ',': /^[+-]?\d+(?:,\d*)?$/, '.': /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/ } as const;
const GROUPED = { ',': /^[+-]?\d{1,3}(?:[.\u00a0\u202f ']\d{3})+(?:,\d*)?$/, '.': /^[+-]?\d{1,3}(?:[,\u00a0\u202f ']\d{3})+(?:\.\d*)?$/ } as const;

/** A number with this decimal sign, groups of thousands allowed; null when it is something else. */
export function parseNumber(cell: Cell, decimal: Decimal): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  const text = cell.trim();
  if (PLAIN[decimal].test(text)) return Number(decimal === ',' ? text.replace(',', '.') : text);
  if (!GROUPED[decimal].test(text)) return null;
  const digits = text.replaceAll(decimal === ',' ? /[.\u00a0\u202f ']/g : /[,\u00a0\u202f ']/g, '');
  return Number(digits.replace(',', '.'));
}

export interface WallClock {
  /** As 2026-03-29. */
  readonly date: string;
  /** Since midnight; 1440 is the end of the day. */
  readonly minutes: number;
  /** Minutes east of UTC, when the text says so. */
  readonly offset: number | null;
}

const DATE = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:\d{2})?)?$/;
const TIME = /(?:^|[T\s])(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(Z|UTC|CET|CEST|[+-]\d{2}:?\d{2})?/;
const DAY_MINUTES = 1440;
/** 1 January 2000 and 2100 as Excel counts days. */
const SERIAL_MIN = 36_526;
const SERIAL_MAX = 73_051;

/** Date and time of one cell; null when it holds no date. */
export function parseMoment(cell: Cell, order: DateOrder): WallClock | null {
  if (typeof cell === 'number') return cell >= SERIAL_MIN && cell < SERIAL_MAX ? fromSerial(cell) : parseMoment(String(cell), order);
  const text = cell.trim();
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year = '', month = '', day = '', hour = '0', minute = '0'] = compact;
    return moment({ year, month, day }, Number(hour) * 60 + Number(minute), null);
  }
  const date = DATE.exec(text);
  if (date === null) return null;
  const [whole, first = '', second = '', third = ''] = date;
  const parts = first.length === 4 ? { year: first, month: second, day: third } : inOrder({ first, second, third }, order);
  const rest = text.slice(whole.length);
  if (rest === '') return moment(parts, 0, null);
  const time = parseTimeOfDay(rest);
  return time === null ? null : moment(parts, time.minutes, time.offset);
}

/** '14:15' -> minutes since midnight; of '14:00 - 14:15' the first. */
export function parseTimeOfDay(cell: Cell): { minutes: number; offset: number | null } | null {
  if (typeof cell === 'number') return cell >= 0 && cell <= 1 ? { minutes: Math.round(cell * DAY_MINUTES), offset: null } : null;
  const time = TIME.exec(cell);
  if (time === null) return null;
  const [hour, minute] = [Number(time[1]), Number(time[2])];
  const minutes = hour * 60 + minute;
  return minute > 59 || minutes > DAY_MINUTES ? null : { minutes, offset: offsetOf(time[3]) };
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  if (zone === 'CET') return 60;
  if (zone === 'CEST') return 120;
  if (zone === 'Z' || zone === 'UTC') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

function inOrder({ first, second, third }: { first: string; second: string; third: string }, order: DateOrder): { year: string; month: string; day: string } {
  switch (order) {
    case 'dmy':
      return { year: third, month: second, day: first };
    case 'mdy':
      return { year: third, month: first, day: second };
    case 'ymd':
      return { year: first, month: second, day: third };
  }
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function moment(parts: { year: string; month: string; day: string }, minutes: number, offset: number | null): WallClock | null {
  const year = parts.year.length === 2 ? 2000 + Number(parts.year) : Number(parts.year);
  const [month, day] = [Number(parts.month), Number(parts.day)];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && !leap ? 28 : (MONTH_DAYS[month - 1] ?? 0);
  if (year < 2000 || year >= 2100 || day < 1 || day > days || minutes > DAY_MINUTES) return null;
  const two = (value: number): string => String(value).padStart(2, '0');
  return { date: `${year}-${two(month)}-${two(day)}`, minutes, offset };
}

/** Days since 30 December 1899, the part of the day behind the point; Excel's times are not exact to the second. */
function fromSerial(serial: number): WallClock {
  const minutes = Math.round(serial * DAY_MINUTES);
  const date = new Date(Date.UTC(1899, 11, 30) + Math.floor(minutes / DAY_MINUTES) * 86_400_000).toISOString().slice(0, 10);
  return { date, minutes: minutes % DAY_MINUTES, offset: null };
}

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Wall clocks -> instants; remembers what each day is like, since a file names every quarter many times. */
export class Clock {
  readonly #zone: Zone;
  readonly #days = new Map<string, { midnight: number; plain: boolean }>();

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** All instants that the clock may mean: two in the doubled hour, none in the missing one. */
  instants(moment_: WallClock): readonly number[] {
    const { date, minutes, offset } = moment_.minutes === DAY_MINUTES ? { ...moment_, date: nextDay(moment_.date), minutes: 0 } : moment_;
    if (offset !== null) return [Date.parse(`${date}T00:00:00Z`) + (minutes - offset) * 60_000];
    if (this.#zone !== 'amsterdam') return [Date.parse(`${date}T00:00:00Z`) + minutes * 60_000];
    const day = this.#day(date);
    return day.plain ? [day.midnight + minutes * 60_000] : wallClockInstants(date, minutes);
  }

  /** Start of the local day, and how many quarters it has. */
  day(date: string): { start: EpochMs; quarters: number } {
    const start = localDate(date);
    return { start, quarters: quartersInDay(start) };
  }

  #day(date: string): { midnight: number; plain: boolean } {
    const known = this.#days.get(date);
    if (known !== undefined) return known;
    const { start, quarters } = this.day(date);
    const made = { midnight: start, plain: quarters === 96 };
    this.#days.set(date, made);
    return made;
  }
}
