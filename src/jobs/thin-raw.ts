// Thins raw readings that are older than RAW_FULL_KEEP to the first and last of each minute, day by day.
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Thinned } from '../storage/series-keeping.ts';
import type { Job } from './schedule.ts';

export interface ThinPorts {
  readonly thin: (before: EpochMs) => Promise<Thinned>;
  readonly fullKeepMs: number;
  readonly now: () => EpochMs;
}

export const thinRaw = (ports: ThinPorts): Job => ({
  name: 'thin-raw',
  schedule: '20 2 * * *',
  run: async ({ stopping }) => {
    const before = epochMs(ports.now() - ports.fullKeepMs);
    let [removed, keptWhole, left] = [0, 0, 1];
    while (left > 0 && !stopping()) {
      const turn = await ports.thin(before);
      removed += turn.removed;
      keptWhole += turn.keptWhole;
      left = turn.left;
    }
    return { removed, keptWhole, left };
  },
});
