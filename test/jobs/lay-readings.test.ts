// The nightly job: one piece after the other, one month after the other.
import { expect, it } from 'vitest';
import { type LayPorts, layReadings } from '../../src/jobs/lay-readings.ts';

const october = { month: '2026-10', rowsBefore: 10, rowsAfter: 8 };
const november = { month: '2026-11', rowsBefore: 5, rowsAfter: 5 };
type Piece = Awaited<ReturnType<LayPorts['lay']>>;

it('lays each month once, piece by piece', async () => {
  const pieces: Piece[] = [{ laid: null, left: 3 }, { laid: october, left: 1 }, { laid: null, left: 1 }, { laid: november, left: 0 }]; // prettier-ignore
  const asked: (string | null)[] = [];
  const job = layReadings({ lay: ({ after }) => (asked.push(after), Promise.resolve(pieces.shift() ?? { laid: null, left: 0 })) });

  expect(await job.run({ stopping: () => false })).toEqual({ months: 2, rowsBefore: 15, rowsAfter: 13, left: 0 });
  expect(asked).toEqual([null, null, '2026-10', '2026-10']);
});

it('stops between two pieces', async () => {
  let pieces = 0;
  const job = layReadings({ lay: () => Promise.resolve({ laid: null, left: 9 - ++pieces }) });

  expect(await job.run({ stopping: () => pieces === 2 })).toEqual({ months: 0, rowsBefore: 0, rowsAfter: 0, left: 7 });
});
