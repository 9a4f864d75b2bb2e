// Sorting in drawers gives what sorting gives.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedUp } from '../../src/domain/drawer-sort.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0);
const clustered = fc.tuple(finite, fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 300 })).map(([far, near]) => [far, ...near]);

describe('sorting in drawers', () => {
  it('gives what sorting gives, wherever the numbers lie', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(finite, { maxLength: 200 }), clustered, fc.array(fc.constantFrom(0, 1, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE))), (values) => {
        const given = Float64Array.from(values);

        expect(sortedUp(given)).toEqual(Float64Array.from(values).sort());
        expect(given).toEqual(Float64Array.from(values));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps many in one drawer quick and right', () => {
    const values = Float64Array.from({ length: 40_000 }, (_, at) => (at === 0 ? 1e9 : (at * 7919) % 1009));

    expect(sortedUp(values)).toEqual(values.slice().sort());
  });
});
