// Shapley values of a peak: the airport game (O18), the axioms, and the sampled answer beside the exact one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXACT_MEMBERS_MAX, shapley } from '../../../src/domain/capacity/shapley.ts';

/** Runways: the cost of a coalition is that of its longest. As peaks: each member alone in a quarter of its own. */
const airport = (costs: readonly number[]): Float64Array[] => costs.map((cost, member) => Float64Array.from(costs, (_, t) => (t === member ? cost : 0)));
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

describe('the airport game', () => {
  it.each([
    { costs: [1500, 2200, 3000], values: [500, 850, 1650] },
    { costs: [1500, 2200, 3500], values: [500, 850, 2150] },
  ])('of $costs gives $values', ({ costs, values }) => {
    const result = shapley(airport(costs));

    result.kw.forEach((one, index) => expect(one).toBeCloseTo(values[index] ?? 0, 9));
    expect(result.exact).toBe(true);
    expect(result.totalKw).toBe(Math.max(...costs));
  });

  it('of 20 runways is sampled to within four standard errors, each of at most 1 % of the longest', () => {
    // Exact: each step of the runway is shared by all who need it.
    const costs = Array.from({ length: 20 }, (_, index) => (index + 1) * 100);
    const exact = costs.map((_, member) => sum(costs.slice(0, member + 1).map((__, step) => 100 / (costs.length - step))));
    const result = shapley(airport(costs));

    expect(result.exact).toBe(false);
    result.kw.forEach((one, index) => expect(Math.abs(one - (exact[index] ?? 0))).toBeLessThanOrEqual(4 * (result.errorKw[index] ?? 0) + 1e-9));
    expect(Math.max(...result.errorKw)).toBeLessThanOrEqual(0.01 * 2000);
    expect(sum(result.kw)).toBeCloseTo(2000, 6);
  });
});

describe('every peak', () => {
  const rows = (members: number) => fc.array(fc.array(fc.integer({ min: -300, max: 1000 }), { minLength: 5, maxLength: 5 }), { minLength: members, maxLength: members });
  const floats = (list: readonly (readonly number[])[]): Float64Array[] => list.map((row) => Float64Array.from(row));

  it('is shared out in full', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }).chain(rows), (list) => {
        const result = shapley(floats(list));

        expect(sum(result.kw)).toBeCloseTo(result.totalKw, 6);
      }),
    );
  });

  it('gives equals the same, and nothing to who draws nothing', () => {
    fc.assert(
      fc.property(rows(3), (list) => {
        const result = shapley(floats([...list, list[0] ?? [], [0, 0, 0, 0, 0]]));

        expect(result.kw[3]).toBeCloseTo(result.kw[0] ?? 0, 6);
        expect(result.kw[4]).toBeCloseTo(0, 9);
      }),
    );
  });

  it('is the same for the same seed, and sampling agrees with counting', () => {
    const list = Array.from({ length: EXACT_MEMBERS_MAX + 1 }, (_, member) => Float64Array.from({ length: 40 }, (__, t) => 100 + 80 * Math.sin(member * 1.7 + t * 0.9)));
    const silent = new Float64Array(40);
    const exact = shapley(list.slice(0, EXACT_MEMBERS_MAX));
    // One more that draws nothing changes nothing, but is one too many to count.
    const drawn = shapley([...list.slice(0, EXACT_MEMBERS_MAX), silent]);

    expect(drawn.exact).toBe(false);
    expect(shapley([...list.slice(0, EXACT_MEMBERS_MAX), silent])).toEqual(drawn);
    exact.kw.forEach((one, index) => expect(Math.abs(one - (drawn.kw[index] ?? 0))).toBeLessThanOrEqual(5 * (drawn.errorKw[index] ?? 0) + 1e-6));
  });

  it('of nobody is nothing', () => {
    expect(shapley([])).toEqual({ kw: [], errorKw: [], exact: true, totalKw: 0 });
  });
});
