// The process that kill-steps.slow.test.ts stops hard at a numbered step: it stores readings over the border of two
// months and of two years, lays, sums, thins and drops, and prints what stands there in the end.
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { alone, layAll } from './laying.ts';
import { IMPORT, JOURNAL_ID, MAX_PER_HOUR, message, startProjector } from '../ingest/projecting.ts';

const [dir = '', stopAt = '0'] = process.argv.slice(2);
const NEW_YEAR = Date.UTC(2027, 0, 1);
const BATCH = 600;
/** Fewer than a register has: the month of both is laid in two pieces. */
const PIECE_ROWS = 100;

let steps = 0;
const onStep = (): void => {
  steps += 1;
  // No handler, no flush: what is not on disk now is gone.
  if (steps === Number(stopAt)) process.kill(process.pid, 'SIGKILL');
};

/** Ten minutes of November, then nine hours around New Year, every 20 s at 30 kW; a second register stands still. */
function readings(): { atMs: number; value: number }[] {
  const span = (from: number, seconds: number): number[] => Array.from({ length: seconds / 20 }, (_, index) => from + index * 20_000);
  const first = Date.UTC(2026, 10, 30, 22);
  return [...span(first, 600), ...span(NEW_YEAR - 6 * 3_600_000, 9 * 3600)].map((atMs) => ({ atMs, value: Math.round(((atMs - first) / 3_600_000) * 30 * 1000) / 1000 }));
}

/** Readings go on coming in while those before are laid. */
async function feed(store: SeriesDuckdb): Promise<void> {
  const all = readings();
  const projector = startProjector(store);
  for (let from = (await store.position())?.seq ?? 0; from < all.length; from += BATCH) {
    const batch = all.slice(from, from + BATCH);
    const cursor = { journalId: JOURNAL_ID, seq: from + batch.length };
    await projector.project(
      batch.map((told, index) => ({ ...message(from + index + 1, told), payload: Buffer.from(JSON.stringify({ time: told.atMs, importKwh: told.value, exportKwh: 1 })) })),
      cursor,
    );
    await store.setPosition(cursor);
    await store.keeping.layReadings({ after: null, rowsMax: PIECE_ROWS, alone });
  }
}

const store = await SeriesDuckdb.open(dir, { onStep });
await feed(store);
const { keeping } = store;
await keeping.rollUp({ registers: null, daysMax: 1000 });
const rules = [{ register: IMPORT, counter: { maxPerHour: MAX_PER_HOUR, slack: 0.01 + MAX_PER_HOUR / 360 } }];
while ((await keeping.thin({ before: epochMs(NEW_YEAR + 86_400_000), rules })).left > 0);
await layAll(keeping, PIECE_ROWS);
await keeping.dropMonths({ endedBefore: epochMs(Date.UTC(2026, 11, 1)) });

const rows = await store.readReadings({ register: IMPORT, from: epochMs(0), to: epochMs(2e12), limit: 100_000 });
const rollups = await Promise.all((['P1D', 'P1M'] as const).map((step) => keeping.readRollups({ registers: Int32Array.of(IMPORT), step, from: 0, to: 100_000 })));
const end = { rows: rows.length, rollups, totals: await keeping.totals(), position: await store.position(), rawFrom: keeping.rawFrom(null) };
await store.close();
process.stdout.write(`${JSON.stringify({ steps, end })}\n`);
