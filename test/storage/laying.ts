// Stores readings and lays all that wait, as the nightly job does.
import { layReadings } from '../../src/jobs/lay-readings.ts';
import type { JobCounts } from '../../src/storage/job-runs.ts';
import type { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import type { SeriesKeeping } from '../../src/storage/series-keeping.ts';

/** Nobody else writes in these tests. */
export const alone = <T>(work: () => Promise<T>): Promise<T> => work();

export const layAll = async (keeping: SeriesKeeping, rowsMax?: number): Promise<JobCounts> =>
  layReadings({ lay: (piece) => keeping.layReadings({ ...piece, rowsMax: rowsMax ?? piece.rowsMax, alone }) }).run({ stopping: () => false });

export interface Row {
  readonly register?: number;
  readonly at: number;
  readonly value: number;
}

/** As one batch of the journal, with its sequence. */
export const keepRows = (store: SeriesDuckdb, rows: readonly Row[], seq: number): Promise<void> =>
  store.appendRaw(
    {
      registers: rows.map((one) => one.register ?? 1),
      atMs: rows.map((one) => one.at),
      values: rows.map((one) => one.value),
      devices: rows.map(() => 0),
      seqs: rows.map(() => seq),
    },
    { journalId: 'j', seq },
  );
