// The nightly run: ports first, then each park, and it stops when told to.
import { expect, it } from 'vitest';
import { matchHeat } from '../../src/jobs/match-heat.ts';

it('derives and matches each park', async () => {
  const done: string[] = [];
  const job = matchHeat({
    derive: () => Promise.resolve(3),
    parks: () => ['a', 'b'],
    match: (park) => {
      done.push(park);
      return Promise.resolve(5);
    },
  });

  expect(await job.run({ stopping: () => false })).toEqual({ derived: 3, parks: 2, matches: 10 });
  expect(done).toEqual(['a', 'b']);
  expect(await job.run({ stopping: () => true })).toEqual({ derived: 3, parks: 0, matches: 0 });
});
