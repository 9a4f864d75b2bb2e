// Live quarters come back as they were written, anchors included; what is gone or of another span does not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import type { SeriesInflux } from '../../src/storage/series-influx.ts';
import type { DerivedQuarter } from '../../src/storage/series.ts';
import { freshDatabase, openInflux } from './influx-servers.ts';
import { HOW, type Influxd, canInflux, startInfluxd } from './influxd.ts';

const QUARTER = 900_000;
const FIRST = Date.UTC(2026, 10, 20, 12) / QUARTER;
const quarter = (register: number, index: number): DerivedQuarter => ({
  register,
  quarter: FIRST + index,
  amountMicro: 1_234_567 + index,
  flag: index === 1 ? 'I' : 'M',
  anchor: { at: epochMs((FIRST + index) * QUARTER - 100), value: 5 + index, device: 9 },
});

describe.skipIf(!canInflux)(`derived quarters in InfluxDB${HOW}`, () => {
  let influxd: Influxd;
  let store: SeriesInflux;
  let dir: string;
  beforeAll(async () => {
    influxd = await startInfluxd();
    dir = mkdtempSync(join(tmpdir(), 'kringstroom-derived-'));
    store = await openInflux(influxd.server(freshDatabase()), dir);
    await store.writeQuarters({ changed: [2, 1].flatMap((register) => [0, 1, 2, 3].map((index) => quarter(register, index))), removed: [], rewritten: [] });
    await store.writeQuarters({ changed: [], removed: [{ register: 1, quarter: FIRST + 2 }], rewritten: [] });
    const at = (minute: number): number => FIRST * QUARTER + minute * 60_000;
    const minutes = [0, 10, 20, 30, 40];
    await store.appendRaw({ registers: minutes.map(() => 1), atMs: minutes.map(at), values: minutes, devices: minutes.map(() => 9), seqs: minutes }, { journalId: 'j', seq: 40 });
  });
  afterAll(async () => {
    await influxd.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('are those of each span, half open, by register and time, to the last millionth', async () => {
    const found = await store.readDerived([
      { register: 2, from: FIRST, to: FIRST + 1 },
      { register: 1, from: FIRST + 1, to: FIRST + 9 },
    ]);

    expect(found).toEqual([quarter(1, 1), quarter(1, 3), quarter(2, 0)]);
    expect(await store.readDerived([])).toEqual([]);
  });

  it('are derived again from readings that end where the change ends', async () => {
    const readings = (await store.readFromAnchors([{ register: 1, fromMs: FIRST * QUARTER + 1, untilMs: FIRST * QUARTER + 30 * 60_000 }])).get(1);

    expect(readings?.map((one) => one.value)).toEqual([0, 10, 20]);
  });
});
