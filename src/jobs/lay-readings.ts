// Lays the raw readings that came since the last night by register and time, with those of their month that lie so already: a tenth
// of the size, and many times faster to read.
import type { LaidReadings } from '../storage/series-keeping.ts';
import type { Job } from './schedule.ts';

/** Rows in one piece: they are sorted within the memory that queries share, and between two the job can stop. */
const ROWS_A_PIECE = 4_000_000;

export interface LayPorts {
  readonly lay: (piece: { after: string | null; rowsMax: number }) => Promise<LaidReadings>;
}

export const layReadings = (ports: LayPorts): Job => ({
  name: 'lay-readings',
  schedule: '10 3 * * *',
  run: async ({ stopping }) => {
    let after: string | null = null;
    let [months, rowsBefore, rowsAfter, left] = [0, 0, 0, 1];
    while (left > 0 && !stopping()) {
      const piece = await ports.lay({ after, rowsMax: ROWS_A_PIECE });
      left = piece.left;
      if (piece.laid === null) continue;
      // A month to which readings come all the time waits for the next night.
      after = piece.laid.month;
      months += 1;
      rowsBefore += piece.laid.rowsBefore;
      rowsAfter += piece.laid.rowsAfter;
    }
    return { months, rowsBefore, rowsAfter, left };
  },
});
