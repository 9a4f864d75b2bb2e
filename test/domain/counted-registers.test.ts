// One choice for the sum and its explanation: tariffs or total, a figure of the whole, one meter after another.
import { describe, expect, it } from 'vitest';
import { NO_VALUE, SPREAD } from '../../src/domain/balance.ts';
import { type CountableRegister, countedRegisters } from '../../src/domain/counted-registers.ts';

const M = 1;
/** null = no value in that quarter. */
const register = (meter: number, amounts: readonly (number | null)[], over: Partial<CountableRegister> = {}): CountableRegister => ({
  flow: 'import',
  meter,
  way: 'total',
  amounts: Float64Array.from(amounts, (amount) => amount ?? 0),
  flags: Uint8Array.from(amounts, (amount) => (amount === null ? NO_VALUE : M)),
  ...over,
});
const sums = (all: readonly CountableRegister[]): (number | null)[] => {
  const counted = countedRegisters(all);
  return [...(all[0]?.amounts ?? [])].map((_, t) => (counted.some((one) => one.flags[t] === NO_VALUE) ? null : counted.reduce((sum, one) => sum + (one.amounts[t] ?? 0), 0)));
};

describe('registers of a connection', () => {
  it('count once where a meter tells tariffs and total, beside a figure of the whole', () => {
    const [low, high, total] = [register(1, [1, 1, null, null], { way: 'tariff' }), register(1, [2, 2, null, null], { way: 'tariff' }), register(1, [3, 3, 4, null])];
    const whole = register(1, [null, 9, null, 7], { whole: true });

    // Quarter 1: both have a value, as the store never leaves it; then both count, as they stand.
    expect(sums([low, high, total, whole])).toEqual([3, 12, 4, 7]);
  });

  it('leave a meter out after it went, also where it told tariffs and total', () => {
    const old = [register(1, [1, 8], { way: 'tariff', validTo: 1 }), register(1, [1, 8], { validTo: 1 })];

    expect(sums([...old, register(2, [null, 5], { validFrom: 1 })])).toEqual([1, 5]);
  });

  it('say of which of them a sum of a quarter was made', () => {
    const [low, high, total] = [register(1, [1, null], { way: 'tariff' }), register(1, [2, null], { way: 'tariff' }), register(1, [9, 4])];
    const [once] = countedRegisters([low, high, total]);

    expect([once?.partsAt?.(0), once?.partsAt?.(1)]).toEqual([[low, high], [total]]);
  });

  it('keep the mark of a share of a total: it makes no peak', () => {
    const spread = register(1, [2], { way: 'tariff', flags: Uint8Array.of(M + SPREAD) });

    expect(countedRegisters([register(1, [1], { way: 'tariff' }), spread, register(1, [3])])[0]?.flags[0]).toBe(M + SPREAD);
  });
});
