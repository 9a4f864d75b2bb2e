// Parts of a sum in whole millionths.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedParts } from '../../src/domain/rounded-parts.ts';

describe('rounded parts', () => {
  it('of three thirds are 333,333, 333,334 and 333,333 millionths', () => {
    const part = roundedParts();
    expect([part(1 / 3), part(1 / 3), part(1 / 3)]).toEqual([333_333, 333_334, 333_333]);
  });

  it('add up to the rounded sum, and each lies within one millionth of what it is', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 30 }), (terms) => {
        const part = roundedParts();
        const told = terms.map(part);
        const sum = terms.reduce((total, one) => total + one, 0);
        expect(told.reduce((total, one) => total + one, 0)).toBe(Math.round(sum * 1e6) + 0);
        // A float of that size is itself sure to a few billionths.
        for (const [index, one] of terms.entries()) expect(Math.abs((told[index] ?? 0) - one * 1e6)).toBeLessThanOrEqual(1.1);
      }),
    );
  });
});
