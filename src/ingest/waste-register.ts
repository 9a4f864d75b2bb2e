// A company's waste register as CSV -> loads by waste stream, and each line that does not fit with its reason. Pure.
import Papa from 'papaparse';
import { readEural } from '../domain/circular/eural.ts';
import { PROCESSING_CODES } from '../domain/circular/streams.ts';
import { localDate } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { parseMoment, parseNumber } from './import-cells.ts';

export const REGISTER_LINES_MAX = 5000;
/** Heavier in one line is a figure in grams, or a total. */
const KG_MAX = 50_000_000;

export type RegisterRefusal = 'no-eural' | 'bad-eural' | 'bad-processing' | 'ambiguous-processing' | 'bad-amount' | 'bad-date' | 'date-ahead' | 'same-line';
export interface RegisterLine {
  /** Counted from 1, the heading included: as an editor shows it. */
  readonly line: number;
  readonly wasteNumber: string;
  readonly euralCode: string;
  readonly hazardous: boolean;
  readonly kg: number;
  /** Day of the load, or first day of the month. */
  readonly at: EpochMs;
  /** 1 to 12. */
  readonly month: number;
  readonly year: number;
  readonly processingCode: string | null;
  /** As it stood there, where it is no R or D code. */
  readonly processing: string;
  readonly receiver: string;
  readonly name: string;
}
export interface RefusedLine {
  readonly line: number;
  readonly reason: RegisterRefusal;
  readonly detail: string;
}
export interface WasteRegister {
  readonly lines: readonly RegisterLine[];
  readonly refused: readonly RefusedLine[];
  /** Columns that must be there and are not. */
  readonly missing: readonly string[];
}

const COLUMNS = {
  wasteNumber: /^afvalstroom(nummer|nr)?$/,
  eural: /^(eural|ewc)(code)?$/,
  kg: /^(hoeveelheid|gewicht|netto)?(kg|kilo|kilogram)$|^(hoeveelheid|gewicht|nettogewicht)$/,
  processing: /^(verwerkings?(methode|wijze|code)?|rd(code)?|be-?verwerking(smethode)?)$/,
  receiver: /^(ontvanger|verwerker|afnemer|locatieontvangst)$/,
  name: /^(gebruikelijke)?(benaming|omschrijving)(afval(stof)?)?$/,
  date: /^(datum|ontvangstdatum|transportdatum|periode|maand)$/,
} as const;
type Column = keyof typeof COLUMNS;
const COLUMN_NAMES = ['wasteNumber', 'eural', 'kg', 'processing', 'receiver', 'name', 'date'] as const satisfies readonly Column[];
const NEEDED: readonly Column[] = ['eural', 'kg', 'date'];
const NAMES: Readonly<Record<Column, string>> = {
  wasteNumber: 'afvalstroomnummer',
  eural: 'Euralcode',
  kg: 'hoeveelheid (kg)',
  processing: 'verwerkingsmethode',
  receiver: 'ontvanger',
  name: 'gebruikelijke benaming',
  date: 'datum',
};

/** Reads a register; a text that is none has missing columns and no lines.
 *  @param before loads from here on lie ahead
 *  @see docs/methods-materials.md#waste-register */
export function readWasteRegister(text: string, before: EpochMs): WasteRegister {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trimEnd(), { skipEmptyLines: false });
  const [heads = [], ...rows] = data;
  const at = new Map<Column, number>();
  heads.forEach((head, index) => {
    const plain = head.toLowerCase().replaceAll(/[\s_().:/-]/g, '');
    for (const name of COLUMN_NAMES) if (!at.has(name) && COLUMNS[name].test(plain)) at.set(name, index);
  });
  const missing = NEEDED.filter((name) => !at.has(name)).map((name) => NAMES[name]);
  if (missing.length > 0) return { lines: [], refused: [], missing };
  const lines: RegisterLine[] = [];
  const refused: RefusedLine[] = [];
  const seen = new Map<string, number>();
  rows.slice(0, REGISTER_LINES_MAX).forEach((row, index) => {
    if (row.every((cell) => cell.trim() === '')) return;
    const line = index + 2;
    const read = lineOf((name) => (row[at.get(name) ?? -1] ?? '').trim(), { line, before });
    if ('reason' in read) return void refused.push(read);
    const key = JSON.stringify({ ...read, line: 0 });
    const same = seen.get(key);
    if (same !== undefined) return void refused.push({ line, reason: 'same-line', detail: `the same as line ${same}` });
    seen.set(key, line);
    lines.push(read);
  });
  return { lines, refused, missing };
}

function lineOf(cell: (name: Column) => string, { line, before }: { line: number; before: EpochMs }): RegisterLine | RefusedLine {
  const wrong = (reason: RegisterRefusal, detail: string): RefusedLine => ({ line, reason, detail });
  const given = cell('eural');
  if (given === '') return wrong('no-eural', 'there is no Euralcode');
  const eural = readEural(given);
  if (eural === null) return wrong('bad-eural', `"${given}" is no Eural code: six digits in pairs, of a chapter (01 to 20) and group of the list`);
  const kg = amountOf(cell('kg'));
  if (kg === null || kg <= 0 || kg > KG_MAX) return wrong('bad-amount', `"${cell('kg')}" is no mass in kg above 0`);
  const day = dayOf(cell('date'));
  if (day === null) return wrong('bad-date', `"${cell('date')}" is no day or month, as in 31-01-2026 or 2026-01`);
  if (day.at >= before) return wrong('date-ahead', `${cell('date')} lies ahead`);
  const processing = processingOf(cell('processing'));
  if (processing === 'ambiguous') return wrong('ambiguous-processing', `"${cell('processing')}" is D1 to D9 of the directive or a letter of receivers: write D1, or "letter D01"`);
  if (processing === null) return wrong('bad-processing', `"${cell('processing')}" is no R code (R1 to R13), no D code (D1 to D15) and no letter of receivers (A01 to G99)`);
  return {
    line,
    wasteNumber: cell('wasteNumber'),
    euralCode: eural.code,
    hazardous: eural.hazardous,
    kg,
    ...day,
    processingCode: processing.code,
    processing: processing.text,
    receiver: cell('receiver'),
    name: cell('name'),
  };
}

/** As receivers report it in the Netherlands: A (storing) to G (tipping). */
const RECEIVERS_LETTER = /^[A-CE-G]\d{2}$/;
/** D1 of the directive is tipping; D01 of the receivers' list is a treatment. Nobody guesses which is meant. */
const EITHER_LIST = /^D0[1-9]$/;

/** An R or D code, or what else says how it was treated: a receiver's letter, or words.
 *  @returns null where it looks like a code and is none
 *  @see docs/methods-materials.md#waste-register */
function processingOf(text: string): { code: string | null; text: string } | 'ambiguous' | null {
  const plain = text.toUpperCase().replaceAll(/[\s.]/g, '');
  if (EITHER_LIST.test(plain)) return 'ambiguous';
  const code = plain.replace(/^R0/, 'R');
  if (PROCESSING_CODES.includes(code)) return { code, text: '' };
  if (!/^[A-Z]?\d+$/.test(plain) || RECEIVERS_LETTER.test(plain)) return { code: null, text };
  return null;
}

/** 12.500 is twelve and a half tonnes here, as Dutch programs write it; 12500.5 can only be meant otherwise. */
const amountOf = (text: string): number | null => parseNumber(text, ',') ?? parseNumber(text, '.');

function dayOf(text: string): Pick<RegisterLine, 'at' | 'month' | 'year'> | null {
  const whole = /^(\d{4})[-/](\d{1,2})$/.exec(text) ?? /^(\d{1,2})[-/](\d{4})$/.exec(text);
  const parts = whole === null ? null : whole[1]?.length === 4 ? [whole[1], whole[2]] : [whole[2], whole[1]];
  const date = parts === null ? (parseMoment(text, 'dmy')?.date ?? null) : `${parts[0]}-${(parts[1] ?? '').padStart(2, '0')}-01`;
  if (date === null) return null;
  try {
    return { at: localDate(date), year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) };
  } catch {
    return null;
  }
}

/** Tonnes by month of the year of a waste stream: the mean over the years in which that month was delivered.
 *  @see docs/methods-materials.md#waste-register */
export function tonnesByMonthOf(lines: readonly Pick<RegisterLine, 'kg' | 'month' | 'year'>[]): number[] {
  return Array.from({ length: 12 }, (_, index) => {
    const mine = lines.filter((line) => line.month === index + 1);
    const years = new Set(mine.map((line) => line.year)).size;
    return years === 0 ? 0 : Math.round((mine.reduce((sum, line) => sum + line.kg, 0) / years) * 1000) / 1e6;
  });
}
