// A number that is told, where it is explained, and how a reader adds up what is listed there.
import { published } from '../../src/domain/balance-rows.ts';
import { toMicro } from '../../src/domain/ledger.ts';

export type Body = Record<string, unknown>;
export type Get = (path: string) => Promise<Body>;
export interface ExplainedNumber {
  readonly name: string;
  readonly told: number;
  /** Path below /api/v1. */
  readonly explain: string;
  /** What is listed, added up. */
  readonly reckon: (body: Body) => number;
  /** The lists that it adds up. */
  readonly lists: readonly string[];
}

export const rows = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
export const inside = (value: unknown, name: string): unknown => name.split('.').reduce<unknown>((at, key) => new Map<string, unknown>(Object.entries(at ?? {})).get(key), value);
export const objectIn = (value: unknown): Body => (typeof value === 'object' && value !== null ? { ...value } : {});
export const isNumber = (value: unknown): value is number => typeof value === 'number';
/** Whole millionths, so that adding up loses nothing. */
export const total = (list: readonly Body[], name = 'contribution'): number => list.reduce((sum, one) => sum + toMicro(Number(one[name])), 0) / 1e6;
export const numbersIn = (of: Body, names: readonly string[]): [string, number][] =>
  names.flatMap((name) => (isNumber(inside(of, name)) ? [[name, Number(inside(of, name))]] : []));

/** The lists of what a level can say. */
export const LEVELS = ['steps', 'shares', 'quarters', 'parts'];

/** Of rows, steps, shares or parts, by what the level says. */
export function reckonLevel(body: Body): number {
  const parts = rows(body['parts']);
  const of = (role: string): number => Number(parts.find((part) => part['role'] === role)?.['value']);
  const weight = (part: Body): number => Number(part['weight'] ?? 1);
  switch (body['level']) {
    case 'ratio':
      return of('numerator') / of('denominator');
    case 'sum':
      return total(parts, 'value');
    case 'product':
      return published(parts.reduce((product, part) => product * Number(part['value']), 1));
    case 'mean':
      return published(parts.reduce((sum, part) => sum + weight(part) * Number(part['value']), 0) / parts.reduce((sum, part) => sum + weight(part), 0));
    case 'measured':
      return reckonMeasured(body);
    case 'band':
    case 'tried':
      return reckonBand(objectIn(body['band']), body['level']);
    default:
      return total([...rows(body['steps']), ...rows(body['shares']), ...rows(body['quarters'])]);
  }
}

/** Quality flags, and the lists of a number that tells how it was measured. */
export const QUALITY_FLAGS = ['C', 'M', 'I', 'E', 'S', 'X'];
export const MEASURED = ['measured.lines'];

/** A coverage or the share of a flag, by the formula beside the shape. */
export function reckonMeasured(body: Body): number {
  const lines = rows(inside(body, 'measured.lines'));
  const counted = (name: string): number => lines.reduce((sum, line) => sum + toMicro(Number(inside(line, name) ?? 0)), 0) / 1e6;
  const expected = counted('expected');
  // In the first hours of a day nobody is told anything of it: no flag has a share then.
  if (expected === 0) return 0;
  const coverage = counted('present') / expected;
  if (body['field'] === 'coverage') return coverage;
  const flag = String(body['field']).replace('quality.', '');
  const all = QUALITY_FLAGS.reduce((sum, one) => sum + counted(`byFlag.${one}`), 0);
  const part = all > 0 ? counted(`byFlag.${flag}`) / all : flag === 'M' ? 1 : 0;
  return published(part * coverage + (flag === 'X' ? 1 - coverage : 0));
}

/** By the formula beside its shape. */
function reckonBand(band: Body, level: string): number {
  const number = (name: string): number => Number(band[name]);
  const amount = number('amount');
  if (level === 'tried') {
    const tried = Array.isArray(band['tried']) ? band['tried'].map(Number) : [];
    // Between the two of them around nine tenths of n + 1, in proportion.
    const nth = Math.min(0.9 * (tried.length + 1), tried.length);
    const [below, above] = [tried[Math.floor(nth) - 1] ?? -Infinity, tried[Math.ceil(nth) - 1] ?? -Infinity];
    return published(Math.max(amount, below === above ? below : below + (nth - Math.floor(nth)) * (above - below)));
  }
  const stretches = rows(band['stretches']);
  const sum = (name: string): number => stretches.reduce((all, one) => all + Number(one[name]), 0);
  const missing = stretches.reduce((all, one) => all + Number(one['weight']) * Number(one['missing']), 0);
  // Nothing was booked and nothing is in doubt.
  if (amount === 0 && stretches.length === 0) return 0;
  const ends = number('counterStep') + (Math.abs(amount) * number('lagSeconds')) / (Math.max(number('quarters'), 1) * 900);
  const known = Math.sqrt(ends ** 2 + number('deviations') ** 2 * sum('variance'));
  const all = Math.sqrt(known ** 2 + number('deviations') ** 2 * sum('missingVariance'));
  if (band['end'] === 'high') return published(missing < 0 ? Math.min(amount + missing + all, amount + known) : amount + missing + all);
  const low = missing > 0 ? Math.max(amount + missing - all, amount - known) : amount + missing - all;
  return published(amount >= 0 ? Math.max(low, 0) : low);
}

/** Ids for the paths of the routes. */
export interface Places {
  readonly park: string;
  readonly company: number;
  readonly connection: number;
  readonly meter: number;
  readonly group: number;
  readonly from: string;
  readonly to: string;
  /** From where all was measured: with `to` a month. */
  readonly measuredFrom: string;
  readonly month: string;
  /** A draft and a published one. */
  readonly reports: readonly number[];
  /** Of a company and of its park. */
  readonly scenarios: readonly number[];
  /** Name of a heat match. */
  readonly match: string;
  /** Of one whose hours were declared for a whole year: it has euros. */
  readonly pricedMatch: string;
  /** A company with meters behind its main one, and a boiler. */
  readonly checked: { readonly company: number; readonly connection: number };
}
export type Numbers = (get: Get, path: string, at: Places) => Promise<ExplainedNumber[]>;
