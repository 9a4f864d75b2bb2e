// Bands hold their value and hide it: two sizes between the same steps look the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SQUARE_M, betweenSquaresM, energyBand, lengthBand, squareOf } from '../../../src/domain/heat/bands.ts';
import { straightM } from '../../../src/domain/heat/port.ts';

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

it('of a length are the same wherever in its square the other side lies, from whatever place one asks', () => {
  const degree = fc.record({ latDeg: fc.double({ min: 51, max: 53, noNaN: true }), lonDeg: fc.double({ min: 4, max: 7, noNaN: true }) });
  fc.assert(
    fc.property(
      degree,
      fc.array(degree, { minLength: 1, maxLength: 5 }),
      fc.double({ min: -0.49, max: 0.49, noNaN: true }),
      fc.double({ min: -0.49, max: 0.49, noNaN: true }),
      (other, mine, north, east) => {
        const middle = squareOf(other);
        const metre = 1 / 111_195;
        const moved = { latDeg: middle.latDeg + north * SQUARE_M * metre, lonDeg: middle.lonDeg + (east * SQUARE_M * metre) / Math.cos((middle.latDeg * Math.PI) / 180) };
        for (const from of mine) {
          const told = betweenSquaresM(from, moved);
          expect(told.low).toBeCloseTo(betweenSquaresM(from, middle).low, 6);
          expect(told.high).toBeCloseTo(betweenSquaresM(from, middle).high, 6);
          // Squares are narrower at their northern edge: a metre in a hundred.
          expect(told.low - 10 <= straightM(from, moved) && straightM(from, moved) <= told.high + 10).toBe(true);
        }
      },
    ),
  );
});
