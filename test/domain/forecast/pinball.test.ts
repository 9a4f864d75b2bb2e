// Pinball loss by hand, and that the true quantile has the least of it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossOf, pinball, quantileOf, tripleOf } from '../../../src/domain/forecast/pinball.ts';

describe('pinball loss', () => {
  it('is q for each kW too low and 1 - q for each kW too high', () => {
    expect(pinball(0.9, 100, 110)).toBeCloseTo(9, 12);
    expect(pinball(0.9, 110, 100)).toBeCloseTo(1, 12);
    expect(pinball(0.5, 90, 100)).toBe(5);
  });

  it('of three is their mean', () => {
    // 0.1 x 20, 0.5 x 10 and (1 - 0.9) x 5.
    expect(lossOf([80, 90, 105], 100)).toBeCloseTo((2 + 5 + 0.5) / 3, 12);
    expect(lossOf([100, 100, 100], 100)).toBe(0);
  });

  it('is least for the median when q is a half', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 41 }), fc.integer({ min: -300, max: 300 }), (values, other) => {
        const total = (forecast: number): number => values.reduce((sum, value) => sum + pinball(0.5, forecast, value), 0);

        expect(total(tripleOf(values)[1])).toBeLessThanOrEqual(total(other) + 1e-9);
      }),
    );
  });
});

describe('quantiles', () => {
  it('lie between their neighbours, as in R type 7', () => {
    // quantile(c(1, 2, 3, 4, 10), c(.1, .5, .9)) in R: 1.4, 3, 7.6.
    expect(tripleOf([10, 3, 1, 4, 2])).toEqual([expect.closeTo(1.4, 12), 3, expect.closeTo(7.6, 12)]);
    expect(quantileOf([], 0.5)).toBeNaN();
    expect(quantileOf([7], 0.9)).toBe(7);
  });
});
