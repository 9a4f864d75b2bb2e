// The store thread on a real influxd: what an outage of the server costs (nothing), and that both stores say the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { Journal } from '../../src/ingest/journal.ts';
import { Store, StoreBusyError, type StoreListeners } from '../../src/ingest/store.ts';
import { checkInflux } from '../../src/storage/series-influx-check.ts';
import type { InfluxServer, QuarterColumns } from '../../src/storage/series.ts';
import { freshDatabase } from '../storage/influx-servers.ts';
import { HOW, type Influxd, canInflux, startInfluxd } from '../storage/influxd.ts';
import { IMPORT, METER, message, oneMeter } from './projecting.ts';

const START = Date.UTC(2026, 9, 20, 10);
const reading = (index: number): Parameters<Journal['append']>[0] => message(index, { atMs: START + index * 300_000, value: 1000 + index });

describe.skipIf(!canInflux)(`the store on InfluxDB${HOW}`, () => {
  let influxd: Influxd;
  let dir: string;
  let journal: Journal;
  let server: InfluxServer;
  const stores: Store[] = [];
  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.stop());
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'kringstroom-store-influx-'));
    journal = await Journal.open(join(dir, 'journal'));
    server = influxd.server(freshDatabase());
    const wrong = await checkInflux(server, join(dir, 'influx'));
    if (wrong !== null) throw new Error(wrong);
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await journal.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function open(kind: 'influx' | 'duckdb', over: Partial<StoreListeners> = {}): Promise<Store> {
    const listeners = { onProjected: () => {}, makeRegisters: () => Promise.resolve([]), onTrouble: () => {}, onLost: () => {}, ...over };
    const data = { seriesDir: join(dir, kind), journalDir: join(dir, 'journal'), journalId: journal.journalId, ...(kind === 'influx' && { influx: server }) };
    const store = await Store.open(data, listeners);
    store.registry({ ...oneMeter, places: new Map([[METER, { park: 'de-mars', role: 'main' }]]) });
    stores.push(store);
    return store;
  }
  async function append(from: number, to: number): Promise<void> {
    for (let index = from; index <= to; index++) await journal.appendAndWait(reading(index));
  }
  const storedUpTo = async (store: Store, seq: number): Promise<void> => {
    store.durable(seq);
    await store.ask({ kind: 'projected', seq });
  };
  const readingsOf = async (store: Store): Promise<number[]> =>
    (await store.ask({ kind: 'readings', register: IMPORT, from: epochMs(0), to: epochMs(2e12), limit: 5000 })).map((one) => one.value - 1000);
  const quartersOf = async (store: Store): Promise<string[]> => rows(await store.ask({ kind: 'quarters', registers: Int32Array.of(IMPORT), from: 0, to: 2e9 }));
  const rows = (columns: QuarterColumns): string[] =>
    [...columns.quarters].map((quarter, at) => `${quarter} ${columns.amounts[at]} ${columns.flags[at]} ${columns.sources[at]}`).sort();

  it('says the same as on DuckDB: the same messages, late ones and a restart included', async () => {
    for (const index of [1, 2, 3, 9, 10, 11, 4, 5, 6]) await journal.appendAndWait(reading(index));
    const [influx, duckdb] = [await open('influx'), await open('duckdb')];
    for (const store of [influx, duckdb]) await storedUpTo(store, 9);
    await influx.close();
    stores.splice(stores.indexOf(influx), 1);
    for (const index of [7, 8, 12, 13]) await journal.appendAndWait(reading(index));
    const again = await open('influx');
    for (const store of [again, duckdb]) await storedUpTo(store, 13);

    expect(again.highestSeq).toBe(9);
    expect(await readingsOf(again)).toEqual(await readingsOf(duckdb));
    expect(await quartersOf(again)).toEqual(await quartersOf(duckdb));
    expect(await quartersOf(again)).toHaveLength(3);
    expect(await again.ask({ kind: 'running', registers: Int32Array.of(IMPORT) })).toEqual(await duckdb.ask({ kind: 'running', registers: Int32Array.of(IMPORT) }));
  });

  it('whose server is killed keeps acknowledging, is red in health, refuses questions as busy, and has everything afterwards', async () => {
    const troubles: string[] = [];
    const store = await open('influx', { onTrouble: (text) => troubles.push(text) });
    await append(1, 3);
    await storedUpTo(store, 3);

    await influxd.kill();
    await append(4, 30);
    store.durable(30);
    await expect.poll(() => store.health.ok, { timeout: 10_000 }).toBe(false);
    expect(store.health.reason).toMatch(/InfluxDB did not/);
    await expect(store.ask({ kind: 'last' })).rejects.toThrow(StoreBusyError);
    expect(journal.durableSeq).toBe(30);
    await influxd.start();
    await storedUpTo(store, 30);

    expect(troubles.length).toBeGreaterThan(0);
    expect(await readingsOf(store)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    await expect.poll(() => store.health, { timeout: 10_000 }).toEqual({ ok: true, reason: null });
  });

  it('whose server is away is red before a message comes, and closes without waiting for it', async () => {
    const store = await open('influx');

    await influxd.kill();
    await expect.poll(() => store.health.ok, { timeout: 15_000 }).toBe(false);
    await append(1, 2);
    store.durable(2);
    await store.close();
    stores.splice(0);
    await influxd.start();
    const again = await open('influx');
    await storedUpTo(again, 2);

    expect(await readingsOf(again)).toEqual([1, 2]);
  });
});
