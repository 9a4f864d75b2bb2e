// What a connection, and the owner of a main meter, put into each measure of a balance.
import { describe, expect, it } from 'vitest';
import { type BalanceFlow, type ConnectionQuarters, FLAGS, NO_VALUE } from '../../src/domain/balance.ts';
import { type ToldMeasure, type Use, isOfAll, ownerOf, shareOf, useOf } from '../../src/domain/told-uses.ts';

const M = FLAGS.indexOf('M');
type Rows = Partial<Record<BalanceFlow, readonly number[]>>;
/** kWh of each quarter; NaN: not measured. */
const connection = (id: number, rows: Rows, over: Partial<ConnectionQuarters> = {}): ConnectionQuarters => ({
  id,
  company: id,
  behind: null,
  passesOn: false,
  ...over,
  registers: Object.entries(rows).map(([flow, kwh]) => ({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of the rows
    flow: flow as BalanceFlow,
    amounts: Float64Array.from(kwh, (one) => (Number.isNaN(one) ? 0 : one)),
    flags: Uint8Array.from(kwh, (one) => (Number.isNaN(one) ? NO_VALUE : M)),
  })),
});
const of = (use: Use, measure: ToldMeasure): number[] | null => {
  const amounts = use.amounts.get(measure);
  return amounts === undefined ? null : [...amounts];
};

describe('a connection', () => {
  it('puts into each measure what its counters say, and nothing where one of them is silent', () => {
    const use = useOf(connection(1, { import: [10, 4, Number.NaN], export: [2, 0, 1], sun: [3, 5, 7], charge: [1, 0, 9] }), 'a', 3);

    expect(of(use, 'drawn')).toEqual([10, 4, Number.NaN]);
    expect(of(use, 'used')).toEqual([10, 9, Number.NaN]);
    expect(of(use, 'fed')).toEqual([2, 0, 0]);
    expect(of(use, 'both')).toEqual([2, 0, 0]);
    expect(of(use, 'made')).toEqual([3, 5, 0]);
    expect(of(use, 'sun')).toEqual([3, 5, 0]);
    expect(of(use, 'charged')).toEqual([1, 0, 0]);
    expect([of(use, 'wind'), of(use, 'left'), use.net]).toEqual([null, null, null]);
  });

  it('that gives more than is known to be made leaves something over', () => {
    const use = useOf(connection(1, { import: [0, 2], export: [5, 0] }), 'a', 2);

    expect([of(use, 'used'), of(use, 'left')]).toEqual([
      [0, 2],
      [5, 0],
    ]);
    expect(shareOf(use, 'left').map(({ entity, amountAt }) => [entity, amountAt(0)])).toEqual([['a', 5]]);
    expect(shareOf(use, 'made')).toEqual([]);
  });

  it('counts for a measure of all or only for one of some', () => {
    expect([isOfAll('used'), isOfAll('drawn'), isOfAll('fed'), isOfAll('left')]).toEqual([true, true, false, false]);
  });
});

describe('the owner of a main meter', () => {
  const inside = [2, 3].map((id) => useOf(connection(id, { import: [50, 50, 50, 50, 0], export: [0, 0, 0, 0, 10] }, { behind: 1 }), 'b', 5));
  const main = (rows: Rows): Use => useOf(connection(1, rows, { passesOn: true }), 'owner', 5);
  const owner = ownerOf(main({ import: [101, 130, 99, 70, 0], export: [0, 0, 0, 0, 45] }), inside, 5);

  it('draws what it does not pass on, or feeds in, where it is more than the meters may err by', () => {
    expect(of(owner, 'drawn')).toEqual([1, 30, 0, 0, 0]);
    expect(of(owner, 'fed')).toEqual([0, 0, 0, 30, 25]);
    expect(of(owner, 'left')).toEqual([0, 30, 0, 30, 25]);
    expect(of(owner, 'used')).toBe(null);
  });

  it('has what is made at the main meter for its own, and is silent with it', () => {
    const generating = ownerOf(main({ import: [90, Number.NaN, 100, 100, 0], sun: [10, 10, 0, 0, 0] }), inside, 5);

    expect(of(generating, 'left')).toEqual([0, 0, 0, 0, 20]);
    expect(of(generating, 'made')).toEqual([10, 0, 0, 0, 0]);
  });
});
