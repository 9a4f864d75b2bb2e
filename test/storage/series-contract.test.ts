// The contract of the series port, run on both adapters and on the model that other tests use in their place.
// INFLUX_LIVE_URL=http://user:password@host:8086 runs it on a server of your own, in databases it makes and leaves.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { type DerivedQuarter, NOTHING, type QuarterColumns, type RawRows, type SeriesStore, emptyColumns, flagOf } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';
import { SERVERS, type SeriesServer } from './influx-servers.ts';
import { SeriesMemory } from './series-memory.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const OCTOBER = Date.UTC(2026, 9, 31, 23);
const NOVEMBER = Date.UTC(2026, 10, 1);
const NEW_YEAR = Date.UTC(2027, 0, 1) / QUARTER;
const JOURNAL = 'j1';

interface Row {
  readonly at: number;
  readonly value?: number;
  readonly seq: number;
  readonly register?: number;
  readonly device?: number;
}
const raw = (rows: readonly Row[]): RawRows => ({
  registers: rows.map((one) => one.register ?? 1),
  atMs: rows.map((one) => one.at),
  values: rows.map((one) => one.value ?? 0),
  devices: rows.map((one) => one.device ?? 0),
  seqs: rows.map((one) => one.seq),
});
const cursor = (seq: number, journalId = JOURNAL): { journalId: string; seq: number } => ({ journalId, seq });
const derived = (quarter: number, amountMicro: number, over: Partial<DerivedQuarter> = {}): DerivedQuarter => ({
  register: 1,
  quarter,
  amountMicro,
  flag: 'M',
  anchor: reading(quarter * QUARTER, 5),
  ...over,
});
const none = { changed: [], removed: [] };

async function readAll(store: SeriesStore): Promise<string[]> {
  const columns = await store.readQuarters({ registers: Int32Array.of(1, 2), from: 0, to: 2 ** 31 - 1 });
  const rows = [...columns.registers].map((register, at) => `${register} ${columns.quarters[at]} ${columns.amounts[at]} ${flagOf(columns.flags[at] ?? 5)} ${columns.sources[at]}`);
  return rows.sort();
}
const valuesOf = async (store: SeriesStore, from = 0, to = 2e12): Promise<number[]> =>
  (await store.readReadings({ register: 1, from: epochMs(from), to: epochMs(to), limit: 100 })).map((one) => one.value);

const EMBEDDED = [
  { name: 'duckdb', can: true, start: () => Promise.resolve({ open: (dir: string): Promise<SeriesStore> => SeriesDuckdb.open(dir), stop: () => Promise.resolve() }) },
  { name: 'memory', can: true, start: () => Promise.resolve({ open: (): Promise<SeriesStore> => Promise.resolve(new SeriesMemory()), stop: () => Promise.resolve() }) },
];

describe.each([...EMBEDDED, ...SERVERS])('the series store ($name)', ({ can, start }) => {
  let dir: string;
  let server: SeriesServer;
  let store: SeriesStore;

  beforeAll(async () => {
    if (can) server = await start();
  });
  afterAll(async () => {
    if (can) await server.stop();
  });
  beforeEach(async (context) => {
    context.skip(!can);
    dir = mkdtempSync(join(tmpdir(), 'kringstroom-series-'));
    store = await server.open(dir);
  });

  afterEach(async () => {
    if (!can) return;
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('keeps the position it is told, and knows none at first', async () => {
    expect(await store.position()).toBeNull();

    await store.setPosition(cursor(41));
    await store.setPosition(cursor(42));

    expect(await store.position()).toEqual(cursor(42));
  });

  it('takes a record once, however often its batch comes', async () => {
    const rows = raw([
      { at: OCTOBER, value: 10, seq: 1 },
      { at: OCTOBER + MINUTE, value: 11, seq: 2 },
    ]);

    await store.appendRaw(rows, cursor(2));
    await store.appendRaw(rows, cursor(2));

    expect(await valuesOf(store)).toEqual([10, 11]);
  });

  it('takes what is new of a batch that is cut otherwise after a crash, and nothing twice', async () => {
    const row = (seq: number): Row => ({ at: OCTOBER + seq * MINUTE, value: seq, seq });
    await store.appendRaw(raw([row(1), row(2), row(3), row(4)]), cursor(4));

    // The position was written before these, so the journal is read again, in smaller batches.
    await store.appendRaw(raw([row(1), row(2)]), cursor(2));
    await store.appendRaw(raw([row(3), row(4), row(5)]), cursor(5));

    expect(await valuesOf(store)).toEqual([1, 2, 3, 4, 5]);
  });

  it('knows each month by its own cursor: a batch over the border that failed halfway loses and doubles nothing', async () => {
    await store.appendRaw(raw([{ at: NOVEMBER, value: 2, seq: 2 }]), cursor(2));

    await store.appendRaw(
      raw([
        { at: NOVEMBER - 1, value: 1, seq: 1 },
        { at: NOVEMBER, value: 2, seq: 2 },
        { at: NOVEMBER + 1, value: 3, seq: 3 },
      ]),
      cursor(3),
    );

    expect(await valuesOf(store)).toEqual([1, 2, 3]);
  });

  it('takes the sequences of another journal as its own', async () => {
    await store.appendRaw(raw([{ at: OCTOBER, value: 1, seq: 7 }]), cursor(7));
    await store.appendRaw(raw([{ at: OCTOBER + 1, value: 2, seq: 1 }]), cursor(1, 'j2'));

    expect(await valuesOf(store)).toEqual([1, 2]);
  });

  it('reads the latest of a period, oldest first, over the border of a month', async () => {
    await store.appendRaw(raw([0, 1, 2, 3].map((index) => ({ at: NOVEMBER + (index - 2) * MINUTE, value: index, seq: index + 1 }))), cursor(4));

    expect(await valuesOf(store, NOVEMBER - MINUTE, NOVEMBER + MINUTE)).toEqual([1, 2]);
    expect((await store.readReadings({ register: 1, from: epochMs(0), to: epochMs(2e12), limit: 2 })).map((one) => one.value)).toEqual([2, 3]);
    expect(await store.readReadings({ register: 9, from: epochMs(0), to: epochMs(2e12), limit: 2 })).toEqual([]);
  });

  it('gives back each value to the last bit, and -0 as 0', async () => {
    const values = [-0, 0.1 + 0.2, -0.001, 5e-324, 123_456_789.123];
    await store.appendRaw(raw(values.map((value, index) => ({ at: OCTOBER + index * MINUTE, value, seq: index + 1 }))), cursor(values.length));

    expect(await valuesOf(store)).toEqual([0, ...values.slice(1)]);
  });

  it('gives the readings around instants: the nearest on both sides, each once, over the border of a month', async () => {
    await store.appendRaw(raw([-2, -1, 1, 2, 30].map((minute, index) => ({ at: NOVEMBER + minute * MINUTE, value: minute, seq: index + 1, device: 5 }))), cursor(5));
    const around = async (...minutes: number[]): Promise<number[]> =>
      (await store.readAround({ register: 1, instants: minutes.map((minute) => epochMs(NOVEMBER + minute * MINUTE)) })).map((one) => one.value);

    expect(await around(0, 15)).toEqual([-1, 1, 2, 30]);
    expect(await around(1)).toEqual([1]);
    expect(await around(-60, 60)).toEqual([-2, 30]);
    expect(await around()).toEqual([]);
    expect((await store.readAround({ register: 1, instants: [epochMs(NOVEMBER)] }))[0]).toEqual(reading(NOVEMBER - MINUTE, -1, 5));
    expect(await store.readAround({ register: 9, instants: [epochMs(NOVEMBER)] })).toEqual([]);
  });

  it('knows the last reading of each register and, where it is recent, the one before it, in the order of time', async () => {
    await store.appendRaw(
      raw([
        { at: NOVEMBER, value: 1, seq: 1 },
        { at: NOVEMBER - 5 * 60 * MINUTE, value: 2, seq: 2, register: 2 },
        { at: NOVEMBER - 6 * 60 * MINUTE, value: 1, seq: 3, register: 2 },
        { at: NOVEMBER - 2 * MINUTE, value: 8, seq: 4 },
        { at: NOVEMBER - MINUTE, value: 9, seq: 5 },
      ]),
      cursor(5),
    );

    expect(await store.lastReadings()).toEqual([
      { register: 2, at: NOVEMBER - 5 * 60 * MINUTE, value: 2 },
      { register: 1, at: NOVEMBER - MINUTE, value: 9 },
      { register: 1, at: NOVEMBER, value: 1 },
    ]);
  });

  it('replaces a quarter that comes out differently, and keeps the others', async () => {
    await store.writeQuarters({ ...none, changed: [derived(100, 1_000_000), derived(101, 2_000_000), derived(100, 5_000_000, { register: 2 })] });
    await store.writeQuarters({ ...none, changed: [derived(101, 2_500_000, { flag: 'I' })] });

    expect(await readAll(store)).toEqual(['1 100 1 M 0', '1 101 2.5 I 0', '2 100 5 M 0']);
  });

  it('removes a quarter that is no longer', async () => {
    await store.writeQuarters({ ...none, changed: [derived(100, 1), derived(101, 2)] });
    await store.writeQuarters({ ...none, removed: [{ register: 1, quarter: 101 }] });

    expect(await readAll(store)).toEqual(['1 100 0.000001 M 0']);
  });

  it('gives derived quarters with their anchors, each register in its own span, over the turn of the year', async () => {
    const [old, new_] = [derived(NEW_YEAR - 1, 3_000_001, { flag: 'E', anchor: reading(1_798_000_000_123, 0.1 + 0.2, 4_294_967_295) }), derived(NEW_YEAR, 2_000_000)];
    const other = derived(NEW_YEAR, 1, { register: 2 });
    await store.writeQuarters({ ...none, changed: [other, new_, old] });

    expect(
      await store.readDerived([
        { register: 1, from: NEW_YEAR - 1, to: NEW_YEAR + 1 },
        { register: 2, from: NEW_YEAR - 9, to: NEW_YEAR },
      ]),
    ).toEqual([old, new_]);
    expect(await store.readDerived([{ register: 2, from: NEW_YEAR, to: NEW_YEAR + 1 }])).toEqual([other]);
    expect(await store.readDerived([])).toEqual([]);
  });

  it('gives quarters of the registers and period that were asked for, half open', async () => {
    await store.writeQuarters({ ...none, changed: [99, 100, 101].flatMap((quarter) => [derived(quarter, 1), derived(quarter, 1, { register: 2 })]) });

    const { quarters, registers } = await store.readQuarters({ registers: Int32Array.of(2), from: 100, to: 101 });

    expect([[...registers], [...quarters]]).toEqual([[2], [100]]);
    expect((await store.readQuarters({ registers: new Int32Array(), from: 0, to: 200 })).quarters).toHaveLength(0);
  });

  it('keeps settled values beside live ones: both come back, each with its source', async () => {
    const settled = emptyColumns(1);
    settled.registers[0] = 1;
    settled.quarters[0] = NEW_YEAR;
    settled.amounts[0] = 7.25;
    settled.flags[0] = 1;
    await store.writeQuarters({ ...none, changed: [derived(NEW_YEAR, 9_000_000)] });

    expect(await store.earliestSettled()).toBeNull();
    await store.writeSettled(settled, 'settled');

    expect(await readAll(store)).toEqual([`1 ${NEW_YEAR} 7.25 M 1`, `1 ${NEW_YEAR} 9 M 0`]);
    expect(await store.earliestSettled()).toBe(NEW_YEAR);
  });

  describe('settled and corrected values', () => {
    const given = (rows: readonly (readonly [register: number, quarter: number, amount: number, flag?: number])[]): QuarterColumns => {
      const columns = emptyColumns(rows.length);
      rows.forEach(([register, quarter, amount, flag = 1], at) => {
        columns.registers[at] = register;
        columns.quarters[at] = quarter;
        columns.amounts[at] = amount;
        columns.flags[at] = flag;
      });
      return columns;
    };

    it('are one a register and quarter: the newest stays, in another part and another order, and the neighbours too', async () => {
      await store.writeSettled(given([99, 100, 101].flatMap((quarter) => [[1, quarter, 1] as const, [2, quarter, 1] as const])), 'settled');
      await store.writeSettled(
        given([
          [2, 101, 5],
          [1, 100, 3, 3],
        ]),
        'settled',
      );
      await store.writeSettled(given([[1, 100, 4]]), 'settled');

      expect(await readAll(store)).toEqual(['1 100 4 M 1', '1 101 1 M 1', '1 99 1 M 1', '2 100 1 M 1', '2 101 5 M 1', '2 99 1 M 1']);
    });

    it('are two fields that do not touch each other, nor the live one', async () => {
      await store.writeQuarters({ ...none, changed: [derived(100, 9_000_000)] });
      await store.writeSettled(given([[1, 100, 8]]), 'settled');
      await store.writeSettled(given([[1, 100, 7, 0]]), 'corrected');
      await store.writeSettled(given([[1, 100, 8.5]]), 'settled');

      expect(await readAll(store)).toEqual(['1 100 7 C 2', '1 100 8.5 M 1', '1 100 9 M 0']);
    });

    it('are taken away by the flag that says so, over the turn of the year', async () => {
      await store.writeSettled(
        given([
          [1, NEW_YEAR - 1, 1],
          [1, NEW_YEAR, 2],
          [1, NEW_YEAR + 1, 3],
        ]),
        'corrected',
      );
      await store.writeSettled(
        given([
          [1, NEW_YEAR - 1, 0, NOTHING],
          [1, NEW_YEAR, 0, NOTHING],
          [2, NEW_YEAR, 0, NOTHING],
        ]),
        'corrected',
      );

      expect(await readAll(store)).toEqual([`1 ${NEW_YEAR + 1} 3 M 2`]);
      expect(await store.earliestSettled()).toBeNull();
    });
  });

  describe('readings from the last anchor before a change', () => {
    const at = (minute: number): number => NOVEMBER + minute * MINUTE;
    const quarterAt = (minute: number): number => at(minute) / QUARTER;

    beforeEach(async () => {
      await store.appendRaw(raw([0, 10, 20, 30, 40, 50].map((minute, index) => ({ at: at(minute), value: minute, seq: index + 1 }))), cursor(6));
      await store.writeQuarters({
        ...none,
        changed: [
          derived(quarterAt(0), 1, { anchor: reading(at(0), 0) }),
          derived(quarterAt(15), 1, { anchor: reading(at(10), 10) }),
          derived(quarterAt(30), 1, { anchor: reading(at(30), 30) }),
        ],
      });
    });
    const from = async (fromMs: number, register = 1): Promise<number[] | undefined> =>
      (await store.readFromAnchors([{ register, fromMs }])).get(register)?.map((one) => one.value);

    it('begin two anchors back: the quarter around the last one ends in the change', async () => {
      // The last anchor before minute 29 is minute 10, in the quarter 0-15, whose own anchor is minute 0.
      expect(await from(at(29))).toEqual([0, 10, 20, 30, 40, 50]);
      // Before minute 45 it is minute 30, and a quarter ends there: its anchor is minute 10.
      expect(await from(at(45))).toEqual([10, 20, 30, 40, 50]);
    });

    it('take no anchor at the instant of the change itself: readings of one instant are judged together', async () => {
      expect(await from(at(30))).toEqual([0, 10, 20, 30, 40, 50]);
    });

    it('end before the instant that is not needed any more', async () => {
      expect((await store.readFromAnchors([{ register: 1, fromMs: at(29), untilMs: at(30) }])).get(1)?.map((one) => one.value)).toEqual([0, 10, 20]);
    });

    it('are all of them when no anchor lies before the change, and none of a register never seen', async () => {
      expect(await from(at(-60))).toEqual([0, 10, 20, 30, 40, 50]);
      expect(await from(at(30), 2)).toEqual([]);
    });

    it('come in ledger order, over the border of a month, repeats included', async () => {
      await store.appendRaw(
        raw([
          { at: OCTOBER, value: 3, seq: 7 },
          { at: OCTOBER, value: 2, seq: 8 },
          { at: OCTOBER, value: 2, seq: 9, device: 4 },
        ]),
        cursor(9),
      );

      const readings = (await store.readFromAnchors([{ register: 1, fromMs: OCTOBER }])).get(1);

      expect(readings?.slice(0, 4)).toEqual([reading(OCTOBER, 2), reading(OCTOBER, 2, 4), reading(OCTOBER, 3), reading(at(0), 0)]);
    });

    it('are asked for many registers at once', async () => {
      const answer = await store.readFromAnchors([
        { register: 1, fromMs: at(45) },
        { register: 2, fromMs: at(45) },
      ]);

      expect([...answer].map(([register, list]) => [register, list.length])).toEqual([
        [1, 5],
        [2, 0],
      ]);
      expect((await store.readFromAnchors([])).size).toBe(0);
    });
  });
});
