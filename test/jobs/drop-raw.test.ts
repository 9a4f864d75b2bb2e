// The retention job: what goes is counted back from now, and small connections have their own times.
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { dropRaw } from '../../src/jobs/drop-raw.ts';

it('asks for months older than RAW_KEEP and for rows of small connections older than theirs', async () => {
  const asked: unknown[] = [];
  const job = dropRaw({
    dropMonths: (endedBefore) => {
      asked.push(endedBefore);
      return Promise.resolve(2);
    },
    eraseOld: (work) => {
      asked.push(work);
      return Promise.resolve(30);
    },
    eraseRevisions: (registers, before) => {
      asked.push([registers, before]);
      return Promise.resolve(4);
    },
    smallRegisters: () => Int32Array.of(7),
    keep: { rawMs: 900_000, smallRawMs: 300_000, smallQuartersMs: 700_000 },
    now: () => epochMs(10_000_000),
  });

  expect(await job.run({ stopping: () => false })).toEqual({ months: 2, smallRows: 30, revisions: 4 });
  // 9,300,000 ms lie in quarter-hour 10.
  expect(asked).toEqual([[[7], 10], { registers: Int32Array.of(7), rawBefore: 9_700_000, quartersBefore: 9_300_000 }, 9_100_000]);
});
