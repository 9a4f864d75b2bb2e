// Who drives the peak: O21, relief by who feeds in, and quarters that make no peak.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peakShares } from '../../../src/domain/capacity/peak-shares.ts';
import { flat, member } from './loads.ts';

describe('a group (O21)', () => {
  const shares = peakShares([member(1, [100, 20]), member(2, [60, 80]), member(3, [10, 90])]);

  it('needs less together than apart', () => {
    expect(shares.ownPeaksKw).toBe(270);
    expect(shares.peak).toEqual({ kw: 190, index: 1 });
    expect(shares.benefitKw).toBe(80);
    expect(shares.coincidence).toBeCloseTo(0.7037, 4);
  });

  it('has each own peak beside its share of the common one', () => {
    expect(shares.members.map((one) => [one.kwMax, one.index, one.coincidentKw])).toEqual([
      [100, 0, 20],
      [80, 1, 80],
      [90, 1, 90],
    ]);
    expect(shares.members[2]?.coincidentShare).toBeCloseTo(90 / 190, 12);
    // Of both quarters: (170 + 190) / 2 = 180, C (10 + 90) / 2 = 50.
    expect(shares.members[2]?.topMeanKw).toBe(50);
    expect(shares.members[2]?.topShare).toBeCloseTo(50 / 180, 12);
    // Without C: max(160, 100) = 160.
    expect(shares.members[2]?.withoutKw).toBe(30);
  });

  it('shares out the peak by Shapley', () => {
    // By hand: v(A) 100, v(B) 80, v(C) 90, v(AB) 160, v(AC) 110, v(BC) 170, v(ABC) 190.
    // A: (2*100 + (160-80) + (110-90) + 2*(190-170)) / 6 = 340/6; B: (160 + 60 + 80 + 2*80)/6 = 460/6; C: (180 + 10 + 90 + 60)/6 = 340/6.
    const values = shares.members.map((one) => one.shapleyKw ?? 0);

    expect(values[0]).toBeCloseTo(340 / 6, 9);
    expect(values[1]).toBeCloseTo(460 / 6, 9);
    expect(values[2]).toBeCloseTo(340 / 6, 9);
    expect(shares.shapleyExact).toBe(true);
  });
});

describe('peaks', () => {
  it('are relieved by who feeds in', () => {
    const shares = peakShares([member(1, [100]), member(2, [-25])]);

    expect(shares.peak?.kw).toBe(75);
    expect(shares.members[1]).toMatchObject({ coincidentKw: -25, withoutKw: -25 });
    expect(shares.members[1]?.coincidentShare).toBeCloseTo(-1 / 3, 12);
    expect(shares.members[1]?.shapleyKw).toBeLessThan(0);
  });

  it('are looked for where everybody is measured; an own peak where its owner is', () => {
    const shares = peakShares([member(1, [100, 50]), member(2, [Number.NaN, 10])]);

    expect(shares.peak).toEqual({ kw: 60, index: 1 });
    expect(shares.members[0]).toMatchObject({ kwMax: 100, index: 0, coincidentKw: 50 });
  });

  it('of nobody, or of silence, are none', () => {
    expect(peakShares([])).toMatchObject({ peak: null, members: [], benefitKw: null, coincidence: null });
    expect(peakShares([member(1, [Number.NaN])]).members[0]).toMatchObject({ kwMax: null, coincidentShare: null, shapleyKw: null });
  });

  it('do not depend on the order of the members, and one that draws nothing changes nothing', () => {
    const kws = fc.array(fc.array(fc.integer({ min: -100, max: 900 }), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(kws, (list) => {
        const members = list.map((kw, id) => member(id, kw));
        const [forth, back] = [peakShares(members), peakShares(members.toReversed())];
        const more = peakShares([...members, member(99, flat(8, 0))]);

        expect(back.peak).toEqual(forth.peak);
        back.members.toReversed().forEach((one, index) => expect(one.shapleyKw).toBeCloseTo(forth.members[index]?.shapleyKw ?? 0, 6));
        expect(more.peak).toEqual(forth.peak);
        expect(forth.members.reduce((sum, one) => sum + (one.coincidentKw ?? 0), 0)).toBeCloseTo(forth.peak?.kw ?? 0, 6);
      }),
    );
  });
});
