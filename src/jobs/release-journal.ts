// Lets go of journal segments that the store has passed and that are older or larger than JOURNAL_KEEP.
import type { Job } from './schedule.ts';

export interface ReleasePorts {
  /** Removes segments whose records are all at or before the sequence. */
  readonly release: (seq: number) => void;
  /** How far the series store is. */
  readonly storedSeq: () => number;
}

export const releaseJournal = ({ release, storedSeq }: ReleasePorts): Job => ({
  name: 'release-journal',
  schedule: '*/10 * * * *',
  run: () => {
    const seq = storedSeq();
    release(seq);
    return { storedSeq: seq };
  },
});
