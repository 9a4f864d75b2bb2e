// Rewrites each month of raw readings that has ended in the order of register and time: a third of the size, and
// many times faster to read.
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Job } from './schedule.ts';

export interface ClosePorts {
  readonly closeMonth: (endedBefore: EpochMs) => Promise<{ rowsBefore: number; rowsAfter: number } | null>;
  /** A month is closed when it ended this long ago: by then it is thinned, and late readings are in. */
  readonly closeAfterMs: number;
  readonly now: () => EpochMs;
}

export const closeMonths = (ports: ClosePorts): Job => ({
  name: 'close-months',
  schedule: '10 3 * * *',
  run: async ({ stopping }) => {
    const endedBefore = epochMs(ports.now() - ports.closeAfterMs);
    let [months, rowsBefore, rowsAfter] = [0, 0, 0];
    while (!stopping()) {
      const closed = await ports.closeMonth(endedBefore);
      if (closed === null) break;
      months += 1;
      rowsBefore += closed.rowsBefore;
      rowsAfter += closed.rowsAfter;
    }
    return { months, rowsBefore, rowsAfter };
  },
});
