// What the page of a balance draws from, and what it must not draw as nothing.
import { expect, it } from 'vitest';
import { isChartKept, isUseKept } from '../../src/web/balance-figures.ts';

const kept = (figure: string, sign: 'x' | '.' | '*' = 'x'): { signs: { figure: string; sign: 'x' | '.' | '*'; reason: 'too-few' }[] } => ({
  signs: [{ figure, sign, reason: 'too-few' }],
});

it('a chart whose supply or use is secret is not drawn as zero', () => {
  expect(isChartKept({ unit: 'kWh', ...kept('gridImport') })).toBe(true);
  expect(isChartKept({ unit: 'm3', ...kept('import') })).toBe(true);
  expect(isChartKept({ unit: 'kWh', ...kept('consumption') })).toBe(true);
});

it('what only generation or export hides, or what is merely provisional, is drawn', () => {
  expect(isChartKept({ unit: 'kWh', ...kept('generation') })).toBe(false);
  expect(isChartKept({ unit: 'kWh', ...kept('consumption', '*') })).toBe(false);
  expect(isUseKept(kept('export'))).toBe(false);
  expect(isUseKept(kept('consumption'))).toBe(true);
});
