// The quarters behind a matrix add up to its cells, and the quarters of its peaks are those that made them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlacedSide, exchangeFlows, netTerms, servedIn } from '../../src/domain/exchange-flows.ts';
import { exchangeMatrix } from '../../src/domain/exchange.ts';
import type { ConnectionPart, RegisterPart } from '../../src/domain/explain.ts';

const side = (company: number, imports: readonly number[], exports: readonly number[]): PlacedSide => ({
  company,
  connection: 10 * company,
  import: Float64Array.from(imports),
  export: Float64Array.from(exports),
});
const O12 = [side(1, [10, 0, 4, 7], [0, 5, 0, 0]), side(2, [0, 6, 0, 3], [8, 0, 3, 0]), side(3, [2, 0, 9, 0], [0, 9, 0, 4])];

describe('O12', () => {
  it('of B to A is 8 x 10/12 in the first quarter and 3 x 4/13 in the third', () => {
    const flows = exchangeFlows(O12, 4, { giver: 2, taker: 1 });

    expect([...flows.gave]).toEqual([8, 0, 3, 0]);
    expect([...flows.took]).toEqual([10, 0, 4, 7]);
    const served = [0, 1, 2, 3].map((t) => servedIn(flows, t));
    expect(served[0]).toBeCloseTo((8 * 10) / 12, 12);
    expect(served[2]).toBeCloseTo((3 * 4) / 13, 12);
    expect([served[1], served[3]]).toEqual([0, 0]);
  });

  it('took most in the third quarter, each connection in its own', () => {
    const { highest, own } = exchangeFlows(O12, 4, null);

    expect(highest).toBe(2);
    expect(own.map(({ connection, at, net }) => [connection, at, net])).toEqual([
      [10, 0, 10],
      [20, 1, 6],
      [30, 2, 9],
    ]);
    expect(exchangeFlows([side(1, [0], [3])], 1, null)).toMatchObject({ highest: null, own: [] });
  });
});

describe('any exchange', () => {
  const amount = fc.integer({ min: 0, max: 800 }).map((eighths) => eighths / 8);
  const quarters = fc.array(amount, { minLength: 4, maxLength: 4 });
  const sides = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 4 }), quarters, quarters), { minLength: 1, maxLength: 7 })
    .map((all) => all.map(([company, i, e]) => side(company, i, e)));

  it('has cells, totals and peaks that its quarters add up to', () => {
    fc.assert(
      fc.property(sides, (all) => {
        const made = exchangeMatrix(all, 4);
        const n = made.companies.length;
        made.companies.forEach((giver, row) =>
          made.companies.forEach((taker, column) => {
            const flows = exchangeFlows(all, 4, { giver, taker });
            const served = [0, 1, 2, 3].reduce((sum, t) => sum + servedIn(flows, t), 0);
            expect(served).toBeCloseTo(made.amounts[row * n + column] ?? 0, 9);
          }),
        );
        const { given, taken, highest, own } = exchangeFlows(all, 4, null);
        expect(taken.reduce((sum, one) => sum + one, 0)).toBeCloseTo(made.imported, 9);
        expect(given.reduce((sum, one) => sum + one, 0)).toBeCloseTo(made.exported, 9);
        expect(highest === null ? 0 : taken[highest]).toBe(made.coincidentImport);
        expect(own.reduce((sum, one) => sum + one.net, 0)).toBeCloseTo(
          made.ownImports.reduce((sum, one) => sum + one, 0),
          9,
        );
      }),
    );
  });
});

describe('registers of what was taken and given', () => {
  const register = (id: number, flow: RegisterPart['flow'], amountMicro: number): RegisterPart => ({ register: id, flow, amountMicro, flag: 1 });
  const part = (id: number, amounts: { import: number; export: number }, passesOn = false): ConnectionPart => ({
    id,
    behind: null,
    passesOn,
    registers: [register(10 * id, 'import', amounts.import), register(10 * id + 1, 'export', amounts.export)],
  });
  const sum = (terms: readonly { weight: number; amountMicro: number }[]): number => terms.reduce((total, one) => total + one.weight * one.amountMicro, 0);

  it('are netted by connection, and nothing of a main meter that others lie behind', () => {
    const parts = [part(1, { import: 10, export: 3 }), part(2, { import: 2, export: 9 }), part(3, { import: 100, export: 0 }, true)];

    expect([sum(netTerms(parts, 'taken')), sum(netTerms(parts, 'given'))]).toEqual([7, 7]);
    expect(netTerms(parts, 'given').map((term) => term.register)).toEqual([20, 21]);
  });
});
