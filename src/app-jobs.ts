// The list of jobs, each with what it needs of the rest.
import { join } from 'node:path';
import { spotsOf } from './api/park-spot.ts';
import type { Deps } from './api/deps.ts';
import { backupOf } from './app-backup.ts';
import type { Data } from './app-data.ts';
import type { WeatherSource } from './domain/forecast/weather.ts';
import { epochMs } from './domain/units.ts';
import { dropRaw } from './jobs/drop-raw.ts';
import { fetchGridHours } from './jobs/fetch-grid-hours.ts';
import { fetchWeather } from './jobs/fetch-weather.ts';
import { layReadings } from './jobs/lay-readings.ts';
import { releaseJournal } from './jobs/release-journal.ts';
import { rollUp } from './jobs/roll-up.ts';
import type { Job } from './jobs/schedule.ts';
import { thinRaw } from './jobs/thin-raw.ts';
import type { Settings } from './settings.ts';
import type { Directory } from './storage/directory.ts';
import { isSmallConnection } from './domain/small-connection.ts';
import type { GridHours } from './domain/grid-hours.ts';
import { GridHoursFile } from './storage/grid-hours-file.ts';
import { WeatherSql } from './storage/weather-sql.ts';

/** One piece of a job may keep the store this long; jobs wait, people do not. */
const PIECE_MS_MAX = 1_800_000;

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

/** What services on the web tell, and the jobs that ask them. Nobody is asked, and no job stands in the list, where no setting says so. */
export function toldByOthers(
  { settings, weather }: { settings: Pick<Settings, 'ned' | 'weather' | 'dataDir'>; weather?: WeatherSource },
  { db, parks }: Pick<Data, 'db'> & Pick<Deps, 'parks'>,
): { gridHours: GridHours | null; weather: WeatherSource | null; asking: Job[] } {
  const now = (): ReturnType<typeof epochMs> => epochMs(Date.now());
  const gridHours = settings.ned === null ? null : new GridHoursFile(join(settings.dataDir, 'grid-hours.json'));
  const kept = settings.weather === null || weather !== undefined ? null : new WeatherSql(db, 'Open-Meteo.com (CC BY 4.0)');
  return {
    gridHours,
    weather: weather ?? kept,
    asking: [
      ...(settings.ned === null || gridHours === null ? [] : [fetchGridHours({ ...settings.ned, kept: gridHours, now })]),
      ...(settings.weather === null || kept === null ? [] : [fetchWeather({ ...settings.weather, places: spotsOf({ parks }), kept, now })]),
    ],
  };
}

/** Registers of meters on an electricity connection that is known to be small. */
function smallRegisters(directory: Directory): Int32Array {
  const small = [...directory.meters.values()].filter((meter) => {
    const connection = directory.connections.get(meter.connection);
    return connection !== undefined && isSmallConnection(connection);
  });
  return Int32Array.from(small.flatMap((meter) => directory.registersOf(meter.id).map((register) => register.id)));
}
