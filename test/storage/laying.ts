// Lays all readings that wait, as the nightly job does.
import { layReadings } from '../../src/jobs/lay-readings.ts';
import type { JobCounts } from '../../src/storage/job-runs.ts';
import type { SeriesKeeping } from '../../src/storage/series-keeping.ts';

/** Nobody else writes in these tests. */
export const alone = <T>(work: () => Promise<T>): Promise<T> => work();

export const layAll = async (keeping: SeriesKeeping, rowsMax?: number): Promise<JobCounts> =>
  layReadings({ lay: (piece) => keeping.layReadings({ ...piece, rowsMax: rowsMax ?? piece.rowsMax, alone }) }).run({ stopping: () => false });
