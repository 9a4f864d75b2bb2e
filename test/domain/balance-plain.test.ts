// The quick way through a balance gives what the long way gives, to the last millionth.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneFlagOf } from '../../src/domain/balance-plain.ts';
import { BalanceSum, type ConnectionQuarters, FLAGS, GENERATION_FLOWS, NO_VALUE, type RegisterQuarters, SPREAD } from '../../src/domain/balance.ts';

const QUARTERS = 6;
const [MEASURED, CORRECTED, ESTIMATED] = [FLAGS.indexOf('M'), FLAGS.indexOf('C'), FLAGS.indexOf('E')];
const amounts = fc.array(fc.integer({ min: -2_000_000, max: 900_000_000 }), { minLength: QUARTERS, maxLength: QUARTERS }).map((values) => Float64Array.from(values));
const FLOWS = ['import', 'export', 'charge', 'discharge', ...GENERATION_FLOWS] as const;
const register = fc.record({ flow: fc.constantFrom(...FLOWS), amounts });
const connection = fc.record({
  company: fc.integer({ min: 1, max: 3 }),
  flag: fc.constantFrom(MEASURED, CORRECTED, ESTIMATED),
  registers: fc.array(register, { maxLength: 6 }),
});

const flagged = (flag: number): Uint8Array => new Uint8Array(QUARTERS).fill(flag);
/** A battery that does nothing, measured in another way, sends a connection the long way, and changes no sum. */
const idle = (flag: number): RegisterQuarters => ({ flow: 'discharge', amounts: new Float64Array(QUARTERS), flags: flagged(flag === MEASURED ? CORRECTED : MEASURED) });

describe('a plain connection', () => {
  it('adds what the long way adds, by step, company and flag', () => {
    fc.assert(
      fc.property(fc.array(connection, { maxLength: 5 }), (all) => {
        const borders = [0, 2, QUARTERS];
        const [quick, long] = [new BalanceSum(QUARTERS, borders), new BalanceSum(QUARTERS, borders)];
        for (const [id, { company, flag, registers }] of all.entries()) {
          const own = registers.map((one) => ({ ...one, flags: flagged(flag) }));
          const one: ConnectionQuarters = { id, company, behind: null, passesOn: false, registers: own };
          quick.add(one);
          long.add({ ...one, registers: own.length === 0 ? own : [...own, idle(flag)] });
        }

        expect(positive(quick.finish())).toEqual(positive(long.finish()));
      }),
      { numRuns: 500 },
    );
  });

  it('has one flag all the time', () => {
    const of = (...flags: number[]): { flags: Uint8Array } => ({ flags: Uint8Array.from(flags) });

    expect(oneFlagOf([of(1, 1, 1, 1, 1, 1, 1), of(1, 1)])).toBe(1);
    expect(oneFlagOf([of(1, 1, 1, 1, 1, 1, 2)])).toBeNull();
    expect(oneFlagOf([of(1, 1, 1, 1, 2, 1, 1)])).toBeNull();
    expect(oneFlagOf([of(1, 1), of(2, 2)])).toBeNull();
    expect(oneFlagOf([])).toBeNull();
    expect(oneFlagOf([{ flags: Uint8Array.from([0, 1, 1, 1, 1, 1]).subarray(1) }])).toBe(1);
  });

  it('that is missing or a share of a total goes the long way', () => {
    for (const flag of [NO_VALUE, SPREAD + MEASURED, ESTIMATED]) {
      const sum = new BalanceSum(QUARTERS);
      sum.add({ id: 1, company: 1, behind: null, passesOn: false, registers: [{ flow: 'import', amounts: new Float64Array(QUARTERS).fill(7), flags: flagged(flag) }] });
      const { estimated, present, import: imported } = sum.finish();

      expect(estimated[0]).toBe(flag === NO_VALUE ? 0 : 1);
      expect([present[0], imported[0]]).toEqual(flag === NO_VALUE ? [0, 0] : [1, 7]);
    }
  });
});

/** -0 and 0 are one amount. */
function positive(value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value, (one) => one + 0);
  if (value instanceof Map) return [...value].map(([key, one]) => [key, positive(one)]);
  if (Array.isArray(value)) return value.map(positive);
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, positive(one)]));
  return value;
}
