// Bands hold their value and hide it: two sizes between the same steps look the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { energyBand, lengthBand } from '../../../src/domain/heat/bands.ts';

it('hold what they stand for', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 9e8, noNaN: true }), (value) => {
      const { low, high } = energyBand(value);
      expect(low <= value && value < high).toBe(true);
    }),
  );
});

it('are wide', () => {
  expect(energyBand(4_045_000)).toEqual({ low: 3_000_000, high: 10_000_000 });
  expect([lengthBand(640), lengthBand(0), lengthBand(9000)]).toEqual([
    { low: 500, high: 1000 },
    { low: 0, high: 250 },
    { low: 5000, high: 50_000 },
  ]);
});
