// The thinning job: day after day up to RAW_FULL_KEEP ago.
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { thinRaw } from '../../src/jobs/thin-raw.ts';

it('thins every day that is older than its time, and counts what stayed whole', async () => {
  const asked: number[] = [];
  const days = [
    { removed: 100, keptWhole: 1, left: 1 },
    { removed: 50, keptWhole: 0, left: 0 },
  ];
  const job = thinRaw({
    thin: (before) => {
      asked.push(before);
      return Promise.resolve(days.shift() ?? { removed: 0, keptWhole: 0, left: 0 });
    },
    fullKeepMs: 7000,
    now: () => epochMs(10_000),
  });

  expect(await job.run({ stopping: () => false })).toEqual({ removed: 150, keptWhole: 1, left: 0 });
  expect(asked).toEqual([3000, 3000]);
});
