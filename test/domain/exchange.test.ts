// O12, and what holds for any matrix of who served whom.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExchangeMatrix, type ExchangeSide, addMatrices, exchangeMatrix, allocateExchange } from '../../src/domain/exchange.ts';

const side = (company: number, imports: readonly number[], exports: readonly number[]): ExchangeSide => ({
  company,
  import: Float64Array.from(imports),
  export: Float64Array.from(exports),
});
const from = ({ companies, amounts }: ExchangeMatrix, giver: number, taker: number): number => amounts[companies.indexOf(giver) * companies.length + companies.indexOf(taker)] ?? 0;
const sum = (values: Iterable<number>): number => [...values].reduce((total, one) => total + one, 0);

const O12 = [side(1, [10, 0, 4, 7], [0, 5, 0, 0]), side(2, [0, 6, 0, 3], [8, 0, 3, 0]), side(3, [2, 0, 9, 0], [0, 9, 0, 4])];

describe('O12', () => {
  const made = exchangeMatrix(O12, 4);

  it('exchanges 8 + 6 + 3 + 4 = 21 kWh, where the minimum of the totals would be 29', () => {
    expect(made.exchanged).toBe(21);
    expect(Math.min(made.imported, made.exported)).toBe(29);
  });

  it('has the matrix of a sum by hand', () => {
    // Quarter 1: B gives 8, A takes 8 x 10/12, C 8 x 2/12. Quarter 2: B takes 6: 6 x 5/14 of A, 6 x 9/14 of C.
    // Quarter 3: B gives 3: A 3 x 4/13, C 3 x 9/13. Quarter 4: C gives 4: A 4 x 7/10, B 4 x 3/10.
    expect(from(made, 2, 1)).toBeCloseTo((8 * 10) / 12 + (3 * 4) / 13, 9);
    expect(from(made, 2, 3)).toBeCloseTo((8 * 2) / 12 + (3 * 9) / 13, 9);
    expect(from(made, 1, 2)).toBeCloseTo(2.142857, 6);
    expect(from(made, 3, 2)).toBeCloseTo(3.857143 + 1.2, 6);
    expect(from(made, 3, 1)).toBeCloseTo(2.8, 9);
    expect(from(made, 1, 3)).toBe(0);
  });

  it('takes 13 kWh at most at once, of 10 + 6 + 9 of each alone', () => {
    expect([made.coincidentImport, sum(made.ownImports)]).toEqual([13, 25]);
  });
});

it('two who have 0.4 too much give 0.25 each to one who lacks 0.5', () => {
  const made = exchangeMatrix([side(1, [0.5], [0]), side(2, [0], [0.4]), side(3, [0], [0.4])], 1);

  expect(from(made, 2, 1)).toBeCloseTo(0.25, 12);
  expect(from(made, 3, 1)).toBeCloseTo(0.25, 12);
});

describe('any matrix', () => {
  const amount = fc.integer({ min: 0, max: 800 }).map((eighths) => eighths / 8);
  const quarters = fc.array(amount, { minLength: 3, maxLength: 3 });
  const sides = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), quarters, quarters), { maxLength: 7 }).map((all) => all.map(([company, i, e]) => side(company, i, e)));

  it('is what each quarter is by itself, adds up to what was exchanged, and gives nobody more than it gave or took', () => {
    fc.assert(
      fc.property(sides, (all) => {
        const made = exchangeMatrix(all, 3);
        const expected = new Map<string, number>();
        for (let t = 0; t < 3; t++) {
          const net = all.map((one) => (one.import[t] ?? 0) - (one.export[t] ?? 0));
          allocateExchange(
            net.map((one) => Math.max(one, 0)),
            net.map((one) => Math.max(-one, 0)),
          ).forEach((row, i) =>
            row.forEach((part, j) => {
              const key = `${all[i]?.company} ${all[j]?.company}`;
              expected.set(key, (expected.get(key) ?? 0) + part);
            }),
          );
        }
        for (const giver of made.companies) {
          for (const taker of made.companies) expect(from(made, giver, taker)).toBeCloseTo(expected.get(`${giver} ${taker}`) ?? 0, 6);
          const given = sum(all.filter((one) => one.company === giver).flatMap((one) => [...one.import].map((taken, t) => Math.max((one.export[t] ?? 0) - taken, 0))));
          expect(sum(made.companies.map((taker) => from(made, giver, taker)))).toBeLessThanOrEqual(given + 1e-6);
        }
        expect(sum(made.amounts)).toBeCloseTo(made.exchanged, 6);
      }),
      { numRuns: 300 },
    );
  });

  it('of a period is that of its halves together', () => {
    fc.assert(
      fc.property(sides, (all) => {
        const cut = (first: number, end: number): ExchangeSide[] =>
          all.map((one) => ({ company: one.company, import: one.import.slice(first, end), export: one.export.slice(first, end) }));
        const [whole, halves] = [exchangeMatrix(all, 3), addMatrices([exchangeMatrix(cut(0, 1), 1), exchangeMatrix(cut(1, 3), 2)])];
        expect([halves.exchanged, halves.imported, halves.exported, halves.coincidentImport]).toEqual([whole.exchanged, whole.imported, whole.exported, whole.coincidentImport]);
        expect(halves.ownImports).toEqual(whole.ownImports);
        for (const [index, part] of whole.amounts.entries()) expect(halves.amounts[index]).toBeCloseTo(part, 9);
      }),
    );
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(sides, (all) => {
        const [one, other] = [exchangeMatrix(all, 3), exchangeMatrix([...all].reverse(), 3)];
        expect(other.companies).toEqual(one.companies);
        for (const [index, part] of one.amounts.entries()) expect(other.amounts[index]).toBeCloseTo(part, 9);
      }),
    );
  });
});
