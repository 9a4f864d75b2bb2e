// Quadrature of three sources of doubt.
import { expect, it } from 'vitest';
import { uncertaintyParts, uncertaintyShare } from '../../src/domain/emission-uncertainty.ts';

it.each([
  // sqrt(0.02^2 + 0.05^2), sqrt(0.02^2 + 0.1^2), sqrt(0.02^2 + 0.05^2 + 0.2^2)
  [0, false, 0.0539],
  [0, true, 0.102],
  [1, false, 0.2071],
])('%f substituted, recalled %s: %f', (substitutedShare, recalled, expected) => {
  expect(uncertaintyShare(uncertaintyParts({ substitutedShare, recalled }))).toBeCloseTo(expected, 4);
});

it('takes what the bands of the amounts make of it', () => {
  // sqrt(0.02^2 + 0.05^2 + 0.12^2)
  expect(uncertaintyShare([...uncertaintyParts({ substitutedShare: 0, recalled: false }), { field: 'activity.gas', weight: 0.5, value: 0.24 }])).toBeCloseTo(0.1315, 4);
});
