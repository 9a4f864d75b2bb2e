// The closing job: every month that ended long enough ago, one after the other.
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { closeMonths } from '../../src/jobs/close-months.ts';

it('closes until there is none left', async () => {
  const months = [{ rowsBefore: 10, rowsAfter: 8 }, { rowsBefore: 5, rowsAfter: 5 }, null];
  const job = closeMonths({ closeMonth: (endedBefore) => Promise.resolve(endedBefore === 3000 ? (months.shift() ?? null) : null), closeAfterMs: 7000, now: () => epochMs(10_000) });

  expect(await job.run({ stopping: () => false })).toEqual({ months: 2, rowsBefore: 15, rowsAfter: 13 });
});
