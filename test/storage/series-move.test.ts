// Moving the series into another store through its port: equal afterwards, going on where it was cut short, and a
// target that holds something else is named.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { moveSeries } from '../../src/storage/series-move.ts';
import { type SeriesStore, emptyColumns } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';
import { SERVERS } from './influx-servers.ts';
import { SeriesMemory } from './series-memory.ts';

const OCTOBER = Date.UTC(2026, 9, 31, 23);
const QUARTER = 900_000;
const dir = mkdtempSync(join(tmpdir(), 'kringstroom-move-'));

beforeAll(async () => {
  const store = await SeriesDuckdb.open(dir);
  const at = Array.from({ length: 40 }, (_, index) => OCTOBER + index * 300_000);
  await store.appendRaw(
    { registers: at.map((_, index) => 1 + (index % 2)), atMs: at, values: at.map((_, index) => index / 3), devices: at.map(() => 7), seqs: at.map((_, index) => index + 1) },
    { journalId: 'j', seq: 40 },
  );
  const changed = [0, 1, 5].map((offset) => ({
    register: 1,
    quarter: OCTOBER / QUARTER + offset,
    amountMicro: 1_234_567 + offset,
    flag: 'I' as const,
    anchor: reading(OCTOBER, 1 / 3, 7),
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
  await store.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const move = (target: SeriesStore, done = new Set<string>()) => moveSeries(dir, { target, done, finished: (piece) => done.add(piece), tell: () => {} });

describe('moving to a store in memory', () => {
  it('brings readings, quarters of each source and the position', async () => {
    const target = new SeriesMemory();

    expect(await move(target)).toEqual([]);
    expect(await target.position()).toEqual({ journalId: 'j', seq: 40 });
    expect((await target.readReadings({ register: 2, from: epochMs(0), to: epochMs(2e12), limit: 100 })).length).toBe(20);
  });

  it('names what differs, and leaves the position alone', async () => {
    const target = new SeriesMemory();
    await target.writeQuarters({ changed: [{ register: 1, quarter: OCTOBER / QUARTER + 2, amountMicro: 5, flag: 'M', anchor: reading(OCTOBER, 1) }], removed: [] });

    const differing = await move(target);

    expect(differing).toEqual([expect.stringMatching(/^register 1, 2026-10: .*"quarters":\[2,0,0\].* became .*"quarters":\[3,0,0\]/)]);
    expect(await target.position()).toBeNull();
  });
});

const [influxd] = SERVERS;
describe.skipIf(influxd === undefined || !influxd.can)('moving to a real InfluxDB', () => {
  it('comes out equal, and again when it is done twice', async () => {
    const server = await influxd?.start();
    const marks = mkdtempSync(join(tmpdir(), 'kringstroom-marks-'));
    const target = await server?.open(marks);
    if (target === undefined) throw new Error('no server');
    const done = new Set<string>();

    expect(await move(target, done)).toEqual([]);
    expect(await move(target)).toEqual([]);
    expect(await move(target, done)).toEqual([]);

    expect(done.size).toBe(2 + 3);
    expect(await target.position()).toEqual({ journalId: 'j', seq: 40 });
    await target.close();
    await server?.stop();
    rmSync(marks, { recursive: true, force: true });
  }, 120_000);
});
