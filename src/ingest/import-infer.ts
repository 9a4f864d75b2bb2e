// What a file probably means, each guess with its reason and how sure it is. Pure; a person confirms or changes it.
import { type Cell, type DateOrder, type Decimal, type Row, type WallClock, type Zone, parseMoment, parseTimeOfDay } from './import-cells.ts';
import { type ImportChoices, type ImportUnit, type IntervalMinutes, type ValueColumn, VALUE_COLUMNS_MAX, cellText, flowNamed, unitNamed } from './import-choices.ts';
import type { Delimiter } from './import-choices.ts';
import { changeOn, minutesOf, type Numbered, numberedBy, tellsWhen } from './import-number.ts';
import { type Wide, wideColumnsOf } from './import-wide.ts';

export type Certainty = 'sure' | 'likely' | 'guess';
export const GUESS_REASONS = [
  'same-cells-on-each-line',
  'excel-cells',
  'sign-before-two-digits',
  'comma-is-usual-here',
  'first-line-with-date-and-number',
  'year-stands-first',
  'day-above-twelve',
  'day-first-is-usual-here',
  'offset-in-the-text',
  'named-in-the-heading',
  'missing-hour-is-there',
  'local-is-usual-here',
  'day-begins-at-midnight',
  'day-begins-after-one-interval',
  'start-is-usual-here',
  'distance-of-lines',
  'columns-of-a-day',
  'number-of-the-interval',
  'clock-changes-in-it',
  'time-runs-back',
  'time-runs-on',
  'digits-of-an-ean',
  'ean-in-the-heading',
  'ean-above-the-table',
  'no-ean-found',
  'unit-in-a-column',
  'kwh-is-usual-here',
  'import-is-usual-here',
  'column-with-numbers',
  'nothing-found',
] as const;
export type GuessReason = (typeof GUESS_REASONS)[number];
export interface Guess {
  readonly field: 'delimiter' | 'decimal' | 'firstRow' | 'dateOrder' | 'zone' | 'label' | 'interval' | 'order' | 'connection' | 'flow' | 'unit' | 'values' | 'timeNumber';
  readonly reason: GuessReason;
  readonly certainty: Certainty;
}
export interface Inferred {
  readonly choices: ImportChoices;
  readonly guesses: readonly Guess[];
  readonly headings: readonly string[];
}
type Found<T> = { readonly value: T; readonly reason: GuessReason; readonly certainty: Certainty };
interface Sample {
  readonly rows: readonly Row[];
  readonly tail: readonly Row[];
  readonly delimiter: Delimiter;
  readonly excel: boolean;
}
interface Table {
  readonly headings: readonly string[];
  /** Lines with values. */
  readonly body: readonly Row[];
  readonly tail: readonly Row[];
  /** Lines above the table that have a cell for each column. */
  readonly heads: readonly Row[];
  /** All lines above the table, as one text each. */
  readonly above: readonly string[];
  readonly firstRow: number;
  readonly dateColumn: number;
  readonly timeColumn: number | null;
}

const EAN = /(?<!\d)\d{18}(?!\d)/;
const NUMBER = /^[+-]?\d[\d.,\u00a0\u202f ']*$/;
const NO_AMOUNT = /kvar|blind|tarief|status|meternum|meter ?nr|volgn|cos|kwaliteit|quality|valid|index|stand\b|\bid\b/i;
const QUARTER_MIN = 15;

/** @param sample the first rows of a file, and the last ones of a long file */
export function infer(sample: Sample): Inferred {
  const bare = tableOf(sample);
  const order = dateOrderOf(bare);
  const wide = wideColumnsOf(bare);
  const numbered = wide === null && bare.timeColumn === null ? numberedBy(bare, order.value) : null;
  const table = numbered === null ? bare : { ...bare, timeColumn: numbered.column };
  const decimal = decimalOf(table, sample);
  const moments = momentsOf(table, { order: order.value, numbered });
  const interval = wide !== null ? wide.interval : numbered !== null ? ofNumber(numbered.interval, numbered) : intervalOf(moments);
  const newestFirst = directionOf(moments);
  const zone = zoneOf(table, numbered === null ? moments : []);
  const eanColumn = columnOf(table.body, (text) => /^'?\d{18}$/.test(text));
  const flowColumn = columnOf(table.body, (text) => text.length < 40 && !/\d{3}/.test(text) && flowNamed(text) !== null);
  const unitColumn = columnOf(table.body, (text) => text.length < 12 && !/\d{2}/.test(text) && unitNamed(text) !== null);
  const values = valuesOf(table, { eanColumn, flowColumn, unitColumn, quarterColumn: numbered?.timeNumber.quarter?.column ?? null });
  const label =
    numbered !== null ? ofNumber('start' as const, numbered) : labelOf(table, { moments: newestFirst.value ? [...moments].reverse() : moments, interval: interval.value });
  const choices: ImportChoices = {
    delimiter: sample.delimiter,
    decimal: decimal.value,
    firstRow: table.firstRow,
    dateColumn: table.dateColumn,
    timeColumn: table.timeColumn,
    dateOrder: order.value,
    zone: zone.value,
    label: label.value,
    intervalMinutes: interval.value,
    newestFirst: newestFirst.value,
    eanColumn,
    flowColumn,
    unitColumn,
    values: values.columns,
    ...(wide !== null && asDays(wide, values.columns[0])),
    ...(numbered !== null && { timeNumber: numbered.timeNumber }),
  };
  const rest: Record<Exclude<Guess['field'], 'delimiter' | 'firstRow' | 'timeNumber'>, Omit<Guess, 'field'>> = {
    decimal,
    dateOrder: order,
    zone,
    label,
    interval,
    order: newestFirst,
    connection: values.connection,
    unit: values.unit,
    flow: values.flow,
    values: values.found,
  };
  const found = table.dateColumn >= 0;
  const guesses: Guess[] = [
    { field: 'delimiter', reason: sample.excel ? 'excel-cells' : 'same-cells-on-each-line', certainty: sample.excel ? 'sure' : 'likely' },
    { field: 'firstRow', reason: found ? 'first-line-with-date-and-number' : 'nothing-found', certainty: found ? 'sure' : 'guess' },
    ...Object.entries(rest).flatMap(([field, { reason, certainty }]) => (isField(field) ? [{ field, reason, certainty }] : [])),
    ...(numbered === null ? [] : [{ field: 'timeNumber' as const, ...seenIn(numbered) }]),
  ];
  return { choices: { ...choices, dateColumn: Math.max(table.dateColumn, 0) }, guesses, headings: table.headings };
}

/** What the number in the day says by itself. */
const ofNumber = <T>(value: T, { named }: Numbered): Found<T> => ({ value, reason: 'number-of-the-interval', certainty: named ? 'sure' : 'likely' });
/** Whether a number counts on or follows the clock shows on two days of the year only. */
const seenIn = ({ seen }: Numbered): Omit<Guess, 'field'> =>
  seen ? { reason: 'clock-changes-in-it', certainty: 'sure' } : { reason: 'number-of-the-interval', certainty: 'likely' };

/** One column stands for all of a day's. */
const asDays = ({ first, dayColumns }: Wide, value: ValueColumn | undefined): Pick<ImportChoices, 'dayColumns' | 'values' | 'label' | 'timeColumn'> => ({
  dayColumns,
  label: 'start',
  timeColumn: null,
  values: [{ ean: null, flow: 'import', unit: 'kWh', ...value, column: first }],
});

const FIELDS: readonly Guess['field'][] = ['delimiter', 'decimal', 'firstRow', 'dateOrder', 'zone', 'label', 'interval', 'order', 'connection', 'flow', 'unit', 'values'];
const isField = (name: string): name is Guess['field'] => FIELDS.some((field) => field === name);
const anyMoment = (cell: string | number): boolean => parseMoment(cell, 'dmy') !== null || parseMoment(cell, 'mdy') !== null;

/** The table begins at the first line where the column of dates holds one and another cell a number. */
function tableOf({ rows, tail }: Sample): Table {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const late = rows.slice(Math.floor(rows.length / 2)).filter((row) => row.length > 1);
  const counts = Array.from({ length: width }, (_, column) => late.filter((row) => anyMoment(row[column] ?? '')).length);
  const dateColumn = counts.findIndex((count) => count > 0 && count >= late.length * 0.6);
  const isData = (row: Row): boolean => anyMoment(row[dateColumn] ?? '') && row.some((cell, column) => column !== dateColumn && isNumberLike(cell));
  const firstRow = dateColumn < 0 ? rows.length : rows.findIndex(isData);
  const heads = rows.slice(0, Math.max(firstRow, 0)).filter((row) => row.filter((cell) => cell !== '').length > width / 2);
  const heading = heads.at(-1) ?? [];
  const body = firstRow < 0 ? [] : rows.slice(firstRow).filter((row) => row.length > 1);
  const withTime = body.some(
    (row) => typeof row[dateColumn] === 'number' || /\d[:.]\d{2}/.test(cellText(row, dateColumn).slice(8)) || /^\d{12,14}$/.test(cellText(row, dateColumn)),
  );
  const wholeDays = body.every((row) => (parseMoment(row[dateColumn] ?? '', 'dmy')?.minutes ?? 0) === 0);
  const timeColumn = withTime && !wholeDays ? null : columnOf(body, (text) => /^\d{1,2}[:.]\d{2}([:.]\d{2})?(\s*-.*)?$/.test(text));
  return {
    headings: Array.from({ length: width }, (_, column) => cellText(heading, column)),
    body,
    tail: tail.filter((row) => anyMoment(row[dateColumn] ?? '')),
    heads,
    above: rows.slice(0, Math.max(firstRow, 0)).map((row) => row.join(' ')),
    firstRow: Math.max(firstRow, 0),
    dateColumn,
    timeColumn,
  };
}

const isNumberLike = (cell: string | number): boolean => typeof cell === 'number' || NUMBER.test(cell.trim());

/** The first column in which nearly every line fits. */
function columnOf(body: readonly Row[], fits: (text: string) => boolean): number | null {
  const width = Math.max(0, ...body.slice(0, 50).map((row) => row.length));
  for (let column = 0; column < width; column++) {
    const filled = body.filter((row) => cellText(row, column) !== '');
    if (filled.length > 0 && filled.filter((row) => fits(cellText(row, column))).length >= filled.length * 0.9) return column;
  }
  return null;
}

function decimalOf(table: Table, { delimiter, excel }: Sample): Found<Decimal> {
  if (excel) return { value: '.', reason: 'excel-cells', certainty: 'likely' };
  const votes = { ',': 0, '.': 0 };
  for (const row of table.body) {
    row.forEach((cell, column) => {
      if (typeof cell === 'number' || column === table.dateColumn || column === table.timeColumn || !NUMBER.test(cell.trim())) return;
      const signs = [...cell.matchAll(/[.,]/g)].map((match) => match[0]);
      const last = signs.at(-1);
      // Three digits behind the only sign may be thousands, unless a zero stands before it.
      if (last === undefined || (last !== ',' && last !== '.')) return;
      const behind = cell.trim().length - cell.trim().lastIndexOf(last) - 1;
      if (new Set(signs).size === 2 || behind !== 3 || /^[+-]?0[.,]/.test(cell.trim())) votes[last] += 1;
    });
  }
  if (votes[','] !== votes['.'])
    return { value: votes[','] > votes['.'] ? ',' : '.', reason: 'sign-before-two-digits', certainty: Math.min(votes[','], votes['.']) === 0 ? 'sure' : 'likely' };
  return { value: delimiter === ',' ? '.' : ',', reason: 'comma-is-usual-here', certainty: 'guess' };
}

function dateOrderOf(table: Table): Found<DateOrder> {
  const texts = [...table.body, ...table.tail].map((row) => row[table.dateColumn] ?? '');
  if (texts.every((cell) => typeof cell === 'number' || /^\d{4}/.test(cell.trim()))) return { value: 'ymd', reason: 'year-stands-first', certainty: 'sure' };
  const parts = texts.flatMap((cell) => {
    const match = /^(\d{1,2})[-/.](\d{1,2})[-/.]/.exec(String(cell).trim());
    return match === null ? [] : [{ first: Number(match[1]), second: Number(match[2]) }];
  });
  if (parts.some((one) => one.first > 12)) return { value: 'dmy', reason: 'day-above-twelve', certainty: 'sure' };
  if (parts.some((one) => one.second > 12)) return { value: 'mdy', reason: 'day-above-twelve', certainty: 'sure' };
  return { value: 'dmy', reason: 'day-first-is-usual-here', certainty: 'guess' };
}

/** The moments of one connection, in the order of the file; each counted once. */
function momentsOf(table: Table, { order, numbered }: { order: DateOrder; numbered: Numbered | null }): WallClock[] {
  const timeIn = (cell: Cell, row: Row): { minutes: number; offset: number | null } | null => {
    if (numbered === null) return parseTimeOfDay(cell);
    const minutes = minutesOf({ number: cell, quarter: row[numbered.timeNumber.quarter?.column ?? -1] }, numbered.timeNumber, numbered.interval);
    return minutes === null ? null : { minutes, offset: null };
  };
  const moments = [...table.body, ...table.tail].flatMap((row) => {
    const date = parseMoment(row[table.dateColumn] ?? '', order);
    const time = table.timeColumn === null ? null : timeIn(row[table.timeColumn] ?? '', row);
    return date === null ? [] : [time === null ? date : { ...date, ...time }];
  });
  return moments.filter((one, index) => index === 0 || keyOf(one) !== keyOf(moments[index - 1]));
}

const keyOf = (moment: WallClock | undefined): string => (moment === undefined ? '' : `${moment.date} ${moment.minutes} ${moment.offset}`);
const plainMinutes = (moment: WallClock): number => Date.parse(`${moment.date}T00:00:00Z`) / 60_000 + moment.minutes;

function stepsOf(moments: readonly WallClock[]): number[] {
  return moments.slice(1).map((moment, index) => plainMinutes(moment) - plainMinutes(moments[index] ?? moment));
}

function intervalOf(moments: readonly WallClock[]): Found<IntervalMinutes> {
  const counts = new Map<number, number>();
  for (const step of stepsOf(moments)) counts.set(Math.abs(step), (counts.get(Math.abs(step)) ?? 0) + 1);
  const usual = [...counts].filter(([step]) => step === 15 || step === 60 || step === 1440).sort((a, b) => b[1] - a[1])[0];
  const value = usual?.[0] === 60 ? 60 : usual?.[0] === 1440 ? 1440 : QUARTER_MIN;
  if (usual === undefined) return { value, reason: 'nothing-found', certainty: 'guess' };
  return { value, reason: 'distance-of-lines', certainty: usual[1] >= moments.length * 0.8 ? 'sure' : 'likely' };
}

function directionOf(moments: readonly WallClock[]): Found<boolean> {
  const near = stepsOf(moments).filter((step) => Math.abs(step) <= 1440);
  const back = near.filter((step) => step < 0).length;
  const value = back > near.length / 2;
  return { value, reason: value ? 'time-runs-back' : 'time-runs-on', certainty: near.length > 3 ? 'sure' : 'likely' };
}

function zoneOf(table: Table, moments: readonly WallClock[]): Found<Zone> {
  if (moments.length > 0 && moments.every((one) => one.offset !== null)) return { value: 'offset', reason: 'offset-in-the-text', certainty: 'sure' };
  if ([...table.headings, ...table.above].some((text) => /\b(utc|gmt)\b/i.test(text))) return { value: 'utc', reason: 'named-in-the-heading', certainty: 'sure' };
  const inMissingHour = moments.some(({ date, minutes }) => changeOn(date) === 'spring' && minutes >= 120 && minutes < 180);
  if (inMissingHour) return { value: 'utc', reason: 'missing-hour-is-there', certainty: 'likely' };
  return { value: 'amsterdam', reason: 'local-is-usual-here', certainty: 'likely' };
}

function labelOf(table: Table, over: { moments: readonly WallClock[]; interval: IntervalMinutes }): Found<'start' | 'end'> {
  const heading = table.headings[table.timeColumn ?? table.dateColumn] ?? '';
  if (/\b(van|vanaf|begin|start|from)\b/i.test(heading)) return { value: 'start', reason: 'named-in-the-heading', certainty: 'sure' };
  if (/\b(tot|t\/m|eind|einde|end|until|to)\b/i.test(heading)) return { value: 'end', reason: 'named-in-the-heading', certainty: 'sure' };
  const [oldest, newest] = [over.moments[0]?.minutes, over.moments.at(-1)?.minutes];
  const interval = over.interval;
  if (oldest === 0 && newest === 1440 - interval) return { value: 'start', reason: 'day-begins-at-midnight', certainty: 'sure' };
  if (oldest === interval && (newest === 0 || newest === 1440)) return { value: 'end', reason: 'day-begins-after-one-interval', certainty: 'sure' };
  if (oldest === interval) return { value: 'end', reason: 'day-begins-after-one-interval', certainty: 'likely' };
  if (oldest === 0) return { value: 'start', reason: 'day-begins-at-midnight', certainty: 'likely' };
  return { value: 'start', reason: 'start-is-usual-here', certainty: 'guess' };
}

interface Values {
  readonly columns: ValueColumn[];
  readonly connection: Omit<Guess, 'field'>;
  readonly unit: Omit<Guess, 'field'>;
  readonly flow: Omit<Guess, 'field'>;
  readonly found: Omit<Guess, 'field'>;
}

type Taken = Readonly<Record<'eanColumn' | 'flowColumn' | 'unitColumn' | 'quarterColumn', number | null>>;

function valuesOf(table: Table, over: Taken): Values {
  const taken = new Set([table.dateColumn, table.timeColumn, ...Object.values(over)]);
  const width = table.headings.length;
  const numeric = Array.from({ length: width }, (_, column) => column).filter((column) => {
    const heading = table.headings[column] ?? '';
    if (taken.has(column) || NO_AMOUNT.test(heading) || (table.timeColumn !== null && tellsWhen(heading))) return false;
    const filled = table.body.filter((row) => cellText(row, column) !== '');
    return (
      filled.length > 0 &&
      filled.filter((row) => isNumberLike(row[column] ?? '')).length >= filled.length * 0.8 &&
      !filled.every((row) => anyMoment(row[column] ?? '') && cellText(row, column).length >= 8)
    );
  });
  const named = numeric.filter((column) => isAmount(table.headings[column] ?? ''));
  const chosen = named.length > 0 ? named : over.eanColumn === null ? numeric : numeric.slice(0, 1);
  const aboveEan = eanIn(table.above.join(' '));
  const unitAbove = table.above.map((text) => unitNamed(text)).find((unit) => unit !== null) ?? null;
  const columns = chosen.slice(0, VALUE_COLUMNS_MAX).map((column): ValueColumn => {
    const heading = stacked(table, column);
    const ean = over.eanColumn === null ? (eanIn(heading) ?? aboveEan) : null;
    return { column, ean, flow: flowNamed(heading) ?? 'import', unit: unitNamed(heading) ?? unitAbove ?? 'kWh' };
  });
  const inHeading = columns.some((one) => eanIn(stacked(table, one.column)) !== null);
  const flowSaid = over.flowColumn !== null || columns.every((one) => flowNamed(stacked(table, one.column)) !== null);
  const units = columns.map((one): ImportUnit | null => unitNamed(stacked(table, one.column)) ?? unitAbove);
  return {
    columns,
    connection:
      over.eanColumn !== null
        ? { reason: 'digits-of-an-ean', certainty: 'sure' }
        : inHeading
          ? { reason: 'ean-in-the-heading', certainty: 'sure' }
          : aboveEan === null
            ? { reason: 'no-ean-found', certainty: 'guess' }
            : { reason: 'ean-above-the-table', certainty: 'likely' },
    unit:
      over.unitColumn === null
        ? units.some((unit) => unit === null)
          ? { reason: 'kwh-is-usual-here', certainty: 'guess' }
          : { reason: 'named-in-the-heading', certainty: 'sure' }
        : { reason: 'unit-in-a-column', certainty: 'sure' },
    flow: flowSaid ? { reason: 'named-in-the-heading', certainty: 'sure' } : { reason: 'import-is-usual-here', certainty: 'guess' },
    found: { reason: columns.length === 0 ? 'nothing-found' : 'column-with-numbers', certainty: columns.length === 0 ? 'guess' : named.length > 0 ? 'sure' : 'likely' },
  };
}

const isAmount = (heading: string): boolean =>
  flowNamed(heading) !== null || unitNamed(heading) !== null || eanIn(heading) !== null || /waarde|value|volume|hoeveelheid/i.test(heading);

/** A heading may take several lines: EAN above, unit below. */
const stacked = (table: Table, column: number): string => table.heads.map((row) => cellText(row, column)).join(' ');

const eanIn = (text: string): string | null => EAN.exec(text)?.[0] ?? null;
