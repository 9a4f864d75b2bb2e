// Use of a limit: peaks, violations, months and use-it-or-lose-it.
import { describe, expect, it } from 'vitest';
import { limitUse, monthPeaks, peakIn, utilization } from '../../../src/domain/capacity/limit-use.ts';
import { flat, measured, quarterOf } from './loads.ts';

const over = (kw: readonly number[], limit: number, first = '2026-11-02T12:00:00Z') => ({
  kw: Float64Array.from(kw),
  sure: Uint8Array.from(kw, (one) => (Number.isNaN(one) ? 0 : 1)),
  limitKw: new Float64Array(kw.length).fill(limit),
  firstQuarter: quarterOf(first),
});

describe('use of a limit', () => {
  it('counts runs above it, their kWh and the longest', () => {
    // Above 100: 20 and 40 in a row, then 8 on its own: two violations, (20 + 40 + 8) / 4 = 17 kWh.
    const use = limitUse(over([100, 120, 140, 90, 108, 50], 100));

    expect(use.peak).toEqual({ kw: 140, index: 2 });
    expect(use.runs).toEqual([
      { from: 1, to: 3, aboveKwMax: 40, aboveKwh: 15 },
      { from: 4, to: 5, aboveKwMax: 8, aboveKwh: 2 },
    ]);
    expect(use).toMatchObject({ quartersAbove: 3, aboveKwh: 17, longestRunQuarters: 2, quartersJudged: 6, energyKwh: 152 });
  });

  it('is not above a limit that it meets, nor by the rounding of a sum', () => {
    expect(limitUse(over([0.1 + 0.2], 0.3)).runs).toEqual([]);
  });

  it('judges measured quarters only, and counts the energy of the others', () => {
    const one = over([50, 500, Number.NaN], 100);
    one.sure[1] = 0;
    const use = limitUse(one);

    expect(use.runs).toEqual([]);
    expect(use.peak?.kw).toBe(50);
    expect(use).toMatchObject({ quartersJudged: 1, quartersKnown: 2, energyKwh: 137.5 });
  });

  it('knows no violation where no limit is known, and what is fed in is no use', () => {
    expect(limitUse(over([500], Number.NaN)).runs).toEqual([]);
    expect(limitUse(over([-40, 40], 100)).energyKwh).toBe(10);
  });

  it('tells apart what is drawn between 16:00 and 21:00 by the local clock', () => {
    // In winter 16:00 is 15:00Z: four quarters before, twenty in it, four after, 4 kW each.
    const kw = flat(28, 4);

    expect(limitUse(over(kw, 100, '2026-11-02T14:00:00Z')).eveningKwh).toBe(20);
    expect(limitUse(over(kw, 100, '2026-07-02T13:00:00Z')).eveningKwh).toBe(20);
  });
});

describe('months', () => {
  it('begin at local midnight and have one peak each', () => {
    // 31 October 2026 ends at 23:00Z.
    const peaks = monthPeaks(over([10, 30, 20, 70], 100, '2026-10-31T22:30:00Z'));

    expect(peaks.map((one) => [one.kwMax, one.index, one.limitKw])).toEqual([
      [30, 1, 100],
      [70, 3, 100],
    ]);
  });

  it('without a measured quarter are left out', () => {
    expect(monthPeaks(over([Number.NaN], 100))).toEqual([]);
  });
});

describe('use it or lose it', () => {
  const year = (kwMax: number) => Array.from({ length: 12 }, () => ({ kwMax }));

  it.each([
    // Half of the contract, just above it, a megawatt unused, just less.
    { kwMax: 400, contract: 800, share: 0.5, atRisk: true },
    { kwMax: 401, contract: 800, share: 401 / 800, atRisk: false },
    { kwMax: 2000, contract: 3000, share: 2 / 3, atRisk: true },
    { kwMax: 2001, contract: 3000, share: 2001 / 3000, atRisk: false },
  ])('$kwMax of $contract kW: at risk is $atRisk', ({ kwMax, contract, share, atRisk }) => {
    expect(utilization(year(kwMax), contract)).toEqual({ kwMax, limitKw: contract, share, unusedKw: contract - kwMax, months: 12, atRisk });
  });

  it('looks at the last twelve months, and does not judge fewer', () => {
    expect(utilization([{ kwMax: 900 }, ...year(100)], 800)?.kwMax).toBe(100);
    expect(utilization(year(100).slice(1), 800)).toMatchObject({ months: 11, atRisk: false });
    expect(utilization([], 800)).toBeNull();
    expect(utilization(year(1), 0)).toBeNull();
  });
});

it('a peak of nothing is none', () => {
  expect(peakIn({ kw: new Float64Array(3), sure: new Uint8Array(3) })).toBeNull();
  expect(peakIn({ kw: Float64Array.from([-5, -2]), sure: measured(2) })).toEqual({ kw: -2, index: 1 });
});
