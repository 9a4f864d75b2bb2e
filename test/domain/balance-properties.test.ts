// Properties of the balance (methods.md 8): closing, exchange, order, empty companies, splitting.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BalanceFlow, type BalanceQuarters, type ConnectionQuarters } from '../../src/domain/balance.ts';
import { allocateExchange } from '../../src/domain/exchange.ts';
import { addSums, sumStep } from '../../src/domain/balance-steps.ts';
import { balanceOf, connection, list, openEnds, register } from './balance-cases.ts';

const QUARTERS = 4;
/** Eighths of a kWh: sums of these are exact, whatever their order. */
const amount = fc.integer({ min: 0, max: 8000 }).map((eighths) => eighths / 8);
const amounts = fc.array(fc.option(amount, { freq: 10 }), { minLength: QUARTERS, maxLength: QUARTERS });
const flow = fc.constantFrom<BalanceFlow>('import', 'export', 'charge', 'discharge', 'sun', 'wind', 'chp', 'other-generation');
const registers = fc.array(
  fc.tuple(flow, amounts, fc.constantFrom('MMMM', 'MIES', 'SEIM')).map((of) => register(...of)),
  { maxLength: 5 },
);

/** Open connections, and roots with others behind them, two levels deep. */
const park = fc
  .array(fc.tuple(registers, fc.integer({ min: 0, max: 5 })), { maxLength: 8 })
  .map((list_) =>
    list_.map(([of, place], index): ConnectionQuarters => {
      const behind = place === 0 ? 100 : place === 1 ? 200 : null;
      return connection(index + 1, of, { behind });
    }),
  )
  .chain((leaves) => fc.tuple(fc.constant(leaves), registers, registers))
  .map(([leaves, outer, inner]): ConnectionQuarters[] => [connection(100, outer, { passesOn: true }), ...leaves, connection(200, inner, { passesOn: true, behind: 100 })]);
const openPark = fc.array(registers, { maxLength: 6 }).map((all) => all.map((of, index) => connection(index + 1, of)));

const plain = (balance: BalanceQuarters): unknown => ({
  ...balance,
  consumptionByCompany: [...balance.consumptionByCompany].map(([company, [consumed = 0]]): [number, number] => [company, consumed]).sort(([a], [b]) => a - b),
  connections: 0,
});

describe('any park', () => {
  it('closes in every quarter: import + generation + discharge = export + consumption + charge + residual', () => {
    fc.assert(
      fc.property(park, (connections) => {
        expect(openEnds(balanceOf(QUARTERS, connections)).every((one) => one === 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes from the grid, net, what its connections on the grid take: import - export', () => {
    fc.assert(
      fc.property(park, (connections) => {
        const { gridImport, gridExport, import: imported, export: exported } = balanceOf(QUARTERS, connections);

        expect(list(gridImport).map((one, t) => one - (gridExport[t] ?? 0))).toEqual(list(imported).map((one, t) => one - (exported[t] ?? 0)));
        expect(list(gridImport).every((one, t) => one >= 0 && (gridExport[t] ?? 0) >= 0 && Math.min(one, gridExport[t] ?? 0) === 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('comes out the same in whatever order its connections are added', () => {
    fc.assert(
      fc.property(
        park.chain((connections) => fc.tuple(fc.constant(connections), fc.shuffledSubarray(connections, { minLength: connections.length }))),
        ([connections, shuffled]) => {
          expect(plain(balanceOf(QUARTERS, shuffled))).toEqual(plain(balanceOf(QUARTERS, connections)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does not change by a company that takes and gives nothing, but for one more that is present', () => {
    fc.assert(
      fc.property(park, (connections) => {
        const before = balanceOf(QUARTERS, connections);
        const after = balanceOf(QUARTERS, [...connections, connection(99, [register('import', [0, 0, 0, 0])])]);

        expect(list(after.present)).toEqual(list(before.present).map((one) => one + 1));
        expect([after.connections, after.metered]).toEqual([before.connections + 1, before.metered + 1]);
        expect([...after.consumptionByCompany]).toEqual([...before.consumptionByCompany, [99, Float64Array.of(0)]]);
        const { present, consumptionByCompany, connections: count, metered } = before;
        expect({ ...after, present, consumptionByCompany, connections: count, metered }).toEqual(before);
      }),
    );
  });

  it('sums to the same over any cut into steps', () => {
    fc.assert(
      fc.property(park, fc.integer({ min: 0, max: QUARTERS }), (connections, cut) => {
        const balance = balanceOf(QUARTERS, connections);

        expect(addSums([sumStep(balance, 0, cut), sumStep(balance, cut, QUARTERS)])).toEqual(sumStep(balance, 0, QUARTERS));
      }),
    );
  });
});

describe('exchange in an open park', () => {
  const net = (connections: readonly ConnectionQuarters[], sign: number): number[] =>
    Array.from({ length: QUARTERS }, (_, t) =>
      connections.reduce((sum, one) => {
        const { import: imported, export: exported } = balanceOf(QUARTERS, [one]);
        return sum + Math.max(sign * ((imported[t] ?? 0) - (exported[t] ?? 0)), 0);
      }, 0),
    );

  it('splits what is taken and given, exactly: sum of import = exchange + grid import, likewise export', () => {
    fc.assert(
      fc.property(openPark, (connections) => {
        const { localExchange, gridImport, gridExport } = balanceOf(QUARTERS, connections);

        expect(list(localExchange).map((one, t) => one + (gridImport[t] ?? 0))).toEqual(net(connections, 1));
        expect(list(localExchange).map((one, t) => one + (gridExport[t] ?? 0))).toEqual(net(connections, -1));
      }),
      { numRuns: 300 },
    );
  });

  it('gives nobody more than it takes and takes from nobody more than it gives, and adds up to the exchange', () => {
    const trade = fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 8 });

    fc.assert(
      fc.property(trade, (pairs) => {
        const [taken, given] = [pairs.map(([one]) => one), pairs.map(([, one]) => one)];
        const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);
        const parts = allocateExchange(taken, given);

        parts.forEach((row, i) => expect(sum(row)).toBeLessThanOrEqual((given[i] ?? 0) * (1 + 1e-12)));
        taken.forEach((most, j) => expect(sum(parts.map((row) => row[j] ?? 0))).toBeLessThanOrEqual(most * (1 + 1e-12)));
        expect(sum(parts.flat())).toBeCloseTo(Math.min(sum(taken), sum(given)), 6);
        expect(parts.flat().every((one) => one >= 0)).toBe(true);
      }),
    );
  });
});
