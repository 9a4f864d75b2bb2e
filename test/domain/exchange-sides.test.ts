// What enters the exchange is what enters the balance: the totals are the same, whatever is missing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BalanceFlow, NO_VALUE } from '../../src/domain/balance.ts';
import { exchangeMatrix } from '../../src/domain/exchange.ts';
import { sideOf } from '../../src/domain/exchange-sides.ts';
import { balanceOf, connection, list, register } from './balance-cases.ts';

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

describe('a side', () => {
  it('is what a connection imports and exports, without quarters in which its import is not known', () => {
    const side = sideOf(connection(1, [register('import', [10, null, 4]), register('export', [1, 2, null]), register('sun', [5, 5, 5])]), 3);

    expect(list(side?.import ?? new Float64Array())).toEqual([10, 0, 4]);
    expect(list(side?.export ?? new Float64Array())).toEqual([1, 0, 0]);
  });

  it('is none of a connection that others lie behind', () => {
    expect(sideOf(connection(1, [register('import', [1])], { passesOn: true }), 1)).toBeNull();
    expect(NO_VALUE).toBe(255);
  });
});

describe('any park', () => {
  const amount = fc.option(
    fc.integer({ min: 0, max: 800 }).map((eighths) => eighths / 8),
    { freq: 8 },
  );
  const registers = fc.array(
    fc.tuple(fc.constantFrom<BalanceFlow>('import', 'export', 'sun'), fc.array(amount, { minLength: 3, maxLength: 3 })).map((of) => register(...of)),
    { maxLength: 4 },
  );

  it('exchanges in its matrix what its balance says is exchanged, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(registers, { maxLength: 6 }), (all) => {
        const connections = all.map((of, index) => connection(index + 1, of));
        const made = exchangeMatrix(
          connections.flatMap((one) => sideOf(one, 3) ?? []),
          3,
        );
        expect(made.exchanged).toBe(sum(list(balanceOf(3, connections).localExchange)));
      }),
      { numRuns: 500 },
    );
  });
});
