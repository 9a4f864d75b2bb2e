// Numbers, times and dates as a reader in the Netherlands writes them. Intl only; knows no screen and no words.

export type Lang = 'nl' | 'en';
export const ZONE = 'Europe/Amsterdam';
const HOUR_MS = 60 * 60 * 1000;

export const localeOf = (lang: Lang): string => (lang === 'nl' ? 'nl-NL' : 'en-GB');

const numberFormats = new Map<string, Intl.NumberFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();

function numberFormat(lang: Lang, digits: number): Intl.NumberFormat {
  const name = `${lang}${digits}`;
  const known = numberFormats.get(name);
  if (known) return known;
  const made = new Intl.NumberFormat(localeOf(lang), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  numberFormats.set(name, made);
  return made;
}

function timeFormat(lang: Lang, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = timeFormats.get(lang + name);
  if (known) return known;
  const made = new Intl.DateTimeFormat(localeOf(lang), { timeZone: ZONE, ...options });
  timeFormats.set(lang + name, made);
  return made;
}

/** 1.234,5 with a true minus and never "−0". */
export function formatNumber(lang: Lang, value: number, digits = 0): string {
  const text = numberFormat(lang, digits).format(value).replace('-', '−');
  return /[1-9]/.test(text) ? text : text.replace('−', '');
}

/** A difference: with its sign, unless it is shown as 0. */
export function formatDifference(lang: Lang, value: number, digits = 0): string {
  const text = formatNumber(lang, value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A share of 0..1 as a whole percentage; the sign stands after a no-break space. 99,6 is never shown as 100, nor 0,4 as 0 or as 1. */
export function formatPercent(lang: Lang, share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '<\u00a01\u00a0%';
  return `${formatNumber(lang, rounded === 100 && share < 1 ? 99 : rounded)}\u00a0%`;
}

export type Unit = 'kW' | 'kWh' | 'm3' | 'm3/h';
export interface Scale {
  readonly unit: string;
  readonly divisor: number;
  readonly digits: number;
}

/** One scale for a whole panel, by its largest value: kW and kWh to 10.000, then MW and MWh with one decimal. */
export function scaleFor(unit: Unit, largest: number): Scale {
  if (unit === 'm3') return { unit: 'm³', divisor: 1, digits: 0 };
  if (unit === 'm3/h') return { unit: 'm³/u', divisor: 1, digits: 0 };
  if (Math.abs(largest) < 10_000) return { unit, divisor: 1, digits: 0 };
  if (Math.abs(largest) < 10_000_000) return { unit: unit === 'kW' ? 'MW' : 'MWh', divisor: 1000, digits: 1 };
  return { unit: unit === 'kW' ? 'GW' : 'GWh', divisor: 1_000_000, digits: 1 };
}

export const formatScaled = (lang: Lang, value: number, scale: Scale): string => formatNumber(lang, value / scale.divisor, scale.digits);

export const formatAmount = (lang: Lang, value: number, unit: Unit): string => {
  const scale = scaleFor(unit, value);
  return `${formatScaled(lang, value, scale)}\u00a0${lang === 'en' ? scale.unit.replace('/u', '/h') : scale.unit}`;
};

/** Rounds parts, in their own unit, to what the scale shows, so that they add up to the rounded total: the
 *  difference goes into the part at `absorber`. */
export function roundParts(parts: readonly number[], absorber: number, scale: Scale): number[] {
  const factor = 10 ** scale.digits / scale.divisor;
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0) * factor);
  const rounded = parts.map((part) => Math.round(part * factor));
  const rest = total - rounded.reduce((sum, part, index) => (index === absorber ? sum : sum + part), 0);
  return rounded.map((part, index) => (index === absorber ? rest : part) / factor);
}

const bareClock = (atMs: number): string => timeFormat('nl', 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs);

/** 14:08; in the doubled autumn hour 02:30 (1e) and 02:30 (2e). */
export function formatClock(lang: Lang, atMs: number): string {
  const text = bareClock(atMs);
  const [first, second] = lang === 'nl' ? ['1e', '2e'] : ['1st', '2nd'];
  if (bareClock(atMs + HOUR_MS) === text) return `${text} (${first})`;
  if (bareClock(atMs - HOUR_MS) === text) return `${text} (${second})`;
  return text;
}

export const formatSeconds = (lang: Lang, atMs: number): string =>
  timeFormat(lang, 'seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(atMs);

/** 14:00 – 14:15 */
export const formatClockPair = (lang: Lang, fromMs: number, toMs: number): string => `${formatClock(lang, fromMs)}\u2009–\u2009${formatClock(lang, toMs)}`;

/** 23 nov 2026 */
export const formatDate = (lang: Lang, atMs: number): string => timeFormat(lang, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(atMs).replace('.', '');

/** 23 nov */
export const formatDay = (lang: Lang, atMs: number): string => timeFormat(lang, 'day', { day: 'numeric', month: 'short' }).format(atMs).replace('.', '');

/** Maandag 23 november 2026: starts a line, so with a capital. */
export function formatLongDate(lang: Lang, atMs: number): string {
  const text = timeFormat(lang, 'long', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(atMs);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const formatMonth = (lang: Lang, atMs: number): string => {
  const text = timeFormat(lang, 'month', { month: 'long', year: 'numeric' }).format(atMs);
  return text.charAt(0).toUpperCase() + text.slice(1);
};
export const formatShortMonth = (lang: Lang, atMs: number): string => timeFormat(lang, 'mon', { month: 'short' }).format(atMs).replace('.', '');
export const formatWeekday = (lang: Lang, atMs: number): string => timeFormat(lang, 'weekday', { weekday: 'short', day: 'numeric' }).format(atMs).replace('.', '');

/** 14:08 when today, else 23 nov 14:08. */
export const formatMoment = (lang: Lang, atMs: number, nowMs: number): string =>
  localDay(atMs) === localDay(nowMs) ? formatClock(lang, atMs) : `${formatDay(lang, atMs)} ${formatClock(lang, atMs)}`;

/** 2 uur en 23 minuten; from a day on whole days. */
export function formatAge(lang: Lang, ageMs: number): string {
  const minutes = Math.max(0, Math.floor(ageMs / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const nl = lang === 'nl';
  const count = (value: number, one: string, many: string): string => `${value} ${value === 1 ? one : many}`;
  if (hours >= 24) return count(Math.floor(hours / 24), nl ? 'dag' : 'day', nl ? 'dagen' : 'days');
  const inMinutes = count(rest, nl ? 'minuut' : 'minute', nl ? 'minuten' : 'minutes');
  if (hours === 0) return inMinutes;
  const inHours = count(hours, nl ? 'uur' : 'hour', nl ? 'uur' : 'hours');
  return rest === 0 ? inHours : `${inHours} ${nl ? 'en' : 'and'} ${inMinutes}`;
}

/** The date of the wall calendar in Amsterdam: 2026-11-23. */
export function localDay(atMs: number): string {
  const parts = timeFormat('en', 'iso', { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(atMs);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Where a local date begins: Amsterdam lies one or two hours before UTC. */
export function localMidnight(date: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  return bareClock(utc - 2 * HOUR_MS) === '00:00' ? utc - 2 * HOUR_MS : utc - HOUR_MS;
}
