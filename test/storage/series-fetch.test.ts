// The way back from a server into files: equal afterwards, going on where it was cut short, and naming what differs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { type FetchPorts, fetchSeries } from '../../src/storage/series-fetch.ts';
import { SeriesInflux } from '../../src/storage/series-influx.ts';
import { type SeriesStore, emptyColumns } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';
import { SERVERS } from './influx-servers.ts';
import { SeriesMemory } from './series-memory.ts';

const OCTOBER = Date.UTC(2026, 9, 31, 23);
const QUARTER = 900_000;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-fetch-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Two registers over the turn of a month, quarters of each field, and a position. */
async function fill(store: SeriesStore): Promise<void> {
  const at = Array.from({ length: 40 }, (_, index) => OCTOBER + index * 300_000);
  const rows = {
    registers: at.map((_, index) => 1 + (index % 2)),
    atMs: at,
    values: at.map((_, index) => index / 3),
    devices: at.map(() => 7),
    seqs: at.map((_, index) => index + 1),
  };
  await store.appendRaw(rows, { journalId: 'j', seq: 40 });
  const changed = [0, 1, 5].map((offset) => ({
    register: 1,
    quarter: OCTOBER / QUARTER + offset,
    amountMicro: 1_234_567 + offset,
    flag: 'I' as const,
    anchor: reading(OCTOBER, 0, 7),
  }));
  await store.writeQuarters({ changed, removed: [] });
  for (const field of ['settled', 'corrected'] as const) {
    const columns = emptyColumns(2);
    columns.registers.fill(2);
    columns.quarters.set([OCTOBER / QUARTER, OCTOBER / QUARTER + 4]);
    columns.amounts.set([0.1, field === 'settled' ? 2.5 : 2.75]);
    columns.flags.fill(1);
    await store.writeSettled(columns, field);
  }
  await store.setPosition({ journalId: 'j', seq: 40 });
}
const span = (): { fromMs: number; toMs: number } => ({ fromMs: Date.UTC(2026, 9, 31), toMs: Date.UTC(2026, 10, 2) });
async function memory(): Promise<FetchPorts['source']> {
  const store = new SeriesMemory();
  await fill(store);
  return Object.assign(store, { span });
}
const ports = (over: Pick<FetchPorts, 'source' | 'target'>, done = new Set<string>()): FetchPorts => ({
  ...over,
  registers: [1, 2, 3],
  done,
  finished: (piece) => void done.add(piece),
  tell: () => {},
});

describe('fetching into files', () => {
  it('brings readings with their devices, quarters of each field with their anchors, and the position', async () => {
    const [source, target] = [await memory(), await SeriesDuckdb.open(dir)];

    expect(await fetchSeries(ports({ source, target }))).toEqual([]);

    const spans = [{ register: 1, from: 0, to: 2 ** 31 - 1 }];
    expect(await target.readDerived(spans)).toEqual(await source.readDerived(spans));
    const all = [{ register: 2, fromMs: 0 }];
    expect((await target.readFromAnchors(all)).get(2)).toEqual((await source.readFromAnchors(all)).get(2));
    expect([await target.position(), await target.readReadings({ register: 1, from: epochMs(0), to: epochMs(2e12), limit: 100 })]).toMatchObject([
      { journalId: 'j', seq: 40 },
      { length: 20 },
    ]);
    await target.close();
  });

  it('that was cut short at any piece goes on, and no reading comes twice', async () => {
    const [source, target] = [await memory(), await SeriesDuckdb.open(dir)];
    const done = new Set<string>();
    for (let stop = 0; stop < 4; stop++) {
      const cut = ports({ source, target }, done);
      const finished = (piece: string): void => {
        if (cut.done.size >= stop) throw new Error('the power went');
        done.add(piece);
      };
      await expect(fetchSeries({ ...cut, finished }))
        .rejects.toThrow('the power went')
        .catch(() => {});
    }

    expect(await fetchSeries(ports({ source, target }, done))).toEqual([]);
    expect(await target.readReadings({ register: 1, from: epochMs(0), to: epochMs(2e12), limit: 100 })).toHaveLength(20);
    await target.close();
  });

  it('names what differs, and leaves the position alone', async () => {
    const [source, target] = [await memory(), await SeriesDuckdb.open(dir)];
    await target.writeQuarters({ changed: [{ register: 3, quarter: OCTOBER / QUARTER, amountMicro: 5, flag: 'M', anchor: reading(OCTOBER, 1) }], removed: [] });

    expect(await fetchSeries(ports({ source, target }))).toEqual([expect.stringMatching(/^register 3, 2026-10: .* became /)]);
    expect(await target.position()).toBeNull();
    await target.close();
  });
});

const [influxd] = SERVERS;
describe.skipIf(influxd === undefined || !influxd.can)('from a real InfluxDB', () => {
  it('comes out equal', async () => {
    const server = await influxd?.start();
    const marks = mkdtempSync(join(tmpdir(), 'kringstroom-marks-'));
    const source = await server?.open(marks);
    if (!(source instanceof SeriesInflux)) throw new Error('no server');
    await fill(source);
    const target = await SeriesDuckdb.open(dir);

    expect(await fetchSeries(ports({ source, target }))).toEqual([]);
    expect(await target.position()).toEqual({ journalId: 'j', seq: 40 });
    expect((await target.readFromAnchors([{ register: 2, fromMs: 0 }])).get(2)).toHaveLength(20);
    await target.close();
    await source.close();
    await server?.stop();
    rmSync(marks, { recursive: true, force: true });
  }, 120_000);
});
