// A number that is told, where it is explained, and how a reader adds up what is listed there.
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
