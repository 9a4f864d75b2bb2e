// What an explanation lists adds up to the balance, field by field, whatever the connections are.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BalanceFlow, type BalanceQuarters, BalanceSum, GENERATION_FLOWS, NO_VALUE } from '../../src/domain/balance.ts';
import { sumStep } from '../../src/domain/balance-steps.ts';
import { BALANCE_FIELDS, type BalanceField, type ConnectionPart, RATIO_FIELDS, amountIn, gathered, termsOf } from '../../src/domain/explain.ts';

const flows: readonly BalanceFlow[] = ['import', 'export', 'charge', 'discharge', 'sun', 'chp'];
const part = fc.record({ flow: fc.constantFrom(...flows), amountMicro: fc.integer({ min: 0, max: 50 }), flag: fc.constantFrom(1, 1, 1, 3, NO_VALUE) });
/** Up to seven connections, some behind others; 1 may lie behind 0, and 2 behind 1. */
const region = fc.array(fc.record({ behind: fc.constantFrom(null, 0, 1), registers: fc.array(part, { maxLength: 4 }) }), { minLength: 1, maxLength: 7 }).map((list) => {
  const behindOf = (behind: number | null, id: number): number | null => (behind !== null && behind < id ? behind : null);
  const passesOn = new Set(list.map((one, id) => behindOf(one.behind, id)));
  return list.map((one, id): ConnectionPart => ({
    id,
    behind: behindOf(one.behind, id),
    passesOn: passesOn.has(id),
    registers: one.registers.map((register, index) => ({ register: id * 10 + index, ...register })),
  }));
});

function balanceOf(connections: readonly ConnectionPart[]): BalanceQuarters {
  const sum = new BalanceSum(1);
  for (const one of connections) {
    const registers = one.registers.map(({ flow, amountMicro, flag }) => ({ flow, amounts: Float64Array.of(amountMicro), flags: Uint8Array.of(flag) }));
    sum.add({ id: one.id, company: one.id, behind: one.behind, passesOn: one.passesOn, registers });
  }
  return sum.finish();
}
/** In the unit of the sums, here whole millionths. */
const figure = (balance: BalanceQuarters, field: BalanceField): number => amountIn(sumStep(balance, 0, 1), field);

describe('an explanation', () => {
  it.each([...BALANCE_FIELDS, ...RATIO_FIELDS, ...GENERATION_FLOWS])('of %s adds up to the balance, and still does when each register is named once', (field) => {
    fc.assert(
      fc.property(region, (connections) => {
        const terms = termsOf(connections, field);
        const sumOf = (list: typeof terms): number => list.reduce((total, term) => total + term.weight * term.amountMicro, 0);

        expect(sumOf(terms)).toBe(figure(balanceOf(connections), field));
        expect(sumOf(gathered(terms))).toBe(sumOf(terms));
        expect(new Set(gathered(terms).map((term) => term.register)).size).toBe(gathered(terms).length);
      }),
      { numRuns: 300 },
    );
  });

  it('of local exchange names those that gave less than the others took', () => {
    const connection = (id: number, flow: BalanceFlow, amountMicro: number): ConnectionPart => ({
      id,
      behind: null,
      passesOn: false,
      registers: [{ register: id, flow, amountMicro, flag: 1 }],
    });

    // 5 taken, 3 given: the 3 are exchanged.
    expect(termsOf([connection(1, 'import', 5), connection(2, 'export', 3)], 'localExchange')).toEqual([{ register: 2, weight: 1, amountMicro: 3 }]);
  });
});
