// Files with a line a day and a column for each of its quarter-hours or hours. Pure.
import { type Row, parseMoment, parseTimeOfDay } from './import-cells.ts';
import { turnIn } from './import-number.ts';
import { DAY_COLUMNS_MAX, type DayColumns, type IntervalMinutes, cellText } from './import-choices.ts';

const NUMBER = /^[+-]?\d[\d.,\u00a0\u202f ']*$/;
/** Columns of the shortest and longest day, for each interval. */
const WIDTHS: readonly { readonly interval: Exclude<IntervalMinutes, 1440>; readonly min: number; readonly max: number }[] = [
  { interval: 15, min: 92, max: DAY_COLUMNS_MAX },
  { interval: 60, min: 23, max: 25 },
];
const FILLED_SHARE = 0.8;
/** Quarter 1, Q01, 17, 3B, 00:15, or nothing: a column of a day. One of a connection says more. */
const COLUMN_HEADING = /^([a-z .]{0,10}\d{1,3} ?[ab]?|\d{1,2}[:.]\d{2}.*)?$/i;

export interface Wide {
  readonly first: number;
  readonly dayColumns: DayColumns;
  readonly interval: { readonly value: IntervalMinutes; readonly reason: 'columns-of-a-day'; readonly certainty: 'sure' | 'likely' };
}

/** The longest run of columns with numbers, when it is as long as a day; null when it is not. */
export function wideColumnsOf(table: { readonly headings: readonly string[]; readonly body: readonly Row[]; readonly dateColumn: number }): Wide | null {
  const { headings, body, dateColumn } = table;
  if (dateColumn < 0 || body.length === 0) return null;
  const width = Math.max(headings.length, ...body.map((row) => row.length));
  const isTime = (column: number): boolean => /^\d{1,2}[:.]\d{2}/.test(headings[column] ?? '');
  const holds = (column: number): boolean => {
    const texts = body.map((row) => cellText(row, column)).filter((text) => text !== '');
    const isNamed = isTime(column) || turnIn(headings[column]) !== null;
    // The last columns are empty on all days but one; their heading says that they belong.
    const isAmounts = texts.filter((text) => NUMBER.test(text) && !/^'?\d{18}$/.test(text)).length >= texts.length * FILLED_SHARE;
    return column !== dateColumn && COLUMN_HEADING.test((headings[column] ?? '').trim()) && texts.length >= (isNamed ? 0 : 1) && isAmounts;
  };
  let [first, count] = [0, 0];
  for (let column = 0; column < width; column++) {
    let end = column;
    while (end < width && holds(end)) end += 1;
    if (end - column > count) [first, count] = [column, end - column];
    column = end;
  }
  // A column with the day's total or an EAN stands before them, never a time.
  const named = Array.from({ length: count }, (_, index) => first + index).find(isTime);
  if (named !== undefined) [first, count] = [named, first + count - named];
  const fits = WIDTHS.find(({ min, max }) => count >= min && count <= max);
  const isDay = (row: Row): boolean => (parseMoment(row[dateColumn] ?? '', 'dmy') ?? parseMoment(row[dateColumn] ?? '', 'mdy'))?.minutes === 0;
  if (fits === undefined || !body.every(isDay)) return null;
  const times = headings.slice(first, first + 2).map((heading) => parseTimeOfDay(heading)?.minutes ?? null);
  const byClock = count <= 1440 / fits.interval && times[0] !== null && times[1] !== null && (times[1] ?? 0) - (times[0] ?? 0) === fits.interval;
  // 3A and 3B, the hour from two to three.
  const turns = [2, 3].map((hour) => turnIn(headings[first + hour]));
  const isTwice = fits.interval === 60 && turns[0] === 0 && turns[1] === 1;
  return {
    first,
    dayColumns: { count, by: isTwice ? 'twice' : byClock ? 'clock' : 'order' },
    interval: { value: fits.interval, reason: 'columns-of-a-day', certainty: byClock || isTwice || count !== 1440 / fits.interval ? 'sure' : 'likely' },
  };
}
