// Files that name an interval by its number in the day: hour 1 to 24, quarter-hour 1 to 96. Pure.
import { localFloor, quartersInDay } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { type Cell, type DateOrder, type Row, parseMoment } from './import-cells.ts';
import { DAY_COLUMNS_MAX, HOUR_QUARTERS, type HourQuarter, type IntervalMinutes, type TimeNumber, cellText, flowNamed, isQuartered, unitNamed } from './import-choices.ts';

const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;
const QUARTER_MINUTES = 15;
/** Hour 3, H03, Q17, 17; 3A and 3B for the hour that comes twice. */
const NUMBER = /^(?:[a-z]{1,10}[ .]?)?(\d{1,3})(?:[.,]0)?(?: ?([ab]))?$/i;
const HOUR = /\b(uur|uren|hour|hours|hr)|^h$/i;
const QUARTER = /kwartier|quarter|\b(ptu|pte|isp)\b/i;
const ANY_TIME = /\b(tijd|time|tijdvak|van|vanaf|tot|from|until|to|periode|period|interval|blok)\b/i;
const FILLED_SHARE = 0.9;
/** The shortest and longest day, in its intervals. */
const KINDS: readonly { readonly interval: 15 | 60; readonly min: number; readonly max: number; readonly named: RegExp }[] = [
  { interval: 60, min: 23, max: 25, named: HOUR },
  { interval: 15, min: 92, max: DAY_COLUMNS_MAX, named: QUARTER },
];

const tellsAmount = (heading: string): boolean => flowNamed(heading) !== null || unitNamed(heading) !== null || /waarde|value|volume|hoeveelheid|amount/i.test(heading);
/** Does a heading say that its column tells when, and not how much? */
export const tellsWhen = (heading: string): boolean => !tellsAmount(heading) && (HOUR.test(heading) || QUARTER.test(heading) || ANY_TIME.test(heading));

/** The number in a cell; null when it holds none. */
export function numberIn(cell: Cell | undefined): number | null {
  const number = NUMBER.exec(String(cell ?? '').trim())?.[1];
  return number === undefined ? null : Number(number);
}

/** Which time of the hour that comes twice a cell names: 0 of 3A, 1 of 3B; null when it names none. */
export function turnIn(cell: Cell | undefined): 0 | 1 | null {
  const letter = NUMBER.exec(String(cell ?? '').trim())?.[2]?.toLowerCase();
  return letter === undefined ? null : letter === 'a' ? 0 : 1;
}

export interface NumberCells {
  readonly number: Cell | undefined;
  /** Of the quarter of the hour, where that has a column. */
  readonly quarter?: Cell | undefined;
}

/** Minutes from the start of the day to the start of its n-th interval, or of a quarter of its n-th hour; null when no day has so many. */
export function minutesOf(cells: NumberCells, timeNumber: TimeNumber, intervalMinutes: IntervalMinutes): number | null {
  const number = numberIn(cells.number);
  if (number === null || intervalMinutes === DAY_MINUTES) return null;
  const within = isQuartered(timeNumber) ? quarterMinutes(cells.quarter, timeNumber.quarter) : 0;
  if (within === null) return null;
  const minutes = (number - timeNumber.first) * (isQuartered(timeNumber) ? HOUR_MINUTES : intervalMinutes) + within;
  return minutes < 0 || minutes >= DAY_MINUTES + HOUR_MINUTES ? null : minutes;
}

/** 0, 15, 30 or 45; null of anything else. */
function quarterMinutes(cell: Cell | undefined, { counts }: HourQuarter): number | null {
  const number = numberIn(cell);
  if (number === null) return null;
  const minutes = counts === 'minutes' ? number : (number - (counts === 'from-1' ? 1 : 0)) * QUARTER_MINUTES;
  return minutes >= 0 && minutes < HOUR_MINUTES && minutes % QUARTER_MINUTES === 0 ? minutes : null;
}

export interface Numbered {
  readonly column: number;
  readonly timeNumber: TimeNumber;
  readonly interval: 15 | 60;
  /** Said by the heading, and not only by what stands below it. */
  readonly named: boolean;
  /** Order or clock follows from a day on which the clock changes, or is what is usual. */
  readonly seen: boolean;
}
interface Lines {
  readonly headings: readonly string[];
  readonly body: readonly Row[];
  readonly tail: readonly Row[];
  readonly dateColumn: number;
}
/** How often each number stands on the lines of a date. */
type Counts = ReadonlyMap<number, number>;

/** The column with the number of the interval beside a column of bare dates; null when there is none. */
export function numberedBy(lines: Lines, order: DateOrder): Numbered | null {
  const { body, tail, dateColumn, headings } = lines;
  const bare = dateColumn >= 0 && body.length > 1 && body.every((row) => parseMoment(row[dateColumn] ?? '', order)?.minutes === 0);
  if (!bare) return null;
  const width = Math.max(headings.length, ...body.slice(0, 50).map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) => column !== dateColumn);
  const found = columns.flatMap((column) => {
    const heading = headings[column] ?? '';
    const filled = body.filter((row) => cellText(row, column) !== '');
    const isNumber = filled.length > 0 && filled.filter((row) => numberIn(row[column]) !== null).length >= filled.length * FILLED_SHARE;
    const one = isNumber && !tellsAmount(heading) ? numberedIn(countsOf([...body, ...tail], { column, dateColumn, order }), heading) : null;
    if (one === null) return [];
    return [tellsTurns([...body, ...tail], column) ? { column, ...one, timeNumber: { ...one.timeNumber, by: 'clock' as const }, seen: true } : { column, ...one }];
  });
  // Four quarters of an hour look like a few of a day, until the hour beside them is seen.
  const hours = found.filter((one) => one.interval === 60);
  for (const one of hours) {
    const quarter = quarterBeside([...body, ...tail], { headings, columns: columns.filter((column) => column !== one.column), hour: one, dateColumn });
    if (quarter !== null) return { ...one, interval: 15, timeNumber: { ...one.timeNumber, quarter } };
  }
  // A column that says so goes before one that only looks like it.
  return found.find((one) => one.named) ?? found[0] ?? null;
}

const QUARTER_RUNS: Readonly<Record<HourQuarter['counts'], readonly number[]>> = { 'from-1': [1, 2, 3, 4], 'from-0': [0, 1, 2, 3], minutes: [0, 15, 30, 45] };
const QUARTER_HEADING = /kwartier|quarter|viertel|min|^q$/i;

/** A column whose numbers run through the four quarters within each hour: each as often as the others. */
function quarterBeside(
  rows: readonly Row[],
  over: { headings: readonly string[]; columns: readonly number[]; hour: { readonly column: number }; dateColumn: number },
): HourQuarter | null {
  const { headings, columns, hour, dateColumn } = over;
  const found = columns.flatMap((column): (HourQuarter & { named: boolean })[] => {
    const heading = headings[column] ?? '';
    const given = new Map<number, Set<string>>();
    for (const row of rows) {
      const number = numberIn(row[column]);
      if (number === null) return [];
      given.set(number, (given.get(number) ?? new Set()).add(`${cellText(row, dateColumn)} ${cellText(row, hour.column)}`));
    }
    const counts = HOUR_QUARTERS.find((one) => given.size === 4 && QUARTER_RUNS[one].every((number) => given.has(number)));
    const sizes = [...given.values()].map((hours) => hours.size);
    const isEven = Math.min(...sizes) >= FILLED_SHARE * Math.max(...sizes);
    return counts === undefined || !isEven || tellsAmount(heading) ? [] : [{ column, counts, named: QUARTER_HEADING.test(heading) }];
  });
  const best = found.find((one) => one.named) ?? found[0];
  return best === undefined ? null : { column: best.column, counts: best.counts };
}

/** Does a file tell the two times of the doubled hour apart? Then its hours are the clock's. */
const tellsTurns = (rows: readonly Row[], column: number): boolean => rows.some((row) => turnIn(row[column]) !== null);

function countsOf(rows: readonly Row[], over: { column: number; dateColumn: number; order: DateOrder }): Map<string, Map<number, number>> {
  const days = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const [date, number] = [parseMoment(row[over.dateColumn] ?? '', over.order)?.date, numberIn(row[over.column])];
    if (date === undefined || number === null) continue;
    const day = days.get(date) ?? new Map<number, number>();
    days.set(date, day.set(number, (day.get(number) ?? 0) + 1));
  }
  return days;
}

function numberedIn(days: ReadonlyMap<string, Counts>, heading: string): Omit<Numbered, 'column'> | null {
  const numbers = [...days.values()].flatMap((day) => [...day.keys()]);
  const first = numbers.includes(0) ? 0 : 1;
  const most = Math.max(...numbers) - first + 1;
  // What is amiss with whole days is amiss with the column: an amount, or the number of a tariff.
  const whole = [...days.values()].some((day) => KINDS.some(({ min, max }) => day.size >= min && day.size <= max && isRun(day, first)));
  const kind = KINDS.find(({ named, max }) => named.test(heading) && most <= max) ?? KINDS.find(({ min, max }) => most >= min && most <= max);
  const several = [...days.values()].some((day) => day.size > 1);
  const named = tellsWhen(heading);
  if (kind === undefined || !several || !(whole || named)) return null;
  const by = seenBy(days, { first, perHour: 60 / kind.interval });
  // Hour 0 is what the clock shows; hour 1 is the first one.
  return { timeNumber: { first, by: by ?? (first === 0 ? 'clock' : 'order') }, interval: kind.interval, named, seen: by !== null };
}

/** Numbers that follow each other from the first on; the missing hour may be left out. */
function isRun(day: Counts, first: number): boolean {
  const numbers = [...day.keys()];
  return Math.min(...numbers) === first && Math.max(...numbers) - first + 1 - numbers.length <= 4;
}

/** Which reading the days on which the clock changes allow; null where the file has none of them. */
function seenBy(days: ReadonlyMap<string, Counts>, { first, perHour }: { first: number; perHour: number }): TimeNumber['by'] | null {
  const last = [...days.keys()].reduce((newest, date) => (date > newest ? date : newest), '');
  for (const [date, day] of days) {
    const changes = changeOn(date);
    if (changes === 'spring' && day.has(first + 23 * perHour - 1)) return day.has(first + 24 * perHour - 1) ? 'clock' : 'order';
    if (changes !== 'autumn') continue;
    if (day.has(first + 24 * perHour)) return 'order';
    // The hour that comes twice does so, or the day is over and has no 25th.
    if ((day.get(first + 2 * perHour) ?? 0) > (day.get(first) ?? 0) || (date < last && day.has(first + 24 * perHour - 1))) return 'clock';
  }
  return null;
}

/** A local day on which the clock changes has an hour less, or one more. */
export function changeOn(date: string): 'spring' | 'autumn' | null {
  const quarters = quartersInDay(localFloor(epochMs(Date.parse(`${date}T12:00:00Z`)), 'P1D'));
  return quarters === 92 ? 'spring' : quarters === 100 ? 'autumn' : null;
}
