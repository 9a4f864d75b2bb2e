// Steps as text say the same as the steps as objects, to the last digit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BalanceSum, type BalanceQuarters, FLAGS, NO_VALUE } from '../../src/domain/balance.ts';
import { publishedStep, withWithheld } from '../../src/domain/balance-rows.ts';
import { sumStep, sumsFromMicro } from '../../src/domain/balance-steps.ts';
import { textsOfSteps } from '../../src/domain/balance-text.ts';
import { epochMs } from '../../src/domain/units.ts';

const FIRST = Date.UTC(2026, 2, 28, 23) / 900_000;
const FLOWS = ['import', 'export', 'sun', 'charge'] as const;

/** @param amounts of each quarter and register in turn; null: no value there */
function balanceOf(quarters: number, amounts: readonly (readonly [micro: number, flag: number] | null)[]): BalanceQuarters {
  const sum = new BalanceSum(quarters);
  for (let company = 0; company < 3; company++) {
    const registers = FLOWS.map((flow, register) => {
      const of = (t: number): readonly [number, number] | null => amounts[(company * 7 + register * 3 + t) % amounts.length] ?? null;
      return {
        flow,
        meter: company,
        way: 'total' as const,
        amounts: Float64Array.from({ length: quarters }, (_, t) => of(t)?.[0] ?? 0),
        flags: Uint8Array.from({ length: quarters }, (_, t) => of(t)?.[1] ?? NO_VALUE),
      };
    });
    sum.add({ id: company, company, behind: null, passesOn: false, registers });
  }
  return sum.finish();
}

const asObjects = (quarters: BalanceQuarters, borders: readonly number[], { unit, withheld }: { unit: 'kWh' | 'm3'; withheld: number }): unknown[] =>
  borders.slice(1).map((to, index) => {
    const from = borders[index] ?? 0;
    const sums = withWithheld(sumsFromMicro(sumStep(quarters, from, to)), withheld);
    return publishedStep({ start: epochMs((FIRST + from) * 900_000), end: epochMs((FIRST + to) * 900_000), sums, unit });
  });

const decoded = (text: Uint8Array): string => new TextDecoder().decode(text);

describe('steps as text', () => {
  it('are what JSON makes of the published steps, whatever was measured', () => {
    const amount = fc.option(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 900_000_000_000 })), fc.nat(FLAGS.length - 1)), { freq: 6 });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 30 }), fc.constantFrom('kWh' as const, 'm3' as const), fc.nat(2), (amounts, unit, withheld) => {
        const quarters = balanceOf(12, amounts);
        for (const borders of [Array.from({ length: 13 }, (_, t) => t), [0, 4, 8, 12], [3, 4, 11]]) {
          const [text] = textsOfSteps(quarters, { firstQuarter: FIRST, borders, parts: [borders[0] ?? 0, borders.at(-1) ?? 0], unit, withheld });
          expect(`[${decoded(text ?? new Uint8Array())}]`).toBe(JSON.stringify(asObjects(quarters, borders, { unit, withheld })));
        }
      }),
      // A share of 0.2390625 to six digits.
      { examples: [[[[5, 0], null, [5, 2], [1, 2], [4, 0], null, [7, 0]], 'kWh', 1]] },
    );
  });

  it('come in parts that together are the whole', () => {
    const quarters = balanceOf(12, [[1_250_000, 1], null, [333_333, 2]]);
    const borders = Array.from({ length: 13 }, (_, t) => t);
    const one = { firstQuarter: FIRST, borders, unit: 'kWh' as const, withheld: 0 };

    const [whole] = textsOfSteps(quarters, { ...one, parts: [0, 12] });
    const parts = textsOfSteps(quarters, { ...one, parts: [0, 4, 5, 12] });

    expect(parts.map(decoded).join(',')).toBe(decoded(whole ?? new Uint8Array()));
    expect(parts.map((part) => (decoded(part).match(/"start"/g) ?? []).length)).toEqual([4, 1, 7]);
  });
});
