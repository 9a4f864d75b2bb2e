// The list of jobs, each with what it needs of the rest.
import { join } from 'node:path';
import { backupOf } from './app-backup.ts';
import type { Data } from './app-data.ts';
import { epochMs } from './domain/units.ts';
import { dropRaw } from './jobs/drop-raw.ts';
import { fetchGridHours } from './jobs/fetch-grid-hours.ts';
import { layReadings } from './jobs/lay-readings.ts';
import { releaseJournal } from './jobs/release-journal.ts';
import { rollUp } from './jobs/roll-up.ts';
import type { Job } from './jobs/schedule.ts';
import { thinRaw } from './jobs/thin-raw.ts';
import type { Settings } from './settings.ts';
import type { Directory } from './storage/directory.ts';
import type { GridHours } from './domain/grid-hours.ts';
import { GridHoursFile } from './storage/grid-hours-file.ts';

/** One piece of a job may keep the store this long; jobs wait, people do not. */
const PIECE_MS_MAX = 1_800_000;
/** Small: up to 3 x 80 A, 55.2 kW at 230 V (docs/operate.md#retention). */
const SMALL_KW_MAX = 56;

export function jobsOf({ data, settings, simulated }: { data: Data; settings: Settings; simulated: boolean }): Job[] {
  const { store, journal, directory } = data;
  const { rawMs, rawFullMs, smallRawMs, smallQuartersMs } = settings.keep;
  const now = (): ReturnType<typeof epochMs> => epochMs(Date.now());
  return [
    releaseJournal({ release: (seq) => journal.release(seq, settings.journalKeep), storedSeq: () => store.storedSeq }),
    rollUp({ rollUp: (daysMax) => store.ask({ kind: 'roll-up', daysMax }, PIECE_MS_MAX) }),
    thinRaw({ thin: (before) => store.ask({ kind: 'thin', before }, PIECE_MS_MAX), fullKeepMs: rawFullMs, now }),
    layReadings({ lay: (piece) => store.ask({ kind: 'lay-readings', ...piece }, PIECE_MS_MAX) }),
    dropRaw({
      dropMonths: (endedBefore) => store.ask({ kind: 'drop-months', endedBefore }, PIECE_MS_MAX),
      eraseOld: (work) => store.ask({ kind: 'erase-old', ...work }, PIECE_MS_MAX),
      eraseRevisions: (registers, before) => data.revisions.erase(registers, before),
      smallRegisters: () => smallRegisters(directory),
      keep: { rawMs, smallRawMs, smallQuartersMs },
      now,
    }),
    // Where a server keeps the series, it also copies them.
    ...(settings.influx === null ? [backupOf({ data, dataDir: settings.dataDir, simulated })] : []),
  ];
}

/** Nothing is asked of anybody, and no job stands in the list, where there is no key. */
export function gridHoursOf({ ned, dataDir }: Pick<Settings, 'ned' | 'dataDir'>): { gridHours: GridHours | null; gridJobs: Job[] } {
  if (ned === null) return { gridHours: null, gridJobs: [] };
  const gridHours = new GridHoursFile(join(dataDir, 'grid-hours.json'));
  return { gridHours, gridJobs: [fetchGridHours({ ...ned, kept: gridHours, now: () => epochMs(Date.now()) })] };
}

/** Registers of meters on an electricity connection that is known to be small. */
function smallRegisters(directory: Directory): Int32Array {
  const small = [...directory.meters.values()].filter((meter) => {
    const connection = directory.connections.get(meter.connection);
    const kw = connection?.physicalImportKw ?? connection?.contractedImportKw ?? null;
    return connection?.carrier === 'electricity' && kw !== null && kw <= SMALL_KW_MAX;
  });
  return Int32Array.from(small.flatMap((meter) => directory.registersOf(meter.id).map((register) => register.id)));
}
