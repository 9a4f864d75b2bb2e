// What the compute worker adds up while nobody asks yet.
import { expect, it } from 'vitest';
import { BalanceSum } from '../../src/domain/balance.ts';
import { ScratchArrays } from '../../src/domain/scratch-arrays.ts';
import { Compute } from '../../src/jobs/compute.ts';
import { addPacked } from '../../src/jobs/packed-balance.ts';
import { warmUpJob } from '../../src/jobs/warm-up.ts';

it('is added up where its days lie, as a year of real meters is: every connection', () => {
  const job = warmUpJob();
  const arrays = new ScratchArrays();
  expect(addPacked(new BalanceSum(job.quarters, job.borders, arrays), job, arrays).left).toEqual([]);
});

it('has amounts as large as a real day of a large company: above 32 bits in millionths', async () => {
  const compute = new Compute();
  const { steps } = await compute.balance(warmUpJob());
  await compute.close();
  expect(steps).toHaveLength(31);
  for (const { sums } of steps) expect(sums.import).toBeGreaterThan(2 ** 32);
});

it('ends without a word where the worker is closed meanwhile', async () => {
  const compute = new Compute();
  const warm = compute.warmUp();
  await compute.close();
  await expect(warm).resolves.toBeUndefined();
});

it('comes to an end, after which the worker answers as before', async () => {
  const compute = new Compute();
  await compute.warmUp();
  expect((await compute.balance(warmUpJob())).steps).toHaveLength(31);
  await compute.close();
});
