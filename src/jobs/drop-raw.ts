// Throws away what its time has passed: months of raw readings, and more of small connections, whose readings say
// when somebody is at home.
import { QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Job } from './schedule.ts';

export interface DropPorts {
  readonly dropMonths: (endedBefore: EpochMs) => Promise<number>;
  readonly eraseOld: (work: { registers: Int32Array; rawBefore: EpochMs; quartersBefore: EpochMs }) => Promise<number>;
  /** What stood there before it was corrected or delivered again, by quarter number: it says when somebody was at home as well. */
  readonly eraseRevisions: (registers: readonly number[], before: number) => Promise<number>;
  /** Registers of small connections. */
  readonly smallRegisters: () => Int32Array;
  readonly keep: { readonly rawMs: number; readonly smallRawMs: number; readonly smallQuartersMs: number };
  readonly now: () => EpochMs;
}

export const dropRaw = (ports: DropPorts): Job => ({
  name: 'drop-raw',
  schedule: '40 3 * * *',
  run: async () => {
    const now = ports.now();
    const registers = ports.smallRegisters();
    const quartersBefore = epochMs(now - ports.keep.smallQuartersMs);
    // First what could bring the quarters back.
    const revisions = await ports.eraseRevisions([...registers], Math.floor(quartersBefore / QUARTER_MS));
    const smallRows = await ports.eraseOld({ registers, rawBefore: epochMs(now - ports.keep.smallRawMs), quartersBefore });
    const months = await ports.dropMonths(epochMs(now - ports.keep.rawMs));
    return { months, smallRows, revisions };
  },
});
