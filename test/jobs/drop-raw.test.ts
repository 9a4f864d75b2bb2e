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
    smallRegisters: () => Int32Array.of(7),
    keep: { rawMs: 900, smallRawMs: 300, smallQuartersMs: 700 },
    now: () => epochMs(1000),
  });

  expect(await job.run({ stopping: () => false })).toEqual({ months: 2, smallRows: 30 });
  expect(asked).toEqual([{ registers: Int32Array.of(7), rawBefore: 700, quartersBefore: 300 }, 100]);
});
