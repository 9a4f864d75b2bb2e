// Arrays that are used again are zeros each time, and nobody else's until they are freed.
import { describe, expect, it } from 'vitest';
import { BalanceSum } from '../../src/domain/balance.ts';
import { KEPT_MAX, ScratchArrays } from '../../src/domain/scratch-arrays.ts';
import { connection, register } from './balance-cases.ts';

describe('arrays that are used again', () => {
  it('come as zeros, each to one taker', () => {
    const arrays = new ScratchArrays();
    const [first, second] = [arrays.take(3), arrays.take(3)];
    first.fill(7);

    expect([...second]).toEqual([0, 0, 0]);

    arrays.free();

    expect(arrays.take(3)).toBe(first);
    expect([...first]).toEqual([0, 0, 0]);
    expect(arrays.take(3)).toBe(second);
    expect(arrays.take(3)).not.toBe(second);
  });

  it('are as long as asked for: the first part of a longer one, or a new one', () => {
    const arrays = new ScratchArrays();
    const long = arrays.take(3).fill(7);
    arrays.free();
    const short = arrays.take(2);

    expect([...short]).toEqual([0, 0]);
    expect(short.buffer).toBe(long.buffer);

    short.fill(9);
    arrays.free();

    expect([...arrays.take(3)]).toEqual([0, 0, 0]);

    arrays.free();

    expect([...arrays.take(5)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('are copied from what others still look at, and changed in place where they were made since', () => {
    const arrays = new ScratchArrays();
    const before = arrays.take(2).fill(1);
    const { taken } = arrays;
    const copy = arrays.own(before, { length: 2, since: taken });
    copy.fill(5);

    expect([...before]).toEqual([1, 1]);
    expect(arrays.own(copy, { length: 2, since: taken })).toBe(copy);
    expect([...arrays.own(undefined, { length: 2, since: taken })]).toEqual([0, 0]);
    arrays.free(taken);
    expect(arrays.take(2)).toBe(copy);
  });

  it('are no more than so many once a large run is over', () => {
    const arrays = new ScratchArrays();
    const first = arrays.take(1);
    for (let each = 0; each < KEPT_MAX; each++) arrays.take(1);
    const last = arrays.take(1);
    arrays.free();

    expect(arrays.take(1)).toBe(first);
    for (let each = 0; each < KEPT_MAX; each++) arrays.take(1);
    expect(arrays.take(1)).not.toBe(last);
  });

  it('give a balance what new ones give it', () => {
    const arrays = new ScratchArrays();
    const parts = [connection(1, [register('import', [5, 0, 3]), register('export', [0, 4, 0])]), connection(2, [register('import', [1, 1, null]), register('sun', [2, 0, 9])])];
    const balance = (from: ScratchArrays): unknown => {
      const sum = new BalanceSum(3, [0, 3], from);
      for (const part of parts) sum.add(part);
      return structuredClone(sum.finish());
    };
    const first = balance(arrays);
    arrays.free();

    expect(balance(arrays)).toEqual(first);
    expect(first).toEqual(balance(new ScratchArrays()));
  });
});
