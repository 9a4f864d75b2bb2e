// Case O17(d) with its history: a gap of 24 kWh in the shape of four Mondays.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMicro } from '../../src/domain/ledger.ts';
import { shapeGap } from '../../src/domain/ledger-gaps.ts';
import { type QuarterSeries, usualAmount } from '../../src/domain/ledger-history.ts';

/** Monday 2026-06-29, 10:00 UTC; the four Mondays before it are June. */
const GAP = Date.UTC(2026, 5, 29, 10) / 900_000;
const WEEK = 672;
const FIRST = GAP - 4 * WEEK;

function history(over: ReadonlyMap<number, number>): QuarterSeries {
  const amounts = new Float64Array(4 * WEEK + 8);
  const known = new Uint8Array(4 * WEEK + 8);
  for (const [quarter, amount] of over) [amounts[quarter - FIRST], known[quarter - FIRST]] = [amount, 1];
  return { first: FIRST, amounts, known };
}
const mondays = (shape: readonly number[], weeks: readonly number[] = [1, 2, 3, 4]): Map<number, number> =>
  new Map(weeks.flatMap((week) => shape.map((amount, index) => [GAP - week * WEEK + index, amount * week] as const)));

describe('a gap', () => {
  it('of 24 kWh over weights [1,1,2,2,2,2,1,1] becomes [2,2,4,4,4,4,2,2]: 24 / 12 = 2 a weight (O17 d)', () => {
    // The four Mondays have 1, 2, 3 and 4 times that shape: their mean is 2.5 times, which is the same shape.
    const shaped = shapeGap({ first: GAP, quarters: 8, totalMicro: 24_000_000, head: null }, history(mondays([1, 1, 2, 2, 2, 2, 1, 1])));

    expect(shaped?.map(fromMicro)).toEqual([2, 2, 4, 4, 4, 4, 2, 2]);
  });

  it('without history, or with a history in which nothing flowed, keeps its straight line', () => {
    expect(shapeGap({ first: GAP, quarters: 8, totalMicro: 24_000_000, head: null }, history(new Map()))).toBeNull();
    expect(shapeGap({ first: GAP, quarters: 8, totalMicro: 24_000_000, head: null }, history(mondays([0, 0, 0, 0, 0, 0, 0, 0])))).toBeNull();
  });

  it('gives a quarter without history the mean of the others', () => {
    const shape = mondays([1, 3], [1]);

    expect(shapeGap({ first: GAP, quarters: 4, totalMicro: 8_000_000, head: null }, history(shape))?.map(fromMicro)).toEqual([1, 3, 2, 2]);
  });

  it('that begins in the middle of a quarter leaves there what was measured, and gives the rest of it its part of the weight', () => {
    // Weights 1, 3, 2, 2, of the first quarter a third lies behind the last reading: 22 / (1/3 + 7) = 3 a weight, beside 0.5 measured.
    const head = { share: 1 / 3, measuredMicro: 500_000 };
    const shaped = shapeGap({ first: GAP, quarters: 4, totalMicro: 22_500_000, head }, history(mondays([1, 3, 2, 2])));

    expect(shaped?.map(fromMicro)).toEqual([1.5, 9, 6, 6]);
  });

  it('follows the Amsterdam clock over the end of summer time: 08:00 UTC was 10:00 there, and 09:00 UTC is', () => {
    const after = Date.UTC(2026, 9, 26, 9) / 900_000;
    const before = Date.UTC(2026, 9, 19, 8) / 900_000;
    const series: QuarterSeries = { first: before, amounts: Float64Array.of(7), known: Uint8Array.of(1) };

    expect(usualAmount(series, after)).toBe(7);
    expect(usualAmount(series, after - 4)).toBeNull();
  });

  it('keeps its total to the last millionth, whatever the history', () => {
    const shapes = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), shapes, (totalMicro, shape) => {
        for (const head of [null, { share: 0.3, measuredMicro: Math.floor(totalMicro / 10) }]) {
          const shaped = shapeGap({ first: GAP, quarters: 8, totalMicro, head }, history(mondays(shape)));
          if (shaped !== null) expect(shaped.reduce((sum, one) => sum + one, 0)).toBe(totalMicro);
        }
      }),
    );
  });
});
