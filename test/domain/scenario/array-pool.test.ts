// Arrays that are used again hold nothing of the run before.
import { expect, it } from 'vitest';
import { ArrayPool, KEPT_MAX } from '../../../src/domain/scenario/array-pool.ts';

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

it('keeps no more than so many arrays once a large run is over', () => {
  const pool = new ArrayPool(1);
  const first = pool.take();
  for (let each = 0; each < KEPT_MAX; each++) pool.take();
  const last = pool.take();
  pool.reset();

  expect(pool.take()).toBe(first);
  for (let each = 0; each < KEPT_MAX; each++) pool.take();
  expect(pool.take()).not.toBe(last);
});

it('leaves those alone that were taken before', () => {
  const pool = new ArrayPool(1);
  const kept = pool.take();
  const { taken } = pool;
  const used = pool.take();
  pool.reset(taken);

  expect(pool.take()).toBe(used);
  expect(used).not.toBe(kept);
});
