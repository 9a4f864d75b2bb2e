// Split rules: each by hand, and what holds for all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPLIT_RULES, servedBy } from '../../../src/domain/capacity/split-rules.ts';

const claim = (useKw: number, over: { shareKw?: number; priority?: number; heldKw?: number } = {}) => ({ useKw, shareKw: 0, priority: 1, heldKw: 0, ...over });

describe('a split rule', () => {
  it.each(SPLIT_RULES)('%s serves everybody while there is room', (rule) => {
    expect(servedBy(rule, 100, [claim(60), claim(40)])).toEqual([60, 40]);
  });

  it('fixed: who is above its own share pays, in proportion to how far', () => {
    // 150 drawn of 100. Above their shares: A 20, B 40, C 0; 10 of C's share is unused, so 10 of the 60 above are lent and
    // 50 are not: A pays 50 x 20/60, B 50 x 40/60.
    const served = servedBy('fixed', 100, [claim(60, { shareKw: 40 }), claim(70, { shareKw: 30 }), claim(20, { shareKw: 30 })]);

    expect(served[0]).toBeCloseTo(60 - (50 * 20) / 60, 9);
    expect(served[1]).toBeCloseTo(70 - (50 * 40) / 60, 9);
    expect(served[2]).toBe(20);
  });

  it('pro rata: all give way in the same proportion', () => {
    expect(servedBy('pro-rata', 100, [claim(120), claim(80)])).toEqual([60, 40]);
  });

  it('priority: the first is served first, equals share', () => {
    const claims = [claim(30, { priority: 2 }), claim(80, { priority: 1 }), claim(10, { priority: 2 })];

    expect(servedBy('priority', 100, claims)).toEqual([15, 80, 5]);
  });

  it('first come: who already drew keeps it, who draws more comes last', () => {
    const claims = [claim(60, { heldKw: 60 }), claim(70, { heldKw: 30 }), claim(20)];

    // 90 are held; 10 are left for 40 more of B and 20 of C.
    expect(servedBy('first-come', 100, claims)[0]).toBe(60);
    expect(servedBy('first-come', 100, claims)[1]).toBeCloseTo(30 + (10 * 40) / 60, 9);
    expect(servedBy('first-come', 100, claims)[2]).toBeCloseTo((10 * 20) / 60, 9);
  });

  it('shares that are more than there is shrink in proportion', () => {
    expect(servedBy('fixed', 50, [claim(60, { shareKw: 60 }), claim(40, { shareKw: 40 })])).toEqual([30, 20]);
  });

  const kw = fc.integer({ min: 0, max: 500 });
  const claims = fc.array(fc.record({ useKw: kw, shareKw: kw, priority: fc.integer({ min: 1, max: 3 }), heldKw: kw }), { minLength: 1, maxLength: 8 });
  it.each(SPLIT_RULES)('%s serves the whole room and nobody more than it draws, in whatever order they are listed', (rule) => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 0, max: 1500 }), (list, room) => {
        const served = servedBy(rule, room, list);
        const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
        const uses = list.map((one) => one.useKw);

        expect(sum(served)).toBeCloseTo(Math.min(sum(uses), room), 6);
        served.forEach((one, index) => {
          expect(one).toBeLessThanOrEqual((uses[index] ?? 0) + 1e-9);
          expect(one).toBeGreaterThanOrEqual(-1e-9);
        });
        const turned = servedBy(rule, room, list.toReversed()).toReversed();
        turned.forEach((one, index) => expect(one).toBeCloseTo(served[index] ?? 0, 6));
      }),
    );
  });
});
