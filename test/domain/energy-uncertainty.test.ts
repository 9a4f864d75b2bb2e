// Bands against hand calculations: what a gap may hide, what a counter lost, and how they add up.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_DOUBT, type UnsureGap, addDoubt, bandOf, doubtOver, highestTried, marginsOf, nineOfTen, stretchOf, withinMargin } from '../../src/domain/energy-uncertainty.ts';
import type { QuarterSeries } from '../../src/domain/ledger-history.ts';

const DAY = 96;
/** Monday 5 October 2026, 00:00 UTC. */
const MONDAY = Date.UTC(2026, 9, 5) / 900_000;
const LAG = 2.05 / 900;

/** Four weeks and a day of quarters, each as told; the gap of two quarters stands at noon of the last day. */
function seriesOf(amountAt: (day: number, quarter: number) => number): QuarterSeries {
  const first = MONDAY - 28 * DAY;
  const amounts = Float64Array.from({ length: 29 * DAY }, (_, at) => amountAt(Math.floor(at / DAY), at % DAY));
  const known = new Uint8Array(amounts.length).fill(1);
  known.fill(0, 28 * DAY + 48, 28 * DAY + 50);
  return { first, amounts, known };
}
const gap: UnsureGap = { register: 1, first: MONDAY + 48, quarters: 2, total: 10, lost: [] };

describe('a gap with a known total', () => {
  it('is certain as a whole and where nothing of it is asked for', () => {
    const stretch = stretchOf(
      gap,
      seriesOf((day, quarter) => 5 + (day % 2) * (quarter % 2)),
    );

    expect([doubtOver(stretch, MONDAY, MONDAY + DAY), doubtOver(stretch, MONDAY, MONDAY + 48)]).toEqual([NO_DOUBT, NO_DOUBT]);
  });

  it('is as unsure at its middle as the same hours of other days were, and both halves alike', () => {
    // In even weeks the first quarter takes 6 of 10, in odd weeks 4: other weeks say 5 or 14/3 and 16/3.
    const stretch = stretchOf(
      gap,
      seriesOf((day, quarter) => ((quarter % 2 === 0) === (Math.floor(day / 7) % 2 === 0) ? 6 : 4)),
    );
    // Each week beside three others, of which two are of the other kind: 6 - (6 + 4 + 4) / 3 = 4/3.
    const inWeeks = 4 / 3;

    expect(stretch.residuals.map((one) => Math.abs(one[0] ?? 0))).toEqual(stretch.residuals.map(() => expect.closeTo(inWeeks, 9)));
    const widening = ((1.645 + 1.524 / 20 + 1.42 / 400) / 1.645) ** 2;
    const first = doubtOver(stretch, MONDAY, MONDAY + 49);
    expect(stretch.residuals).toHaveLength(20);
    expect(first.variance).toBeCloseTo(inWeeks ** 2 * widening, 9);
    expect(doubtOver(stretch, MONDAY + 49, MONDAY + DAY).variance).toBeCloseTo(first.variance, 9);
  });

  it('that begins in the middle of a quarter is tried on that part of it alone', () => {
    // Half of 6 (or 4) beside 4 (or 6), where the others say half of 14/3 (16/3) and 16/3 (14/3).
    const stretch = stretchOf(
      { ...gap, headShare: 0.5 },
      seriesOf((day, quarter) => ((quarter % 2 === 0) === (Math.floor(day / 7) % 2 === 0) ? 6 : 4)),
    );
    const [even, odd] = [3 - (7 * (7 / 3)) / (7 / 3 + 16 / 3), 2 - (8 * (8 / 3)) / (8 / 3 + 14 / 3)].map(Math.abs);

    expect(new Set(stretch.residuals.map((one) => Math.abs(one[0] ?? 0).toFixed(9)))).toEqual(new Set([even?.toFixed(9), odd?.toFixed(9)]));
    for (const residual of stretch.residuals) expect((residual[0] ?? 0) + (residual[1] ?? 0)).toBeCloseTo(0, 9);
  });

  it('may be anywhere when there is no history: evenly, a third of f (1 - f) of the total squared', () => {
    const stretch = stretchOf(gap, { first: gap.first, amounts: new Float64Array(2), known: new Uint8Array(2) });

    expect(stretch.residuals).toEqual([]);
    expect(doubtOver(stretch, MONDAY, MONDAY + 49).variance).toBeCloseTo((100 * 0.25) / 3, 9);
  });
});

describe('a counter that lost something', () => {
  it('misses a short time at the power of the rest of the quarter, a long one at what is usual', () => {
    const series = seriesOf(() => 5);
    const booked = 4.5;
    series.amounts[28 * DAY + 48] = booked;
    const stretch = stretchOf({ ...gap, total: null, lost: [0.1, 1] }, series);

    expect([...stretch.missing]).toEqual([booked / 9, 5]);
    const { low, high } = bandOf(booked, doubtOver(stretch, MONDAY, MONDAY + DAY), DAY);
    // Every day was alike, so what is missing is sure: 0.5 and 5.
    expect([low, high].map((one) => one - booked)).toEqual([expect.closeTo(5.5, 1), expect.closeTo(5.5, 1)]);
  });

  it('is tried as it was estimated: a short loss beside the quarters next to it, a long one beside other weeks', () => {
    // Weeks of 4 and weeks of 6 a quarter, each flat: nothing next to a quarter differs from it, other weeks do.
    const series = seriesOf((day) => (Math.floor(day / 7) % 2 === 0 ? 4 : 6));
    const spreadOf = (share: number): number => {
      const lost: UnsureGap = { register: 1, first: MONDAY + 48, quarters: 1, total: null, lost: [share] };
      return doubtOver(stretchOf(lost, series), MONDAY, MONDAY + DAY).missingVariance;
    };

    expect(spreadOf(0.5)).toBe(0);
    expect(spreadOf(0.6)).toBeGreaterThan(0.6);
  });

  it('of which the counter went on without its being booked lost nothing, all of that, or something between', () => {
    const lost: UnsureGap = { register: 1, first: MONDAY + 48, quarters: 1, total: null, lost: [0], passed: [3] };
    const stretch = stretchOf(
      lost,
      seriesOf(() => 5),
    );
    const { low, high } = bandOf(5, doubtOver(stretch, MONDAY, MONDAY + DAY), DAY);

    expect([...stretch.missing]).toEqual([1.5]);
    expect(low - 5).toBeCloseTo(0, 1);
    expect(high - 5).toBeGreaterThanOrEqual(3);
    expect(high - 5).toBeLessThan(3.1);
  });

  it('is never thought to have counted less than it did', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        // Of nothing missing it is not known which way it would be missing.
        fc.double({ min: 0, minExcluded: true, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 400, noNaN: true }),
        (amount, missing, spread) => {
          const { low, high } = bandOf(amount, { variance: 0, missing, missingVariance: spread }, DAY);
          expect(low).toBeGreaterThanOrEqual(amount - 0.001 - amount * LAG);
          expect(high).toBeGreaterThanOrEqual(amount);
        },
      ),
    );
  });
});

describe('a band', () => {
  it('of what was measured throughout is a step of the counter and what its refreshing takes at both ends', () => {
    const { low, high } = bandOf(960, NO_DOUBT, DAY);

    expect(high - 960).toBeCloseTo(0.001 + (960 / DAY) * LAG, 9);
    expect(960 - low).toBeCloseTo(high - 960, 9);
  });

  it('grows with the square root of what has nothing to do with each other', () => {
    const one = { variance: 4, missing: 0, missingVariance: 0 };
    const widthOf = (doubt: typeof one): number => bandOf(0, doubt, DAY).high;

    expect(widthOf(addDoubt(addDoubt(one, one), addDoubt(one, one)))).toBeCloseTo(2 * widthOf(one), 2);
  });
});

describe('a margin that is known', () => {
  it('comes back as it was given', () => {
    const residuals = withinMargin(3).map((off) => Float64Array.of(off, -off));
    const stretch = { register: 1, first: 100, quarters: 2, total: 10, missing: Float64Array.of(1, -1), residuals };
    const { low, high } = bandOf(50, doubtOver(stretch, 4, 101), DAY);

    // Expected to be one more than was booked.
    expect(low).toBeCloseTo(51 - 3, 1);
    expect(high).toBeCloseTo(51 + 3, 1);
  });
});

describe('the highest of unsure quarters', () => {
  it('is what nine of ten comparable stretches would not have passed', () => {
    const residuals = Array.from({ length: 19 }, (_, at) => Float64Array.of(at, 0));
    const stretch = { register: 1, first: 100, quarters: 2, total: 10, missing: new Float64Array(2), residuals };
    const at = (quarter: number) => ({ kw: 20, doubts: [{ stretch, at: quarter, sign: 1 as const }] });

    // The 18th of 19: 17 kWh more in a quarter are 68 kW more.
    expect(nineOfTen(highestTried([at(100), at(101)]))).toBe(20 + 4 * 17);
    expect(nineOfTen(highestTried([at(101)]))).toBe(20);
    expect(nineOfTen(highestTried([]))).toBe(-Infinity);
  });

  it('hold no more than their gap does, as comparable stretches of other totals are taken in proportion', () => {
    const residuals = [Float64Array.of(100, -100)];
    const stretch = { register: 1, first: 100, quarters: 2, total: 10, missing: new Float64Array(2), residuals };
    const quarters = (scales: number[]) => [{ kw: 20, doubts: [{ stretch: { ...stretch, scales }, at: 100, sign: 1 as const }] }];

    expect(nineOfTen(highestTried(quarters([1])))).toBe(20 + 400);
    expect(nineOfTen(highestTried(quarters([0.05])))).toBe(20 + 20);
  });

  it('lie between two stretches in proportion', () => {
    // Of nine the ninth; of ten nine tenths of the way from the ninth to the tenth.
    const of = (samples: number): number => {
      const residuals = Array.from({ length: samples }, (_, at) => Float64Array.of(at + 1));
      const stretch = { register: 1, first: 100, quarters: 1, total: null, missing: new Float64Array(1), residuals };
      return nineOfTen(highestTried([{ kw: 0, doubts: [{ stretch, at: 100, sign: 1 }] }]));
    };

    expect(of(9)).toBe(4 * 9);
    expect(of(10)).toBeCloseTo(4 * 9.9, 9);
  });
});

it('an amount of 100 kWh in four quarters, 3 of which may be elsewhere, lies 5.0 from its ends', () => {
  const doubt = { ...NO_DOUBT, variance: 9 };
  const { ends, known, all } = marginsOf(100, doubt, 4);

  // 0.001 + 100 x 2.05 / 3600, and with it 1.645 x 3 in quadrature; nothing is missing.
  expect(ends).toBeCloseTo(0.001 + 205 / 3600, 12);
  expect(known).toBeCloseTo(Math.sqrt(ends ** 2 + 4.935 ** 2), 12);
  expect(all).toBe(known);
  expect(bandOf(100, doubt, 4)).toEqual({ low: 100 - all, high: 100 + all });
});
