// Which matrices are kept, and for how long.
import { expect, it } from 'vitest';
import { ExchangeMonths } from '../../src/api/exchange-months.ts';
import type { ExchangeMatrix } from '../../src/domain/exchange.ts';

const matrix = (exchanged: number): ExchangeMatrix => ({
  companies: [1],
  amounts: new Float64Array(1),
  exchanged,
  imported: 0,
  exported: 0,
  coincidentImport: 0,
  ownImports: new Float64Array(1),
});

it('a matrix is kept for its version, until it has to make room', () => {
  // Each takes 8 + 8 + 8 + 256 bytes: two fit.
  const months = new ExchangeMonths(600);
  const ask = (key: string, version: number): number | null => months.kept(key, version)?.exchanged ?? null;

  expect(ask('a', 1)).toBeNull();
  months.keep('a', 1, matrix(1));
  expect([ask('a', 1), ask('a', 2), ask('a', 1)]).toEqual([1, null, 1]);
  months.keep('a', 2, matrix(2));
  expect([ask('a', 1), ask('a', 2)]).toEqual([null, 2]);
  months.keep('b', 1, matrix(3));
  expect(ask('a', 2)).toBe(2);
  months.keep('c', 1, matrix(4));
  expect([ask('a', 2), ask('b', 1), ask('c', 1)]).toEqual([2, null, 4]);
});
