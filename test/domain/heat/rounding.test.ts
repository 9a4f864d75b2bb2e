// Rounding of a row: by hand, and never against a choice that keeps the row.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mirOf } from '../../../src/domain/heat/rounding.ts';

const double = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describe('rounding', () => {
  it('makes a cover of two pipes of 60 that bring 90 at most', () => {
    // 60 a + 60 b <= 90 at a = b = 3/4: divided by 60, a + b <= 1.
    expect(mirOf({ coefficients: [60, 60], values: [0.75, 0.75], most: 90, slack: 0 })).toEqual({ coefficients: [1, 1], most: 1, slackFactor: 1 / 30 });
  });

  it('says nothing of whole values', () => {
    expect(mirOf({ coefficients: [60, 60], values: [1, 0], most: 90, slack: 0 })).toBeNull();
  });

  it('is kept by every choice of variables and slack that keeps the row', () => {
    const row = fc.array(fc.record({ coefficient: double(-100, 100), value: double(0, 1) }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(row, double(-150, 150), double(0, 20), (variables, most, slack) => {
        const coefficients = variables.map((one) => one.coefficient);
        const rounded = mirOf({ coefficients, values: variables.map((one) => one.value), most, slack });
        if (rounded === null) return;
        for (let set = 0; set < 2 ** variables.length; set++) {
          const sum = (of: readonly number[]): number => of.reduce((total, one, at) => total + ((set >> at) % 2) * one, 0);
          // The least slack that keeps the row.
          const least = Math.max(0, sum(coefficients) - most);
          expect(sum(rounded.coefficients)).toBeLessThanOrEqual(rounded.most + rounded.slackFactor * least + 1e-6 * (1 + rounded.slackFactor));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
