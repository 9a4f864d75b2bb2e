// Arrays that are used again hold nothing of the run before.
import { expect, it } from 'vitest';
import { ArrayPool } from '../../../src/domain/scenario/array-pool.ts';

it('gives each array once a run, and clean ones', () => {
  const pool = new ArrayPool(2);
  const [first, second] = [pool.take().fill(7), pool.take(Float64Array.from([1, 2]))];
  pool.reset();
  const again = pool.take();

  expect(first).not.toBe(second);
  expect(again).toBe(first);
  expect([...again]).toEqual([0, 0]);
  expect([...pool.take(Float64Array.from([3, 4]))]).toEqual([3, 4]);
});
