// What only the InfluxDB adapter promises, on a real influxd: nothing overwritten, nothing lost over kill -9.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesInflux, quartersDatabase, rawDatabase } from '../../src/storage/series-influx.ts';
import { type InfluxServer, type RawRows, StoreAwayError } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';
import { freshDatabase, openInflux } from './influx-servers.ts';
import { HOW, type Influxd, canInflux, startInfluxd, tagsOf } from './influxd.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const QUARTER = 900_000;
interface Row {
  readonly at: number;
  readonly value: number;
  readonly device?: number;
}
const raw = (rows: readonly Row[], firstSeq = 1): RawRows => ({
  registers: rows.map(() => 1),
  atMs: rows.map((one) => one.at),
  values: rows.map((one) => one.value),
  devices: rows.map((one) => one.device ?? 0),
  seqs: rows.map((_, index) => firstSeq + index),
});
const cursor = (seq: number): { journalId: string; seq: number } => ({ journalId: 'j', seq });
const everything = async (store: SeriesInflux): Promise<string[]> =>
  ((await store.readFromAnchors([{ register: 1, fromMs: 0 }])).get(1) ?? []).map((one) => `${one.at} ${one.value} ${one.device}`);

describe.skipIf(!canInflux)(`series in InfluxDB${HOW}`, () => {
  let influxd: Influxd;
  let server: InfluxServer;
  let dir: string;
  let store: SeriesInflux;

  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.stop());
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'kringstroom-influx-'));
    server = influxd.server(freshDatabase());
    store = await openInflux(server, dir);
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('keeps readings of one instant apart: other values, other devices, in any order, batches and restarts', async () => {
    const row = fc.record({
      at: fc.integer({ min: 0, max: 3 }).map((minute) => NOON + minute * 60_000),
      value: fc.integer({ min: 0, max: 5 }),
      device: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }), fc.boolean(), async (batches, restart) => {
        const own = mkdtempSync(join(dir, 'p'));
        const fresh = influxd.server(freshDatabase());
        let series = await openInflux(fresh, own);
        for (const batch of batches) {
          await series.appendRaw(raw(batch), cursor(1));
          if (restart) series = await SeriesInflux.open({ server: fresh, dir: own, tagsOf });
        }
        const expected = new Set(batches.flat().map((one) => `${one.at} ${one.value} ${one.device}`));
        expect(new Set(await everything(series))).toEqual(expected);
        expect(await everything(series)).toHaveLength(expected.size);
      }),
      { numRuns: 12 },
    );
  });

  it('takes readings that come in order at whole milliseconds, which compress, and what comes late beside them', async () => {
    await store.appendRaw(
      raw([
        { at: NOON, value: 1 },
        { at: NOON + 1000, value: 2 },
      ]),
      cursor(2),
    );
    await store.appendRaw(raw([{ at: NOON, value: 1.5 }], 3), cursor(3));

    const times = (await influxd.ask('SELECT v FROM reading', rawDatabase(server))).map(([time]) => Number(time));

    expect(times).toHaveLength(3);
    expect(await everything(store)).toEqual([`${NOON} 1 0`, `${NOON} 1.5 0`, `${NOON + 1000} 2 0`]);
  });

  it('loses nothing over kill -9 in the middle of writes, and the totals come out equal', async () => {
    const batches = Array.from({ length: 30 }, (_, batch) =>
      Array.from({ length: 200 }, (_row, index) => ({ at: NOON + (batch * 200 + index) * 1000, value: batch * 200 + index })),
    );
    const sent: Promise<void>[] = [];
    let failures = 0;
    for (const [index, batch] of batches.entries()) {
      if (index === 12) sent.push(influxd.kill().then(() => influxd.start()));
      for (;;) {
        try {
          await store.appendRaw(raw(batch, index * 200 + 1), cursor((index + 1) * 200));
          break;
        } catch (error) {
          expect(error).toBeInstanceOf(StoreAwayError);
          failures += 1;
          await Promise.all(sent);
        }
      }
    }

    const [row] = await influxd.ask('SELECT count(v), sum(v) FROM reading', rawDatabase(server));

    expect(failures).toBeGreaterThan(0);
    // 0 + 1 + … + 5999 = 6000 x 5999 / 2
    expect([(await everything(store)).length, row?.[2]]).toEqual([6000, 17_997_000]);
    expect(store.highestSeq('j')).toBe(6000);
  });

  it('holds the same after a restart: position, numbers to the last bit', async () => {
    const odd = {
      register: 1,
      quarter: NOON / QUARTER,
      amountMicro: Number.MAX_SAFE_INTEGER,
      flag: 'E' as const,
      anchor: { at: epochMs(NOON - 123), value: 0.1 + 0.2, device: 4_294_967_295 },
    };
    await store.appendRaw(
      raw([
        { at: NOON, value: 0.1 + 0.2 },
        { at: NOON + 1, value: 5e-324 },
      ]),
      cursor(2),
    );
    await store.writeQuarters({ changed: [odd], removed: [] });
    await store.setPosition(cursor(2));

    const again = await SeriesInflux.open({ server, dir, tagsOf });

    expect(await again.position()).toEqual(cursor(2));
    expect(await everything(again)).toEqual([`${NOON} ${0.1 + 0.2} 0`, `${NOON + 1} 5e-324 0`]);
    expect((await again.readQuarters({ registers: Int32Array.of(1), from: 0, to: 2e9 })).amounts).toEqual(Float64Array.of(Number.MAX_SAFE_INTEGER / 1e6));
  });

  it('overwrites a quarter that is no longer, so that no sum on the server counts it', async () => {
    const quarter = { register: 1, quarter: NOON / QUARTER, amountMicro: 5_000_000, flag: 'M' as const, anchor: reading(NOON, 5) };
    await store.writeQuarters({ changed: [quarter, { ...quarter, quarter: NOON / QUARTER + 1 }], removed: [] });
    await store.writeQuarters({ changed: [], removed: [{ register: 1, quarter: NOON / QUARTER + 1 }] });

    const [row] = await influxd.ask('SELECT sum(live) FROM quarter', quartersDatabase(server));

    expect(row?.[1]).toBe(5);
  });

  it('puts a line that is refused for good into a file, with the reason, and stores the others', async () => {
    const refused: string[] = [];
    store = await SeriesInflux.open({ server, dir, tagsOf, onRefused: ({ reason }) => refused.push(reason) });
    const rows = Array.from({ length: 100 }, (_, index) => ({ at: NOON + index * 1000, value: index === 37 ? Number.NaN : index }));

    await store.appendRaw(raw(rows), cursor(100));

    const kept = readFileSync(join(dir, 'influx-refused.jsonl'), 'utf8').trim().split('\n');
    expect(await everything(store)).toHaveLength(99);
    expect(kept).toHaveLength(1);
    expect(JSON.parse(kept[0] ?? '')).toMatchObject({
      database: rawDatabase(server),
      line: expect.stringContaining('v=NaN'),
      status: 400,
      reason: expect.stringContaining('invalid'),
    });
    expect(refused).toHaveLength(1);
  });

  it('refuses to write a register of which the park is not known yet: it would lie in a series of its own', async () => {
    store = await SeriesInflux.open({ server, dir, tagsOf: () => undefined });

    await expect(store.appendRaw(raw([{ at: NOON, value: 1 }]), cursor(1))).rejects.toThrow("register 1 is not in the registry's picture yet");
  });

  it('says that the server is away, and answers again when it is back', async () => {
    await influxd.kill();
    await expect(store.ping()).rejects.toThrow(StoreAwayError);
    await expect(store.lastReadings()).resolves.toEqual([]);
    await influxd.start();

    await expect(store.ping()).resolves.toBeUndefined();
  });
});
