// Removing, erasing, copying and comparing the files of the series.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';
import { type Row, keepRows } from './laying.ts';

const at = (text: string): number => Date.parse(text);
const OCTOBER = at('2026-10-05T00:00:00Z');
const NOVEMBER = at('2026-11-05T00:00:00Z');
const QUARTER = 900_000;

let dir: string;
let store: SeriesDuckdb;
let seq = 0;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-keeping-'));
  store = await SeriesDuckdb.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const keep = (rows: readonly Row[]): Promise<void> => keepRows(store, rows, ++seq);
const values = async (register = 1): Promise<number[]> => (await store.readReadings({ register, from: epochMs(0), to: epochMs(2e12), limit: 1000 })).map((one) => one.value);
const raws = (): string[] => readdirSync(dir).filter((name) => name.startsWith('raw_') && name.endsWith('.duckdb')).sort(); // prettier-ignore

describe('removing months', () => {
  it('removes files that ended, remembers from when readings are there, and leaves quarters alone', async () => {
    await keep([
      { at: OCTOBER, value: 1 },
      { at: NOVEMBER, value: 2 },
    ]);
    await store.writeQuarters({
      changed: [{ register: 1, quarter: OCTOBER / QUARTER, amountMicro: 5, flag: 'M', anchor: reading(OCTOBER, 1) }],
      removed: [],
    });

    expect(await store.keeping.dropMonths({ endedBefore: epochMs(at('2026-11-01T00:00:00Z')) })).toBe(1);

    expect(raws()).toEqual(['raw_2026_11.duckdb']);
    expect(await values()).toEqual([2]);
    expect((await store.readQuarters({ registers: Int32Array.of(1), from: 0, to: 2e9 })).quarters).toHaveLength(1);
    await store.close();
    store = await SeriesDuckdb.open(dir);
    expect(store.keeping.rawFrom(null)).toBe(at('2026-11-01T00:00:00Z'));
    expect(await store.keeping.dropMonths({ endedBefore: epochMs(at('2026-11-01T00:00:00Z')) })).toBe(0);
  });
});

describe('erasing', () => {
  it('takes old readings and quarters of these registers, keeps their sums and remembers from when', async () => {
    await keep([
      { at: OCTOBER, value: 1 },
      { at: OCTOBER, value: 1, register: 2 },
      { at: NOVEMBER, value: 2 },
    ]);
    const settled = emptyColumns(2);
    settled.registers.set([1, 2]);
    settled.quarters.fill(OCTOBER / QUARTER);
    settled.amounts.fill(3);
    await store.writeSettled(settled, 'settled');
    await store.keeping.rollUp({ registers: null, daysMax: 100 });

    const erased = await store.keeping.eraseOld({ registers: Int32Array.of(1), rawBefore: epochMs(NOVEMBER), quartersBefore: epochMs(NOVEMBER) });

    expect(erased).toEqual({ rows: 2, days: [Math.floor(OCTOBER / QUARTER / 96)] });
    expect([await values(1), await values(2)]).toEqual([[2], [1]]);
    expect([...(await store.readQuarters({ registers: Int32Array.of(1, 2), from: 0, to: 2e9 })).registers]).toEqual([2]);
    await store.keeping.rollUp({ registers: null, daysMax: 100 });
    expect(await store.keeping.readRollups({ registers: Int32Array.of(1), step: 'P1D', from: 0, to: 100_000 })).toHaveLength(1);
    expect([store.keeping.rawFrom(1), store.keeping.rawFrom(2)]).toEqual([NOVEMBER, 0]);
  });
});

describe('a copy', () => {
  it('holds what stood there, opens as a store of its own, and compares equal by totals', async () => {
    await keep([
      { at: OCTOBER, value: 1 },
      { at: NOVEMBER, value: 2 },
    ]);
    await store.writeQuarters({ changed: [{ register: 1, quarter: 1_991_000, amountMicro: 5, flag: 'M', anchor: reading(OCTOBER, 1) }], removed: [] });
    await store.setPosition({ journalId: 'j', seq });
    const target = join(dir, 'copy');
    mkdirSync(target);

    const copied = await store.keeping.copyTo(target);
    await keep([{ at: NOVEMBER + 1, value: 3 }]);

    expect(readdirSync(target).sort()).toEqual(['position.duckdb', 'quarters_2026.duckdb', 'raw_2026_10.duckdb', 'raw_2026_11.duckdb']);
    const copy = await SeriesDuckdb.open(target);
    expect(await copy.position()).toEqual({ journalId: 'j', seq: seq - 1 });
    const [mine, theirs] = [await store.keeping.totals(), await copy.keeping.totals()];
    await copy.close();
    expect(theirs).toEqual(copied.totals);
    expect(mine.length).toBe(2);
    expect(theirs.filter((one) => one.month !== '2026-11')).toEqual(mine.filter((one) => one.month !== '2026-11'));
    expect(theirs.find((one) => one.month === '2026-11')?.readingsHash).not.toBe(mine.find((one) => one.month === '2026-11')?.readingsHash);
  });
});

describe('the limits', () => {
  it('stop a query that takes too long, and the next one works', async () => {
    await keep([{ at: OCTOBER, value: 1 }]);
    await store.close();
    const { DuckdbFiles } = await import('../../src/storage/duckdb-files.ts');
    const files = await DuckdbFiles.open(dir, { limits: { memory: '256MB', queryMs: 50 } });

    await expect(files.shared((connection) => connection.run('select count(*) from range(100000000) a, range(100000000) b where a.range + b.range = 7'))).rejects.toThrow(
      'a query was stopped after 0.05 s',
    );
    const { streamed } = await import('../../src/storage/duckdb-columns.ts');
    let chunks = 0;
    const readOn = files.shared(async (connection) => {
      for await (const { rows } of streamed(connection, 'select range from range(1000000000000)')) chunks += Math.sign(rows);
    });
    await expect(readOn).rejects.toThrow('a query was stopped after 0.05 s');
    expect(chunks).toBeGreaterThan(0);
    expect((await files.shared(async (connection) => (await connection.run("select current_setting('memory_limit')")).getRows()))[0]?.[0]).toMatch(/24\d.*MiB/);
    await files.close();
    store = await SeriesDuckdb.open(dir);
  });

  it('of a life: closing stops what reads and waits for it, and nobody reads after it', async () => {
    await store.close();
    const { DuckdbFiles } = await import('../../src/storage/duckdb-files.ts');
    const files = await DuckdbFiles.open(dir);
    const ended: string[] = [];
    const long = 'select count(*) from range(100000000) a, range(100000000) b where a.range + b.range = 7';
    // The second begins its next query when its first one was stopped.
    const reads = [
      files.shared((connection) => connection.run(long)),
      files.shared((connection) =>
        connection.run(long).then(
          () => [],
          () => connection.run(long),
        ),
      ),
    ].map((read) =>
      read.then(
        () => 'read',
        () => ended.push('stopped'),
      ),
    );

    await files.close().then(() => ended.push('closed'));

    await Promise.all(reads);
    expect(ended).toEqual(['stopped', 'stopped', 'closed']);
    await expect(files.shared((connection) => connection.run('select 1'))).rejects.toThrow('the store is closed');
    store = await SeriesDuckdb.open(dir);
  });
});

it('what a crash left of a rewriting is cleared at the start', async () => {
  await keep([{ at: OCTOBER, value: 1 }]);
  await store.close();
  const { writeFileSync } = await import('node:fs');
  const left = join(dir, 'raw_2026_10.duckdb.rewriting');
  writeFileSync(left, 'half a file');

  store = await SeriesDuckdb.open(dir);

  expect(existsSync(left)).toBe(false);
  expect(await values()).toEqual([1]);
});
