// The numbers at ranks are those that sorting puts there.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderStatistics } from '../../src/domain/order-statistics.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0);
/** So many that they are not sorted at once: drawers in drawers. */
const MANY = 3_000;
/** Numbers that lie close to each other, a few that do not, and many that are the same. */
const clustered = fc
  .tuple(fc.array(finite, { maxLength: 3 }), fc.array(fc.double({ min: 1, max: 1.001, noNaN: true }), { minLength: 300, maxLength: MANY }), fc.integer({ min: 0, max: 400 }))
  .map(([far, near, same]) => [...far, ...near, ...Array<number>(same).fill(1.0005)]);
/** Of every size there is: each drawer holds nearly all of what is left. */
const ofEverySize = fc
  .array(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.boolean()), { minLength: 300, maxLength: MANY })
  .map((all) => all.map(([power, isBelow]) => (isBelow ? -1 : 1) * 10 ** power));

/** Every rank there is, from the highest down. */
const ranksOf = (values: { readonly length: number }): number[] => Array.from(values, (_, at) => at + 1);

describe('numbers at ranks', () => {
  it('are those that sorting puts there, wherever the numbers lie', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(finite, { maxLength: MANY, size: 'max' }),
          clustered,
          ofEverySize,
          fc.array(fc.constantFrom(0, 1, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE), { maxLength: 400, size: 'max' }),
        ),
        (values) => {
          const given = Float64Array.from(values);

          expect(orderStatistics(given, ranksOf(given))).toEqual([...given.slice().sort().reverse()]);
          expect(given).toEqual(Float64Array.from(values));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are right where nearly all lie in one drawer', () => {
    const values = Float64Array.from({ length: 40_000 }, (_, at) => (at === 0 ? 1e9 : (at * 7919) % 1009));
    const sorted = values.slice().sort();

    expect(orderStatistics(values, [1, 2, 20_000, 40_000])).toEqual([1e9, sorted.at(-2), sorted.at(-20_000), sorted.at(-40_000)]);
  });

  it('are told in the order asked, and are none where there are not so many', () => {
    expect(orderStatistics(Float64Array.of(3, 1, 2), [3, 1, 4, 1, 0])).toEqual([1, 3, Number.NaN, 3, Number.NaN]);
    expect(orderStatistics(new Float64Array(0), [1])).toEqual([Number.NaN]);
  });
});
