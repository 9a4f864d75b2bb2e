// What is usual at a time of the week: the mean of the weeks before that have it.
import { describe, expect, it } from 'vitest';
import { HISTORY_WEEKS, type QuarterSeries, usualAmount } from '../../src/domain/ledger-history.ts';

const WEEK = 672;
const NOW = Date.UTC(2026, 5, 29, 10) / 900_000;
const before = (amounts: readonly (number | null)[]): QuarterSeries => {
  const series = { first: NOW - 5 * WEEK, amounts: new Float64Array(5 * WEEK), known: new Uint8Array(5 * WEEK) };
  amounts.forEach((amount, index) => {
    const at = (4 - index) * WEEK;
    [series.amounts[at], series.known[at]] = [amount ?? 0, amount === null ? 0 : 1];
  });
  return series;
};

describe('what is usual', () => {
  it(`is the mean of the same quarter-hour of ${HISTORY_WEEKS} weeks: (1 + 2 + 3 + 6) / 4 = 3`, () => {
    expect(usualAmount(before([1, 2, 3, 6]), NOW)).toBe(3);
  });

  it('does not look at a fifth week, nor at a week that was not measured', () => {
    expect(usualAmount(before([1, null, null, 3, 100]), NOW)).toBe(2);
  });

  it('is not known before a first week, and where nothing flowed it is 0', () => {
    expect(usualAmount(before([]), NOW)).toBeNull();
    expect(usualAmount(before([0]), NOW)).toBe(0);
  });
});
