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

it('a matrix is computed once for each version, and again when it had to make room', async () => {
  // Each takes 8 + 8 + 8 + 256 bytes: two fit.
  const months = new ExchangeMonths(600);
  let computed = 0;
  const ask = (key: string, version: number): Promise<ExchangeMatrix> => months.of(key, version, async () => matrix(++computed));

  expect([(await ask('a', 1)).exchanged, (await ask('a', 1)).exchanged, (await ask('a', 2)).exchanged]).toEqual([1, 1, 2]);
  await ask('b', 1);
  await ask('a', 2);
  await ask('c', 1);
  expect(computed).toBe(4);
  await ask('a', 2);
  expect(computed).toBe(4);
  await ask('b', 1);
  expect(computed).toBe(5);
});
