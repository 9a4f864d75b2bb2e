// A table with a figure a line, as people keep them: whose, what, from when to when, how much. Pure; refuses line by line.
import { type Fuel, fuelOf } from '../domain/fuel.ts';
import { type Decimal, type Row, parseMoment, parseNumber } from './import-cells.ts';
import { type ImportFlow, cellText, flowNamed } from './import-choices.ts';

/** Figures in one file; more are more than a person can check. */
export const FIGURE_LINES_MAX = 1000;

/** One figure as it was written down; who may enter it is judged later. */
export interface FigureLine {
  /** As an editor counts it, from 1. */
  readonly line: number;
  readonly ean: string | null;
  readonly company: number | null;
  readonly fuel: Fuel | null;
  readonly flow: ImportFlow;
  readonly unit: string;
  /** Local dates; `to` is the first day after the period. */
  readonly from: string;
  readonly to: string;
  readonly amount: number | null;
  readonly firstReading: number | null;
  readonly lastReading: number | null;
  readonly note: string;
}
/** A sentence for the person who wrote the line, in each language. */
type Reason = { readonly nl: string; readonly en: string };
export interface RefusedFigure {
  readonly line: number;
  readonly reason: Reason;
}

const COLUMNS = {
  ean: /^(ean|aansluiting|connection)/,
  company: /^(bedrijf|company)/,
  fuel: /^(brandstof|fuel|soort|kind)/,
  flow: /^(richting|direction|flow)/,
  from: /^(van|from|begindatum|start)/,
  until: /^(t\/m|tot en met|through|einddatum)/,
  to: /^(tot|to)$/,
  amount: /^(hoeveelheid|bedrag|verbruik|amount|quantity)/,
  first: /^(beginstand|eerste stand|first)/,
  last: /^(eindstand|laatste stand|last)/,
  unit: /^(eenheid|unit)/,
  note: /^(notitie|opmerking|note)/,
} as const;
type Column = keyof typeof COLUMNS;
type Columns = Readonly<Partial<Record<Column, number>>>;

const FUEL_NAMES: Readonly<Record<string, Fuel>> = { benzine: 'petrol', stookolie: 'heating-oil', propaan: 'propane', hvo: 'hvo100', houtsnippers: 'wood-chips' };
const UNIT_NAMES: Readonly<Record<string, string>> = { 'm³': 'm3', kwh: 'kWh', mwh: 'MWh', gj: 'GJ' };
const DAY_MS = 86_400_000;

/** The figures of a table; its first line names the columns, in Dutch or English and in any order.
 *  @returns null when the first line names no period or nothing that is counted */
export function figureLines(rows: readonly Row[]): { figures: FigureLine[]; refused: RefusedFigure[] } | null {
  const columns = columnsOf(rows[0] ?? []);
  const counts = columns.amount !== undefined || (columns.first !== undefined && columns.last !== undefined);
  if (columns.from === undefined || (columns.to ?? columns.until) === undefined || !counts || (columns.ean ?? columns.fuel) === undefined) return null;
  const figures: FigureLine[] = [];
  const refused: RefusedFigure[] = [];
  rows.slice(1).forEach((row, index) => {
    if (row.every((cell) => String(cell).trim() === '')) return;
    const line = index + 2;
    const read = readLine(row, columns);
    if ('nl' in read) refused.push({ line, reason: read });
    else figures.push({ line, ...read });
  });
  return { figures, refused };
}

function columnsOf(heading: Row): Columns {
  const found: Partial<Record<Column, number>> = {};
  heading.forEach((cell, at) => {
    const name = String(cell).trim().toLowerCase();
    for (const [column, pattern] of Object.entries(COLUMNS)) if (isColumn(column) && found[column] === undefined && pattern.test(name)) found[column] = at;
  });
  return found;
}
const isColumn = (name: string): name is Column => name in COLUMNS;

/** @returns what is wrong, where it is no figure */
function readLine(row: Row, columns: Columns): Omit<FigureLine, 'line'> | Reason {
  const text = (column: Column): string => cellText(row, columns[column] ?? null);
  const [from, to] = [dateOf(row, columns.from), columns.until === undefined ? dateOf(row, columns.to) : dateOf(row, columns.until, DAY_MS)];
  if (from === null || to === null) return { en: 'the period is no pair of dates, such as 1-1-2026', nl: 'de periode is geen paar datums, zoals 1-1-2026' };
  const numbers = { amount: numberOf(row, columns.amount), first: numberOf(row, columns.first), last: numberOf(row, columns.last) };
  if (Object.values(numbers).some((value) => Number.isNaN(value))) return { en: 'an amount is no number', nl: 'een hoeveelheid is geen getal' };
  if (numbers.amount === null && (numbers.first === null || numbers.last === null))
    return { en: 'there is no amount, and no pair of readings', nl: 'er is geen hoeveelheid en geen paar standen' };
  const named = text('fuel').toLowerCase();
  const fuel = named === '' ? null : (FUEL_NAMES[named] ?? fuelOf(named));
  const ean = text('ean').replaceAll(/\D/g, '');
  if (named !== '' && fuel === null) return { en: `'${text('fuel')}' is no fuel of the list`, nl: `'${text('fuel')}' is geen brandstof van de lijst` };
  if (fuel === null && ean === '') return { en: 'neither a connection (EAN) nor a fuel is named', nl: 'er is geen aansluiting (EAN) en geen brandstof genoemd' };
  const company = text('company');
  const unit = text('unit');
  return {
    ean: ean === '' ? null : ean,
    company: /^\d{1,9}$/.test(company) ? Number(company) : null,
    fuel,
    flow: flowNamed(text('flow')) ?? 'import',
    unit: UNIT_NAMES[unit.toLowerCase()] ?? unit,
    from,
    to,
    amount: numbers.amount,
    firstReading: numbers.first,
    lastReading: numbers.last,
    note: text('note').slice(0, 500),
  };
}

function dateOf(row: Row, column: number | undefined, laterMs = 0): string | null {
  const moment = parseMoment(row[column ?? -1] ?? '', 'dmy');
  return moment === null ? null : new Date(Date.parse(`${moment.date}T00:00:00Z`) + laterMs).toISOString().slice(0, 10);
}

/** null: nothing there; NaN: no number. A sign before one or two digits is the decimal one. */
function numberOf(row: Row, column: number | undefined): number | null {
  const cell = row[column ?? -1] ?? '';
  if (typeof cell === 'string' && cell.trim() === '') return null;
  const decimal: Decimal = typeof cell === 'string' && /^\d*\.\d{1,2}$/.test(cell.trim()) ? '.' : ',';
  return parseNumber(cell, decimal) ?? Number.NaN;
}
