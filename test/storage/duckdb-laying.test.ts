// Readings laid by register and time are the readings that came, whatever came or went while they were laid.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { DuckdbFiles } from '../../src/storage/duckdb-files.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import type { LaidReadings } from '../../src/storage/series-keeping.ts';
import { alone, keepRows, layAll, type Row } from './laying.ts';

const OCTOBER = Date.UTC(2026, 9, 5);
const NOVEMBER = Date.UTC(2026, 10, 5);
const MINUTE = 60_000;

let dir: string;
let store: SeriesDuckdb;
let seq = 0;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-laying-'));
  store = await SeriesDuckdb.open(dir);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const keep = (rows: readonly Row[]): Promise<void> => keepRows(store, rows, ++seq);
const piece = (rowsMax = 1): Promise<LaidReadings> => store.keeping.layReadings({ after: null, rowsMax, alone });
const values = async (register = 1): Promise<number[]> => {
  const found = await store.readReadings({ register, from: epochMs(0), to: epochMs(2e12), limit: 100_000 });
  // Readings of one instant have no order of their own.
  return found.sort((a, b) => a.at - b.at || a.value - b.value).map((one) => one.value);
};
const unfinished = (): string[] => readdirSync(dir).filter((name) => name.includes('rewriting'));
async function reopen(): Promise<void> {
  await store.close();
  store = await SeriesDuckdb.open(dir);
}

describe('laying readings', () => {
  it('drops exact repeats only, and does it once', async () => {
    await keep([2, 0, 0, 0].map((late, index) => ({ at: OCTOBER + late, value: [2, 7, 7, 8][index] ?? 0 })));
    await keep([{ at: NOVEMBER, value: 9 }]);

    expect(await layAll(store.keeping)).toEqual({ months: 2, rowsBefore: 5, rowsAfter: 4, left: 0 });
    expect(await layAll(store.keeping)).toEqual({ months: 0, rowsBefore: 0, rowsAfter: 0, left: 0 });
    expect(await values()).toEqual([7, 8, 2, 9]);
  });

  it('keeps the cursor: a batch that comes again is not taken twice, also after a restart', async () => {
    await keep([{ at: OCTOBER, value: 1 }]);
    await layAll(store.keeping);
    seq -= 1;
    await keep([{ at: OCTOBER, value: 1 }]);
    await reopen();
    seq -= 1;
    await keep([{ at: OCTOBER, value: 1 }]);

    expect(await values()).toEqual([1]);
  });

  it('happens again when something came late', async () => {
    await keep([{ at: OCTOBER, value: 1 }]);
    await layAll(store.keeping);
    await keep([{ at: OCTOBER - 5, value: 0 }]);

    expect(await layAll(store.keeping)).toEqual({ months: 1, rowsBefore: 2, rowsAfter: 2, left: 0 });
    expect(await values()).toEqual([0, 1]);
  });

  it('runs beside queries: each sees the old file or the new one', async () => {
    await keep(Array.from({ length: 500 }, (_, index) => ({ at: OCTOBER + index, value: index })));

    const reads = Promise.all(Array.from({ length: 20 }, () => values()));
    await layAll(store.keeping);

    for (const read of await reads) expect(read).toHaveLength(500);
  });

  it('takes what comes between its pieces, of any day, and lays it the next time', async () => {
    await keep([1, 2, 3].map((register) => ({ register, at: NOVEMBER, value: register })));

    expect(await piece()).toMatchObject({ laid: null, left: 3 });
    await keep([{ register: 1, at: NOVEMBER - MINUTE, value: 0.5 }, { register: 4, at: NOVEMBER, value: 4 }]); // prettier-ignore
    expect(await piece()).toMatchObject({ laid: null, left: 2 });
    expect(await piece()).toEqual({ laid: { month: '2026-11', rowsBefore: 3, rowsAfter: 3 }, left: 0 });

    expect([await values(1), await values(2), await values(3), await values(4)]).toEqual([[0.5, 1], [2], [3], [4]]);
    expect(await layAll(store.keeping)).toMatchObject({ rowsBefore: 5, rowsAfter: 5 });
  });

  it('begins a month again from which rows went meanwhile', async () => {
    await keep([{ at: NOVEMBER, value: 1 }, { at: NOVEMBER + MINUTE, value: 2 }, { register: 2, at: NOVEMBER, value: 3 }]); // prettier-ignore
    await piece();
    await store.keeping.eraseOld({ registers: Int32Array.of(1), rawBefore: epochMs(NOVEMBER + MINUTE), quartersBefore: epochMs(0) });

    expect(await layAll(store.keeping, 1)).toMatchObject({ months: 1, rowsBefore: 2, rowsAfter: 2 });
    expect([await values(1), await values(2)]).toEqual([[2], [3]]);
  });

  it('goes on with the other months when the one at hand is removed', async () => {
    await keep([{ at: OCTOBER, value: 1 }, { register: 2, at: OCTOBER, value: 2 }, { at: NOVEMBER, value: 3 }]); // prettier-ignore
    await piece();
    await store.keeping.dropMonths({ endedBefore: epochMs(Date.UTC(2026, 10, 1)) });

    expect(await layAll(store.keeping, 1)).toMatchObject({ months: 1, rowsBefore: 1 });
    expect(await values()).toEqual([3]);
    expect(unfinished()).toEqual([]);
  });

  it.each(['rewrite begun', 'rewrite filled', 'rewrite on disk', 'new file renamed'])('is tried again by the same process after it failed at: %s', async (at) => {
    await store.close();
    let fails = true;
    store = await SeriesDuckdb.open(dir, {
      onStep: (step) => {
        if (fails && step === at) throw new Error('no space left');
      },
    });
    await keep([{ at: NOVEMBER, value: 1 }, { register: 2, at: NOVEMBER, value: 2 }]); // prettier-ignore
    await expect(layAll(store.keeping, 1)).rejects.toThrow();
    await keep([{ at: NOVEMBER + MINUTE, value: 3 }]);
    expect([await values(1), await values(2)]).toEqual([[1, 3], [2]]);

    fails = false;
    expect(await layAll(store.keeping, 1)).toMatchObject({ months: 1, rowsBefore: 3, rowsAfter: 3 });
    expect([await values(1), await values(2)]).toEqual([[1, 3], [2]]);
    expect(unfinished()).toEqual([]);
  });

  it('leaves nothing half when the store closes between two pieces, or during one', async () => {
    await keep(Array.from({ length: 200_000 }, (_, index) => ({ register: 1 + (index % 2), at: NOVEMBER + index, value: index })));
    await piece();
    await reopen();
    expect(unfinished()).toEqual([]);

    const laying = piece(1e6).then(
      () => 'laid',
      () => 'stopped',
    );
    await store.close();
    expect(['laid', 'stopped']).toContain(await laying);
    store = await SeriesDuckdb.open(dir);
    expect(unfinished()).toEqual([]);
    expect(await values(1)).toHaveLength(100_000);
  });

  it('is done by one at a time', async () => {
    await keep([{ at: NOVEMBER, value: 1 }]);
    const first = piece();

    await expect(piece()).rejects.toThrow('already');
    expect(await first).toMatchObject({ left: 0 });
  });

  it('makes an open month small', async () => {
    await keep(
      Array.from({ length: 500_000 }, (_, row) => ({
        register: 1 + (row % 50),
        at: NOVEMBER + Math.floor(row / 50) * MINUTE,
        value: Math.round(row * 13 + (row % 50) * 1e9) / 1000,
      })),
    );
    await reopen();
    const before = statSync(join(dir, 'raw_2026_11.duckdb')).size;

    await layAll(store.keeping);

    expect(statSync(join(dir, 'raw_2026_11.1.duckdb')).size).toBeLessThan(before / 2);
  });
});

describe('beside a reader that takes its time, as a backup does', () => {
  /** Copies a month, and has looked at it and waits for `go` when the promise is there. */
  async function slowCopy(files: DuckdbFiles): Promise<{ target: string; go: () => Promise<void> }> {
    const target = mkdtempSync(join(tmpdir(), 'kringstroom-copy-'));
    let go = (): void => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    let copied = Promise.resolve();
    await new Promise<void>((begun) => {
      copied = files.copy('raw_2026_11', join(target, 'raw_2026_11.duckdb'), async (connection) => {
        await connection.run('select count(*) from raw_2026_11.readings');
        begun();
        await held;
      });
    });
    return { target, go: () => (go(), copied) };
  }
  const raws = (): string[] => readdirSync(dir).filter((name) => /^raw_.*duckdb$/.test(name)); // prettier-ignore
  async function valuesIn(folder: string): Promise<number[]> {
    const copy = await SeriesDuckdb.open(folder);
    const found = await copy.readReadings({ register: 1, from: epochMs(0), to: epochMs(2e12), limit: 100 });
    await copy.close();
    rmSync(folder, { recursive: true });
    return found.map((one) => one.value);
  }
  async function withFiles(): Promise<DuckdbFiles> {
    await store.close();
    const files = await DuckdbFiles.open(dir);
    store = await SeriesDuckdb.over(files);
    return files;
  }

  it('a month is laid and batches are stored and read; the reader ends with what it began with', async () => {
    const files = await withFiles();
    await keep([{ at: NOVEMBER, value: 1 }, { at: NOVEMBER + MINUTE, value: 2 }]); // prettier-ignore
    const copy = await slowCopy(files);

    expect(await layAll(store.keeping)).toMatchObject({ months: 1, rowsAfter: 2 });
    await keep([{ at: NOVEMBER + 2 * MINUTE, value: 3 }]);
    expect(await layAll(store.keeping)).toMatchObject({ months: 1, rowsAfter: 3 });
    await keep([{ at: NOVEMBER + 3 * MINUTE, value: 4 }]);
    expect(await values()).toEqual([1, 2, 3, 4]);
    expect(raws()).toEqual(['raw_2026_11.2.duckdb']);

    await copy.go();
    expect(await valuesIn(copy.target)).toEqual([1, 2]);
    expect(await values()).toEqual([1, 2, 3, 4]);
    await reopen();
    expect(await values()).toEqual([1, 2, 3, 4]);
  });

  it('a month is removed, and may come again; the reader ends with what it began with', async () => {
    const files = await withFiles();
    await keep([{ at: NOVEMBER, value: 1 }]);
    const copy = await slowCopy(files);

    await store.keeping.dropMonths({ endedBefore: epochMs(Date.UTC(2026, 11, 1)) });
    expect([await values(), raws()]).toEqual([[], []]);
    await keep([{ at: NOVEMBER, value: 5 }]);
    expect(await values()).toEqual([5]);

    await copy.go();
    expect(await valuesIn(copy.target)).toEqual([1]);
    expect(await values()).toEqual([5]);
  });
});

/** What may happen to the store, in any order. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(
      // Both months, often the same instants, values that are whole thousandths and others.
      fc.record({
        register: fc.integer({ min: 1, max: 4 }),
        at: fc.integer({ min: 0, max: 40 }).map((half) => Date.UTC(2026, 9, 22) + half * 43_200_000),
        value: fc.oneof(
          fc.integer({ min: 0, max: 30 }).map((n) => n / 1000),
          fc.double({ noNaN: true, min: 0, max: 1e13 }),
        ),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  },
  { weight: 4, arbitrary: fc.constantFrom('piece' as const, 'piece' as const, 'night' as const) },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
  { weight: 2, arbitrary: fc.record({ erased: fc.integer({ min: 1, max: 4 }), day: fc.integer({ min: 0, max: 20 }) }) },
);

describe('any order of readings, late ones too, pieces of laying, restarts and erasing', () => {
  it('gives the readings that came and were not erased, each value to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
        const own = mkdtempSync(join(dir, 'one-'));
        const outer = store;
        store = await SeriesDuckdb.open(own);
        let expected = new Set<string>();
        for (const one of steps) {
          if (one === 'piece') await piece();
          else if (one === 'night') await layAll(store.keeping, 6);
          else if (one === 'restart') await store.close().then(async () => (store = await SeriesDuckdb.open(own)));
          else if (Array.isArray(one)) {
            await keep(one);
            for (const { register, at, value } of one) expected.add(`${register} ${at} ${value}`);
          } else {
            const rawBefore = Date.UTC(2026, 9, 22 + one.day);
            await store.keeping.eraseOld({ registers: Int32Array.of(one.erased), rawBefore: epochMs(rawBefore), quartersBefore: epochMs(0) });
            expected = new Set([...expected].filter((row) => Number(row.split(' ')[0]) !== one.erased || Number(row.split(' ')[1]) >= rawBefore));
          }
        }
        const found = new Set<string>();
        for (let register = 1; register <= 4; register++) {
          for (const { at, value } of await store.readReadings({ register, from: epochMs(0), to: epochMs(2e12), limit: 1e6 })) found.add(`${register} ${at} ${value}`);
        }
        await store.close();
        store = outer;
        expect([...found].sort((a, b) => a.localeCompare(b))).toEqual([...expected].sort((a, b) => a.localeCompare(b)));
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
