// Quadrature of what meters, factors, substituted amounts and bands may be off.
import { expect, it } from 'vitest';
import { shareOfAll, uncertaintyShare } from '../../src/domain/emission-uncertainty.ts';

it.each([
  // sqrt(0.02^2 + 0.05^2), sqrt(0.02^2 + 0.1^2), sqrt(0.02^2 + 0.05^2 + 0.2^2)
  [0, false, 0.0539],
  [0, true, 0.102],
  [1, false, 0.2071],
])('%f substituted, recalled %s: %f', (substitutedShare, recalled, expected) => {
  expect(uncertaintyShare({ substitutedShare, recalled })).toBeCloseTo(expected, 4);
});

it('takes what the bands of the amounts make of it', () => {
  // sqrt(0.02^2 + 0.05^2 + 0.12^2)
  expect(uncertaintyShare({ substitutedShare: 0, recalled: false, activityShare: 0.12 })).toBeCloseTo(0.1315, 4);
});

it('weighs what amounts may be off by what they emit, of all that is emitted', () => {
  // sqrt((60/100 x 0.05)^2 + (20/100 x 0.2)^2); the other 20 kg have no band.
  const carriers = [
    { kg: 60, share: 0.05 },
    { kg: 20, share: 0.2 },
  ];

  expect(shareOfAll(carriers, 100)).toBeCloseTo(0.05, 9);
  expect(shareOfAll(carriers, 0)).toBe(0);
});
