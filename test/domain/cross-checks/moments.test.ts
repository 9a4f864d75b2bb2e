// Slope and correlation from the sums of pairs, against sums by hand.
import { describe, expect, it } from 'vitest';
import { correlationOf, momentsOf, pairedAt, slopeOf } from '../../../src/domain/cross-checks/moments.ts';

const a = Float64Array.of(1, 3, Number.NaN, 5, 9);
const b = Float64Array.of(0, 1, 2, 2, Number.NaN);
const plain = { shift: 0, withoutStill: false };

describe('pairs', () => {
  it('are the places where both are known', () => {
    expect(pairedAt(a, b, plain)).toEqual([0, 1, 3]);
  });

  it('leave out those in which the second does not move, where asked', () => {
    expect(pairedAt(a, b, { ...plain, withoutStill: true })).toEqual([1, 3]);
  });

  it('are of one with another that comes later', () => {
    expect(pairedAt(a, b, { ...plain, shift: 1 })).toEqual([0, 1]);
    expect(pairedAt(a, b, { ...plain, shift: -1 })).toEqual([1, 3, 4]);
  });
});

describe('sums', () => {
  it('give slope, its error and the correlation by hand', () => {
    const moments = momentsOf(a, b, plain);

    // Pairs (1, 0), (3, 1), (5, 2): one line, of slope 2.
    expect(moments).toEqual({ n: 3, sumA: 9, sumB: 3, sumAa: 35, sumBb: 5, sumAb: 13 });
    expect(slopeOf(moments)).toEqual({ slope: 2, slopeError: 0 });
    expect(correlationOf(moments)).toBe(1);
  });

  it('say nothing where one of them stands still', () => {
    const still = momentsOf(Float64Array.of(1, 2, 3), Float64Array.of(4, 4, 4), plain);
    expect([slopeOf(still), correlationOf(still)]).toEqual([null, 0]);
  });
});
