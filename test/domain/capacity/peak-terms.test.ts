// What a part in a peak is made of adds up to it: quarters, coalitions, and random orders above twelve members.
import { describe, expect, it } from 'vitest';
import { peakShares } from '../../../src/domain/capacity/peak-shares.ts';
import { peakTerms } from '../../../src/domain/capacity/peak-terms.ts';
import { member } from './loads.ts';

describe('a group (O21)', () => {
  const members = [member(1, [100, 20]), member(2, [60, 80]), member(3, [10, 90])];

  it('gives A what it adds to each coalition of the others', () => {
    const { ids, coalitions } = peakTerms(members, { field: 'shapleyKw', id: 1 });

    // By hand: v(A) - 0, v(AB) - v(B), v(AC) - v(C), v(ABC) - v(BC).
    expect(ids).toEqual([1, 2, 3]);
    expect(coalitions.map(({ others, withKw, withoutKw }) => [others, withKw, withoutKw])).toEqual([
      [0b000, 100, 0],
      [0b010, 160, 80],
      [0b100, 110, 90],
      [0b110, 190, 170],
    ]);
    expect(coalitions.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 6, 1 / 6, 1 / 3]);
  });

  it('names the quarter of the peak, and that of the others without it', () => {
    expect(peakTerms(members, { field: 'coincidentKw', id: 3 }).quarters).toEqual([{ index: 1, kw: 90, togetherKw: 190 }]);
    expect(peakTerms(members, { field: 'withoutKw', id: 3 }).quarters).toEqual([
      { index: 1, kw: 90, togetherKw: 190 },
      { index: 0, kw: 10, togetherKw: 170 },
    ]);
    expect(peakTerms(members, { field: 'topMeanKw', id: 3 }).quarters.map(({ index }) => index)).toEqual([1, 0]);
    expect(peakTerms(members, { field: 'ownPeaksKw', id: null }).own).toEqual([
      { id: 1, kw: 100, index: 0 },
      { id: 2, kw: 80, index: 1 },
      { id: 3, kw: 90, index: 1 },
    ]);
  });

  it('has nothing to say of who is not in it', () => {
    expect(peakTerms(members, { field: 'shapleyKw', id: 9 })).toMatchObject({ quarters: [], coalitions: [], draws: [] });
    expect(peakTerms([], { field: 'kwMax', id: null })).toMatchObject({ peak: null, own: [] });
  });
});

it('of thirteen is the mean of what was drawn, to the last digit', () => {
  const members = Array.from({ length: 13 }, (_, id) =>
    member(
      id,
      Array.from({ length: 40 }, (__, t) => 100 + 80 * Math.sin(id * 1.7 + t * 0.9)),
    ),
  );
  const { draws, coalitions } = peakTerms(members, { field: 'shapleyKw', id: 4 });

  expect([draws.length >= 50, coalitions]).toEqual([true, []]);
  expect(draws.reduce((sum, { forthKw, backKw }) => sum + (forthKw + backKw) / 2, 0) / draws.length).toBe(peakShares(members).members[4]?.shapleyKw);
});
