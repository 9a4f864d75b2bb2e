// What a person decides about a file before it is read, and why a line may be refused.
import type { Carrier, Flow } from '../domain/reading.ts';
import type { Cell, DateOrder, Decimal, Row, Zone } from './import-cells.ts';

export const DELIMITERS = [';', '\t', '|', ','] as const;
export type Delimiter = (typeof DELIMITERS)[number];
export const IMPORT_UNITS = ['kWh', 'Wh', 'MWh', 'kW', 'MW', 'W', 'm3', 'GJ', 'MJ'] as const;
export type ImportUnit = (typeof IMPORT_UNITS)[number];
export const INTERVALS = [15, 60, 1440] as const;
export type IntervalMinutes = (typeof INTERVALS)[number];
export const IMPORT_FLOWS = ['import', 'export', 'generation'] as const satisfies readonly Flow[];
export type ImportFlow = (typeof IMPORT_FLOWS)[number];
/** Value columns of one file. */
export const VALUE_COLUMNS_MAX = 500;

export interface ValueColumn {
  readonly column: number;
  /** null: each line names its connection in `eanColumn`. */
  readonly ean: string | null;
  readonly flow: ImportFlow;
  readonly unit: ImportUnit;
}

/** A line holds a whole day, one column an interval, from the column of the only value on. */
export interface DayColumns {
  readonly count: number;
  /** order: the n-th column is the n-th interval of the local day, however many it has. clock: the n-th column is a time
   *  on the clock, so that one hour is empty in March and one hour is given once in October. twice: the same, with the hour from two to
   *  three as 3A and 3B, of which the second is empty on all days but one. */
  readonly by: 'order' | 'clock' | 'twice';
}
/** Quarters of the longest day. */
export const DAY_COLUMNS_MAX = 100;

export const HOUR_QUARTERS = ['from-1', 'from-0', 'minutes'] as const;
/** The quarter of an hour in a column of its own: 1 to 4, 0 to 3, or the minutes 0 to 45. */
export interface HourQuarter {
  readonly column: number;
  readonly counts: (typeof HOUR_QUARTERS)[number];
}

/** A column holds the number of the interval in its day; 3A and 3B are the hour that comes twice, whatever the others count. */
export interface TimeNumber {
  /** What the first interval of a day is called. */
  readonly first: 0 | 1;
  /** order: the n-th interval of the local day, of which there are 23, 24 or 25 hours. clock: what the clock shows, so that one hour
   *  is left out in March and one stands twice in October. */
  readonly by: 'order' | 'clock';
  /** The number is of an hour, and the quarter stands beside it. */
  readonly quarter?: HourQuarter | null;
}

export interface ImportChoices {
  readonly delimiter: Delimiter;
  readonly decimal: Decimal;
  /** Lines before the first value, headings included. */
  readonly firstRow: number;
  readonly dateColumn: number;
  /** null: the time stands in the cell of the date. */
  readonly timeColumn: number | null;
  readonly dateOrder: DateOrder;
  readonly zone: Zone;
  /** Which end of the interval the time names. */
  readonly label: 'start' | 'end';
  readonly intervalMinutes: IntervalMinutes;
  readonly newestFirst: boolean;
  readonly eanColumn: number | null;
  /** A column that says 'afname' or 'teruglevering' on each line. */
  readonly flowColumn: number | null;
  readonly unitColumn: number | null;
  readonly values: readonly ValueColumn[];
  readonly dayColumns?: DayColumns | null;
  /** What stands in the column of the time, where that is a number and no time. */
  readonly timeNumber?: TimeNumber | null;
}

export const IMPORT_REFUSALS = [
  'bad-time',
  'missing-hour',
  'not-a-boundary',
  'in-the-future',
  'no-ean',
  'bad-ean',
  'unknown-ean',
  'unknown-flow',
  'unit-mismatch',
  'bad-number',
  'negative-amount',
  'above-limit',
  'given-twice',
  'outside-validity',
] as const;
export type ImportRefusal = (typeof IMPORT_REFUSALS)[number];

/** A connection that the person may bring figures for. */
export interface KnownConnection {
  readonly ean: string;
  readonly carrier: Carrier;
  readonly maxImportKw: number | null;
  readonly maxExportKw: number | null;
  readonly validFrom: number;
  readonly validTo: number | null;
}

interface Stored {
  readonly unit: 'kWh' | 'm3';
  /** Amount of an interval of one hour, of one unit. */
  readonly perHour: number;
  readonly rate: boolean;
}

const UNITS: Readonly<Record<ImportUnit, Stored>> = {
  kWh: { unit: 'kWh', perHour: 1, rate: false },
  Wh: { unit: 'kWh', perHour: 0.001, rate: false },
  MWh: { unit: 'kWh', perHour: 1000, rate: false },
  kW: { unit: 'kWh', perHour: 1, rate: true },
  MW: { unit: 'kWh', perHour: 1000, rate: true },
  W: { unit: 'kWh', perHour: 0.001, rate: true },
  m3: { unit: 'm3', perHour: 1, rate: false },
  // 1 kWh = 3.6 MJ by definition of the hour.
  GJ: { unit: 'kWh', perHour: 1 / 0.0036, rate: false },
  MJ: { unit: 'kWh', perHour: 1 / 3.6, rate: false },
};

const VOLUMES: ReadonlySet<Carrier> = new Set(['gas', 'water', 'biogas', 'hydrogen']);
export const storedUnitOf = (carrier: Carrier): 'kWh' | 'm3' => (VOLUMES.has(carrier) ? 'm3' : 'kWh');

/** What one unit is in the unit of the store, over an interval of so many hours: 1 kW during a quarter is 0.25 kWh. */
export function factorOf(unit: ImportUnit, hours: number): { unit: 'kWh' | 'm3'; factor: number } {
  const { unit: stored, perHour, rate } = UNITS[unit];
  return { unit: stored, factor: rate ? perHour * hours : perHour };
}

const NAMES: readonly (readonly [RegExp, ImportUnit])[] = [
  [/\bmwh\b/i, 'MWh'],
  [/\bk\s?wh\b|kwh/i, 'kWh'],
  [/\bwh\b/i, 'Wh'],
  [/\bMW\b/, 'MW'],
  [/\bkw\b/i, 'kW'],
  [/\bGJ\b/i, 'GJ'],
  [/\bMJ\b/, 'MJ'],
  [/\b[nd]?m(?:3|³)|m3\(n\)|m³/i, 'm3'],
  [/\(W\)|\bwatt\b/i, 'W'],
];

/** The unit that a heading or a cell names; null when it names none. */
export const unitNamed = (text: string): ImportUnit | null => NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? null;

const FLOW_WORDS: readonly (readonly [RegExp, ImportFlow])[] = [
  [/terug|invoed|feed|export|\btlv\b|\bodn\b|\be18\b|2\.8\.|\bproduction\b.*grid|\bout\b/i, 'export'],
  [/productie|opwek|generat|\bpv\b|zonne/i, 'generation'],
  [/afname|levering|verbruik|import|\blvr\b|\bldn\b|\be17\b|1\.8\.|consum|\bin\b/i, 'import'],
];
export const flowNamed = (text: string): ImportFlow | null => FLOW_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** What the headings of a file look like, to know the sender again: no figures, no EANs. */
export function headingKey(headings: readonly Cell[]): string {
  return headings
    .map((cell) =>
      String(cell)
        .trim()
        .toLowerCase()
        .replaceAll(/\d{6,}/g, '#')
        .replaceAll(/\s+/g, ' '),
    )
    .join('|')
    .slice(0, 1000);
}

/** One fault in the choices, as a sentence; null when a file can be read with them. */
export function faultOf(choices: ImportChoices): string | null {
  if (choices.values.length === 0) return 'values: choose at least one column with amounts';
  if (choices.values.length > VALUE_COLUMNS_MAX) return `values: a file has at most ${VALUE_COLUMNS_MAX} columns with amounts`;
  if (choices.values.some((value) => value.ean === null) && choices.eanColumn === null)
    return 'eanColumn: say which column names the connection, or give each value column its EAN';
  if (isWide(choices)) {
    if (choices.values.length > 1) return 'values: where a line holds a day, choose the first of its columns only';
    if (choices.intervalMinutes === 1440) return 'intervalMinutes: where a line holds a day, its columns are quarter-hours or hours';
    if (choices.zone === 'offset') return 'zone: a line of a whole day has no offset from UTC';
    return null;
  }
  if (isNumbered(choices)) {
    if (choices.timeColumn === null) return 'timeColumn: say which column has the number of the hour or quarter-hour';
    if (choices.intervalMinutes === 1440) return 'intervalMinutes: a number in the day is of an hour or a quarter-hour';
    if (choices.zone === 'offset') return 'zone: the number of an hour or quarter-hour has no offset from UTC';
    if (isQuartered(choices.timeNumber) && choices.intervalMinutes !== 15) return 'intervalMinutes: an hour with its quarter beside it is a quarter-hour';
    if (choices.timeNumber.quarter?.column === choices.timeColumn) return 'timeNumber: the quarter of the hour stands in another column than the hour';
    return null;
  }
  if (choices.intervalMinutes !== 1440 && choices.zone === 'offset' && choices.timeColumn === choices.dateColumn)
    return 'timeColumn: date and time in one cell need no column of their own';
  return null;
}

export const isWide = (choices: ImportChoices): choices is ImportChoices & { dayColumns: DayColumns } => choices.dayColumns !== undefined && choices.dayColumns !== null;

export const isNumbered = (choices: ImportChoices): choices is ImportChoices & { timeNumber: TimeNumber } => choices.timeNumber !== undefined && choices.timeNumber !== null;

export const isQuartered = (number: TimeNumber): number is TimeNumber & { quarter: HourQuarter } => number.quarter !== undefined && number.quarter !== null;

export const cellText = (row: Row | undefined, column: number | null): string => (column === null || row === undefined ? '' : String(row[column] ?? '').trim());
