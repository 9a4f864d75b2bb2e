// Spreading an amount over quarters: nothing is lost, whatever the number of quarters.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadMicro } from '../../src/domain/spread.ts';

describe('an amount that is spread', () => {
  it('gives each quarter the same, and the first ones what is left', () => {
    // 10 millionths over 4 quarters: 2 each, and 2 left over for the first two.
    expect(spreadMicro(10, 4)).toEqual([3, 3, 2, 2]);
  });

  it('of a year of 35,040 quarters adds up to the invoice exactly', () => {
    // 123,456.789 kWh = 123,456,789,000 millionths; / 35,040 = 3,523,310.188… so each gets 3,523,310 or 3,523,311.
    const parts = spreadMicro(123_456_789_000, 35_040);

    expect(parts.reduce((sum, one) => sum + one, 0)).toBe(123_456_789_000);
    expect(new Set(parts)).toEqual(new Set([3_523_310, 3_523_311]));
  });

  it('adds up to the total and differs by one millionth at most, for every amount and length', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 1, max: 3000 }), (total, count) => {
        const parts = spreadMicro(total, count);

        expect(parts.reduce((sum, one) => sum + one, 0)).toBe(total);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    [1.5, 4],
    [Number.NaN, 4],
    [1, 0],
  ])('refuses %d millionths over %d parts', (total, parts) => {
    expect(() => spreadMicro(total, parts)).toThrow(RangeError);
  });
});
