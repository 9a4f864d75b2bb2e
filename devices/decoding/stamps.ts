// Time stamps of devices turned into instants; null when the text is no date and time. Never reads a clock.
import { fromWallClock } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** The widest offsets in use are +14:00 and -12:00. */
const OFFSET_HOURS_MAX = 14;
/** Epoch numbers below this are seconds (until the year 5138), above it milliseconds (since 1973). */
const EPOCH_SECONDS_MAX = 1e11;
const EPOCH_MS_MAX = 8.64e15;

interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** YYMMDDhhmmss with S (summer, UTC+2) or W (winter, UTC+1); some firmware prints the letter in lower case.
 *  Without a letter it is the Amsterdam wall clock, read nearest to `near`. */
export function compactStamp(text: string, near: EpochMs): EpochMs | null {
  if (!/^\d{12}[SWsw]?$/.test(text)) return null;
  const clock = {
    year: 2000 + digitsAt(text, 0, 2),
    month: digitsAt(text, 2, 2),
    day: digitsAt(text, 4, 2),
    hour: digitsAt(text, 6, 2),
    minute: digitsAt(text, 8, 2),
    second: digitsAt(text, 10, 2),
  };
  if (!isClock(clock)) return null;
  const season = text.charAt(12).toUpperCase();
  if (season === '') return fromWallClock(clock, near);
  return epochMs(utc(clock) - (season === 'S' ? 2 : 1) * HOUR_MS);
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/** The form nearly every device sends, read without a regular expression: it is most of the cost of a small message. */
const UTC_SECONDS = 'dddd-dd-ddTdd:dd:dd';
const [CODE_0, CODE_9, CODE_D] = [0x30, 0x39, 0x64];

/** 2026-01-31T12:00:00Z or with .123 before the Z; null for every other form. */
function utcSeconds(text: string): EpochMs | null {
  const last = UTC_SECONDS.length;
  const fraction = text.length === last + 5 && text.charCodeAt(last) === 0x2e;
  if ((text.length !== last + 1 && !fraction) || text.charCodeAt(text.length - 1) !== 0x5a) return null;
  for (let at = 0; at < last; at++) {
    const code = text.charCodeAt(at);
    const form = UTC_SECONDS.charCodeAt(at);
    if (form === CODE_D ? code < CODE_0 || code > CODE_9 : code !== form) return null;
  }
  if (fraction && !/^\d{3}$/.test(text.slice(last + 1, last + 4))) return null;
  const fractionMs = fraction ? digitsAt(text, last + 1, 3) : 0;
  const clock = {
    year: digitsAt(text, 0, 4),
    month: digitsAt(text, 5, 2),
    day: digitsAt(text, 8, 2),
    hour: digitsAt(text, 11, 2),
    minute: digitsAt(text, 14, 2),
    second: digitsAt(text, 17, 2),
  };
  return isClock(clock) ? epochMs(utc(clock) + fractionMs) : null;
}

/** The number that digits already looked at stand for. */
function digitsAt(text: string, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at++) value = value * 10 + text.charCodeAt(at) - CODE_0;
  return value;
}

/** ISO 8601 with an offset; 'no-zone' when it stands there without one, null when it is no date and time. */
export function isoInstant(text: string): EpochMs | 'no-zone' | null {
  const plain = utcSeconds(text);
  if (plain !== null) return plain;
  const match = ISO.exec(text);
  if (match === null) return null;
  const clock = clockFrom([...match.slice(1, 6), match[6] ?? '0']);
  if (clock === null) return null;
  const zone = match[8];
  if (zone === undefined) return 'no-zone';
  const offsetMs = offsetFrom(zone);
  if (offsetMs === null) return null;
  const fractionMs = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
  return epochMs(utc(clock) + fractionMs - offsetMs);
}

/** ISO 8601; without an offset it is the Amsterdam wall clock, read nearest to `near`. */
export function isoOrLocal(text: string, near: EpochMs): EpochMs | null {
  const instant = isoInstant(text);
  if (instant !== 'no-zone') return instant;
  const match = ISO.exec(text);
  const clock = match === null ? null : clockFrom([...match.slice(1, 6), match[6] ?? '0']);
  return clock === null ? null : fromWallClock(clock, near);
}

/** Seconds or milliseconds since 1970, told apart by size. */
export function epochNumber(value: number): EpochMs | null {
  if (!(value > 0)) return null;
  const atMs = value < EPOCH_SECONDS_MAX ? value * 1000 : value;
  return atMs <= EPOCH_MS_MAX ? epochMs(Math.floor(atMs)) : null;
}

function clockFrom(parts: readonly (string | undefined)[]): Clock | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const clock = { year, month, day, hour, minute, second };
  return isClock(clock) ? clock : null;
}

function isClock({ year, month, day, hour, minute, second }: Clock): boolean {
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + leapDay;
  return day >= 1 && day <= days && hour <= 23 && minute <= 59 && second <= 59;
}

function offsetFrom(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > OFFSET_HOURS_MAX || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

const utc = (clock: Clock): number => Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second);
