// What a group drew too much is divided over its members in whole millionths that add up to it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blameOf, quarterKwh } from '../../../src/domain/capacity/blame.ts';
import { toMicro } from '../../../src/domain/ledger.ts';

describe('blame', () => {
  it('of 10 kW over three alike is 2.5 kWh, one of them a millionth more', () => {
    expect(blameOf(10, [10 / 3, 10 / 3, 10 / 3]).map((one) => one.aboveKwh)).toEqual([0.833333, 0.833334, 0.833333]);
    expect(quarterKwh(10)).toBe(2.5);
  });

  it('falls on nobody who drew no more than its part', () => {
    expect(blameOf(4, [0, 4, 1e-9])).toEqual([
      { aboveKw: 0, aboveKwh: 0 },
      { aboveKw: 4, aboveKwh: 1 },
      { aboveKw: 0, aboveKwh: 0 },
    ]);
    expect(blameOf(2e-6, [])).toEqual([]);
  });

  it('adds up to what the group drew too much', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 30 }), (beyond) => {
        const above = beyond.reduce((sum, one) => sum + one, 0);
        expect(blameOf(above, beyond).reduce((sum, one) => sum + toMicro(one.aboveKwh), 0)).toBe(toMicro(above / 4));
      }),
    );
  });
});
