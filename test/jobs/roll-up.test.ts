// The roll-up job: turn after turn until nothing waits, or the process stops.
import { expect, it } from 'vitest';
import { rollUp } from '../../src/jobs/roll-up.ts';

it('takes turns until no mark is left, and adds up what they did', async () => {
  const turns = [
    { days: 2000, months: 70, left: 10 },
    { days: 10, months: 1, left: 0 },
  ];
  const job = rollUp({ rollUp: () => Promise.resolve(turns.shift() ?? { days: 0, months: 0, left: 0 }) });

  expect(await job.run({ stopping: () => false })).toEqual({ days: 2010, months: 71, left: 0 });
});

it('stops between turns and says what waits', async () => {
  let turns = 0;
  const job = rollUp({ rollUp: () => Promise.resolve({ days: 1, months: 1, left: 10 - ++turns }) });

  expect(await job.run({ stopping: () => turns === 3 })).toEqual({ days: 3, months: 3, left: 7 });
});
