import { describe, expect, it } from 'vitest';
import { allocateExchange } from '../../src/domain/exchange.ts';
import { BalanceSum } from '../../src/domain/balance.ts';
import { ratio, sumStep } from '../../src/domain/balance-steps.ts';
import { balanceOf, connection, list, openEnds, register } from './balance-cases.ts';

// Case O12, kWh a quarter-hour.
const a = connection(1, [register('import', [10, 0, 4, 7]), register('export', [0, 5, 0, 0])]);
const b = connection(2, [register('import', [0, 6, 0, 3]), register('export', [8, 0, 3, 0])]);
const c = connection(3, [register('import', [2, 0, 9, 0]), register('export', [0, 9, 0, 4])]);

describe('local exchange, case O12', () => {
  it('is the lesser of all import and all export in each quarter: 8, 6, 3, 4 = 21', () => {
    // Imports add up to 12, 6, 13, 10; exports to 8, 14, 3, 4.
    const balance = balanceOf(4, [a, b, c]);

    expect(list(balance.localExchange)).toEqual([8, 6, 3, 4]);
    expect(list(balance.gridImport)).toEqual([4, 0, 10, 6]);
    expect(list(balance.gridExport)).toEqual([0, 8, 0, 0]);
  });

  it('is summed over quarters, never taken of totals: 21, where the totals 41 and 29 would say 29', () => {
    const sums = sumStep(balanceOf(4, [a, b, c]), 0, 4);

    expect(sums.localExchange).toBe(21);
    expect(sums.gridImport).toBe(20);
    expect(sums.gridExport).toBe(8);
    expect(Math.min(sums.import, sums.export)).toBe(29);
  });

  it('goes to B in the second quarter from A with 6 x 5/14 = 2.142857 and from C with 6 x 9/14 = 3.857143', () => {
    const from = allocateExchange([0, 6, 0], [5, 0, 9]);

    expect(from[0]?.[1]).toBeCloseTo(2.142857, 6);
    expect(from[2]?.[1]).toBeCloseTo(3.857143, 6);
    expect(from.flat().filter((amount) => amount !== 0)).toHaveLength(2);
  });

  it('of two givers and one taker does not depend on who comes first (gsy-e 1846: 0.25 + 0.25 of 0.5)', () => {
    expect(allocateExchange([0.5, 0, 0], [0, 0.4, 0.4])).toEqual([
      [0, 0, 0],
      [0.25, 0, 0],
      [0.25, 0, 0],
    ]);
  });

  it('is nothing when nobody gives', () => {
    expect(allocateExchange([1, 2], [0, 0])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('never happens within one connection: taking and giving in one quarter is netted', () => {
    // 3 in and 2 out is 1 net: there is nobody to exchange with.
    const balance = balanceOf(1, [connection(1, [register('import', [3]), register('export', [2])])]);

    expect(list(balance.localExchange)).toEqual([0]);
    expect(list(balance.gridImport)).toEqual([1]);
    expect(list(balance.import)).toEqual([3]);
    expect(list(balance.export)).toEqual([2]);
  });
});

describe('self-consumption, case O13', () => {
  /** A company with PV: what it makes beyond its use goes out, what it lacks comes in. */
  function company(produced: readonly number[], used: readonly number[]): ReturnType<typeof sumStep> {
    const taken = used.map((use, t) => Math.max(use - (produced[t] ?? 0), 0));
    const given = used.map((use, t) => Math.max((produced[t] ?? 0) - use, 0));
    return sumStep(balanceOf(used.length, [connection(1, [register('import', taken), register('export', given), register('sun', produced)])]), 0, used.length);
  }

  it('is 10 of 18 = 0.5556, and self-sufficiency 10 of 16 = 0.625', () => {
    // min(P, L) = 0 + 2 + 3 + 4 + 1 = 10; P adds up to 18, L to 16.
    const sums = company([0, 3, 8, 6, 1], [2, 2, 3, 4, 5]);

    expect(sums.consumption).toBe(16);
    expect(sums.ownUse).toBe(10);
    expect(ratio(sums.ownUse, 18)).toBeCloseTo(0.5556, 4);
    expect(ratio(sums.ownUse, sums.consumption)).toBe(0.625);
  });

  it('of a company without generation is null: not 0 and not NaN', () => {
    const sums = company([0, 0], [3, 4]);

    expect(ratio(sums.ownUse, 0)).toBeNull();
  });

  it('counts what is charged from the sun as used, and what is discharged as supply', () => {
    // 10 made, 4 used, 6 charged; later 5 discharged and used.
    const balance = balanceOf(2, [connection(1, [register('import', [0, 0]), register('sun', [10, 0]), register('charge', [6, 0]), register('discharge', [0, 5])])]);

    expect(list(balance.consumption)).toEqual([4, 5]);
    expect(list(balance.ownUse)).toEqual([10, 5]);
  });
});

describe('generation', () => {
  it('is kept apart by what makes it', () => {
    const { generation } = balanceOf(1, [
      connection(1, [register('import', [0]), register('sun', [1]), register('wind', [2]), register('chp', [4]), register('other-generation', [8])]),
    ]);

    expect([generation.sun, generation.wind, generation.chp, generation['other-generation']].map(list)).toEqual([[1], [2], [4], [8]]);
  });

  it('that the main meter does not know stays visible: exported without a source is a negative residual', () => {
    // 5 out, nothing in, nothing made: the PV meter is missing. -5 is no consumption.
    const balance = balanceOf(1, [connection(1, [register('import', [0]), register('export', [5])])]);

    expect(list(balance.consumption)).toEqual([0]);
    expect(list(balance.residual)).toEqual([-5]);
    expect(openEnds(balance)).toEqual([0]);
  });
});

describe('a quarter without a value', () => {
  const meter = connection(1, [register('import', [4, null, 4]), register('export', [0, 1, 0])]);

  it('of the import counts as missing, with all that the connection says in it', () => {
    const balance = balanceOf(3, [meter]);

    expect(list(balance.present)).toEqual([1, 0, 1]);
    expect(list(balance.import)).toEqual([4, 0, 4]);
    expect(list(balance.export)).toEqual([0, 0, 0]);
    expect(openEnds(balance)).toEqual([0, 0, 0]);
  });

  it('of one tariff register makes the whole import missing: half a meter would look like a meter at rest', () => {
    const balance = balanceOf(1, [connection(1, [register('import', [4]), register('import', [null])])]);

    expect(list(balance.present)).toEqual([0]);
    expect(list(balance.import)).toEqual([0]);
  });

  it('of the export alone leaves the import standing', () => {
    const balance = balanceOf(1, [connection(1, [register('import', [4]), register('export', [null])])]);

    expect(list(balance.present)).toEqual([1]);
    expect(list(balance.import)).toEqual([4]);
  });

  it('is what a connection without registers has', () => {
    const balance = balanceOf(2, [meter, connection(2, [])]);

    expect(list(balance.present)).toEqual([1, 0]);
    expect(balance.connections).toBe(2);
  });

  it('is all that a connection has whose registers say nothing: it is expected, metered, and its company used 0', () => {
    const balance = balanceOf(3, [meter, connection(2, [register('import', [null, null, null])])]);

    expect(list(balance.present)).toEqual([1, 0, 1]);
    expect([balance.connections, balance.metered]).toEqual([2, 2]);
    expect([...balance.consumptionByCompany].map(([company, amounts]) => [company, list(amounts)])).toEqual([
      [1, [8]],
      [2, [0]],
    ]);
  });
});

describe('consumption by company', () => {
  it('adds up the connections of each', () => {
    const balance = balanceOf(2, [
      connection(1, [register('import', [3, 4])], { company: 9 }),
      connection(2, [register('import', [1, 1]), register('sun', [2, 0])], { company: 9 }),
      connection(3, [register('import', [5, 5])], { company: 8 }),
    ]);

    expect([...balance.consumptionByCompany].map(([company, [amount]]) => [company, amount])).toEqual([
      [9, 11],
      [8, 10],
    ]);
  });

  it('of each quarter is what it used in it, also where a meter is silent or gives less than it should', () => {
    const sum = new BalanceSum(3, [0, 1, 2, 3]);
    for (const one of [connection(1, [register('import', [3, null, 4]), register('export', [0, 1, 9])]), connection(2, [register('import', [1, 1, 1])], { company: 1 })])
      sum.add(one);

    expect(list(sum.finish().consumptionByCompany.get(1))).toEqual([4, 1, 1]);
  });
});
