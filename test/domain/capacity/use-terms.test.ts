// Which runs, quarters and steps the totals of a period of room on the grid are made of.
import { describe, expect, it } from 'vitest';
import { limitUse } from '../../../src/domain/capacity/limit-use.ts';
import { USE_QUARTERS_MAX, USE_RUNS_MAX, useTerms } from '../../../src/domain/capacity/use-terms.ts';
import { toMicro } from '../../../src/domain/ledger.ts';
import { quarterOf } from './loads.ts';

const over = (kw: readonly number[], limit: number, first = '2026-11-02T12:00:00Z') => ({
  kw: Float64Array.from(kw),
  sure: Uint8Array.from(kw, (one) => (Number.isNaN(one) ? 0 : 1)),
  limitKw: new Float64Array(kw.length).fill(limit),
  firstQuarter: quarterOf(first),
});
// Above 100: 20 and 40 in a row, then 8 on its own; 15 + 2 kWh.
const SIX = [100, 120, 140, 90, 108, 50];
const whole = [0, SIX.length];
const contributions = (list: readonly { contributionMicro: number }[]): number[] => list.map((one) => one.contributionMicro / 1e6);

describe('runs above the limit', () => {
  it('add up to how often, how long and how much', () => {
    const use = over(SIX, 100);

    expect(contributions(useTerms(use, { field: 'violations', borders: whole }).runs)).toEqual([1, 1]);
    expect(contributions(useTerms(use, { field: 'quartersAbove', borders: whole }).runs)).toEqual([2, 1]);
    expect(contributions(useTerms(use, { field: 'hoursAbove', borders: whole }).runs)).toEqual([0.5, 0.25]);
    expect(contributions(useTerms(use, { field: 'aboveKwh', borders: whole }).runs)).toEqual([15, 2]);
    expect(useTerms(use, { field: 'longestRunMinutes', borders: whole }).runs).toEqual([{ from: 1, to: 3, aboveKwMax: 40, aboveKwh: 15, contributionMicro: 30e6 }]);
  });

  it('are each the quarters of that part of the period', () => {
    const { runs, quarters, sumsMicro } = useTerms(over(SIX, 100), { field: 'aboveKwh', borders: [1, 3] });

    expect(runs).toEqual([]);
    expect(quarters).toEqual([
      { index: 1, usageKw: 120, limitKw: 100, contributionMicro: 5e6 },
      { index: 2, usageKw: 140, limitKw: 100, contributionMicro: 10e6 },
    ]);
    expect(sumsMicro).toEqual([15e6]);
    expect(contributions(useTerms(over(SIX, 100), { field: 'violations', borders: [1, 3] }).quarters)).toEqual([1, 0]);
    expect(contributions(useTerms(over(SIX, 100), { field: 'longestRunMinutes', borders: [1, 3] }).quarters)).toEqual([15, 15]);
  });

  it('have a highest quarter and kWh of their own, by the quarter in which they begin', () => {
    expect(useTerms(over(SIX, 100), { field: 'above.aboveKwMax', borders: [1, 6] }).quarters).toMatchObject([{ index: 2, contributionMicro: 40e6 }]);
    expect(contributions(useTerms(over(SIX, 100), { field: 'above.aboveKwh', borders: [4, 6] }).quarters)).toEqual([2]);
    expect(useTerms(over(SIX, 100), { field: 'above.aboveKwh', borders: [2, 6] }).sumsMicro).toEqual([]);
  });

  it('belong to the step in which they begin, and stay out of the list when they are many', () => {
    const kw = Array.from({ length: 2 * USE_RUNS_MAX + 2 }, (_, t) => (t % 2 === 0 ? 104 : 90));
    const { runs, sumsMicro } = useTerms(over(kw, 100), { field: 'aboveKwh', borders: [0, 3, kw.length] });

    expect(runs).toEqual([]);
    expect(sumsMicro).toEqual([2e6, (USE_RUNS_MAX - 1) * 1e6]);
  });

  it('add up to the rounded figure where each is no whole millionth', () => {
    // 100.0000007 above 0 is 25.000000175 kWh.
    const use = over([100.000_000_7, 0, 100.000_000_7, 0, 100.000_000_7, 100.000_000_7], 0);
    const told = toMicro(limitUse(use).aboveKwh);
    const { runs } = useTerms(use, { field: 'aboveKwh', borders: [0, 6] });

    expect(runs.reduce((sum, one) => sum + one.contributionMicro, 0)).toBe(told);
    const [, , last] = runs;
    const quarters = useTerms(use, { field: 'aboveKwh', borders: [4, 6] }).quarters.reduce((sum, one) => sum + one.contributionMicro, 0);
    expect(quarters).toBe(last?.contributionMicro);
  });
});

describe('what is counted of every quarter', () => {
  it('is listed by quarter, without those that bring nothing', () => {
    const use = over([40, -8, 0, Number.NaN, 12], 100);

    expect(useTerms(use, { field: 'energyKwh', borders: [0, 5] }).quarters.map((one) => [one.index, one.contributionMicro])).toEqual([
      [0, 10e6],
      [4, 3e6],
    ]);
    expect(useTerms(use, { field: 'quartersKnown', borders: [0, 5] }).sumsMicro).toEqual([4e6]);
    expect(useTerms(use, { field: 'kwMax', borders: [0, 5] }).quarters).toEqual([{ index: 0, usageKw: 40, limitKw: 100, contributionMicro: 40e6 }]);
    expect(useTerms(over([Number.NaN], 100), { field: 'kwMax', borders: [0, 1] })).toEqual({ runs: [], quarters: [], sumsMicro: [0] });
  });

  it('is told by steps of a longer time', () => {
    const use = over(
      Array.from({ length: USE_QUARTERS_MAX + 8 }, () => 4),
      100,
    );

    expect(useTerms(use, { field: 'energyKwh', borders: [0, 96, 108] })).toEqual({ runs: [], quarters: [], sumsMicro: [96e6, 12e6] });
  });

  it('tells what was drawn in the evening, and what was measured, apart', () => {
    const use = over([8, 8, 8], 100, '2026-11-02T14:45:00Z');
    use.sure[2] = 0;

    // 16:00 is 15:00Z.
    expect(useTerms(use, { field: 'eveningKwh', borders: [0, 3] }).sumsMicro).toEqual([4e6]);
    expect(useTerms(use, { field: 'measuredKwh', borders: [0, 3] }).sumsMicro).toEqual([4e6]);
    expect(useTerms(use, { field: 'quartersJudged', borders: [0, 3] }).sumsMicro).toEqual([2e6]);
    expect(useTerms(use, { field: 'energyKwh', borders: [0, 3] }).sumsMicro).toEqual([6e6]);
  });
});
