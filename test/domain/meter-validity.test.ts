// One connection, two meters after each other: the sum has both, each in its own time.
import { describe, expect, it } from 'vitest';
import { BalanceSum, NO_VALUE, type RegisterQuarters } from '../../src/domain/balance.ts';
import { type Validity, keepToTheirTime } from '../../src/domain/meter-validity.ts';

const M = 1;
const register = (meter: number, amounts: readonly (number | null)[], over: Validity & Partial<RegisterQuarters> = {}): RegisterQuarters & Validity => ({
  flow: 'import',
  meter,
  amounts: Float64Array.from(amounts, (amount) => amount ?? 0),
  flags: Uint8Array.from(amounts, (amount) => (amount === null ? NO_VALUE : M)),
  ...over,
});
function balance(registers: readonly (RegisterQuarters & Validity)[]): { import: number[]; present: number[] } {
  keepToTheirTime(registers);
  const sum = new BalanceSum(registers[0]?.flags.length ?? 0);
  sum.add({ id: 1, company: 1, behind: null, passesOn: false, registers });
  const found = sum.finish();
  return { import: [...found.import], present: [...found.present] };
}

describe('a meter that another takes the place of', () => {
  it('counts until it goes, and the other from then on: no quarter is missing', () => {
    const found = balance([register(1, [3, 4, null, null], { validTo: 2 }), register(2, [null, null, 5, 6], { validFrom: 2 })]);

    expect(found).toEqual({ import: [3, 4, 5, 6], present: [1, 1, 1, 1] });
  });

  it('that goes on sending from a shelf adds nothing', () => {
    const found = balance([register(1, [3, 4, 9, 9], { validTo: 2 }), register(2, [7, null, 5, 6], { validFrom: 2 })]);

    expect(found.import).toEqual([3, 4, 5, 6]);
  });

  it('leaves the quarters open in which neither has a value', () => {
    const found = balance([register(1, [3, null, null, null], { validTo: 2 }), register(2, [null, null, null, 6], { validFrom: 2 })]);

    expect(found).toEqual({ import: [3, 0, 0, 6], present: [1, 0, 0, 1] });
  });

  it('and no meter at all in between is a gap', () => {
    const found = balance([register(1, [3, null, null], { validTo: 1 }), register(2, [null, null, 6], { validFrom: 2 })]);

    expect(found.present).toEqual([1, 0, 1]);
  });

  it('with two tariffs needs both of the meter that hangs there', () => {
    const tariffs = [
      register(1, [1, null], { validTo: 1 }),
      register(1, [2, null], { validTo: 1 }),
      register(2, [null, 4], { validFrom: 1 }),
      register(2, [null, null], { validFrom: 1 }),
    ];

    expect(balance(tariffs)).toEqual({ import: [3, 0], present: [1, 0] });
  });
});
