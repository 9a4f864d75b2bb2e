// What a month that is laid in order gives back is what came in, to the last bit, in fewer bytes.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { randoms } from '../api/explained-region.ts';
import { layAll } from './laying.ts';

const OCTOBER = Date.UTC(2026, 9, 10);
let dir: string;
let store: SeriesDuckdb;
let seq: number;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-readings-'));
  store = await SeriesDuckdb.open(dir);
  seq = 0;
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** One reading a minute of register 1. */
async function keep(values: readonly number[], { from = OCTOBER, register = 1 }: { from?: number; register?: number } = {}): Promise<void> {
  seq += 1;
  await store.appendRaw(
    {
      registers: values.map(() => register),
      atMs: values.map((_, index) => from + index * 60_000),
      values: [...values],
      devices: values.map(() => 7),
      seqs: values.map(() => seq),
    },
    { journalId: 'j', seq },
  );
}
const read = async (register = 1): Promise<{ at: number; value: number }[]> => {
  const found = await store.readReadings({ register, from: epochMs(0), to: epochMs(2e12), limit: 100_000 });
  return found.map(({ at, value }) => ({ at, value })).sort((a, b) => a.at - b.at);
};

const bitsOf = (values: readonly number[]): BigUint64Array => new BigUint64Array(Float64Array.from(values).buffer);

describe('a month in order', () => {
  it('gives back every value to the last bit, whole thousandths or not', async () => {
    const below = randoms(20_261_126);
    const thousandths = Array.from({ length: 3000 }, () => Number(`${below(1e9)}.${String(below(1000)).padStart(3, '0')}`));
    const others = Array.from({ length: 3000 }, () => (below(2e9) - 1e9) / (below(2e9) + 1));
    const edges = [0, 1, -1, 0.001, -0.001, 0.0005, 0.1 + 0.2, 1e-9, 999_999_999_999.999, 1e12, 1e12 + 0.001, 1e15, -1e15, 2 ** 53, Number.MAX_VALUE, 5e-324, 123_456.789];
    const values = [...thousandths, ...others, ...edges];
    await keep(values);
    const totals = await store.keeping.totals();

    expect(await layAll(store.keeping)).toMatchObject({ rowsAfter: values.length });

    expect((await read()).map(({ value }) => value)).toEqual(values);
    expect(await store.keeping.totals()).toEqual(totals);
  });

  it('gives back any double to the last bit, and -0 as 0, as it came, laid once and laid again', async () => {
    const edge = fc.constantFrom(-0, 0, 5e-324, -5e-324, 0.001, -0.001, 1e12, 1e12 - 0.001, -1e12);
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer().map((n) => n / 1000), edge); // prettier-ignore
    let register = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 40 }), fc.array(value, { maxLength: 5 }), async (early, late) => {
        register += 1;
        await keep(early, { register });
        await layAll(store.keeping);
        await keep(late, { register, from: OCTOBER + 86_400_000 });
        const before = (await read(register)).map((one) => one.value);
        const all = bitsOf([...early, ...late].map((one) => one + 0));
        await layAll(store.keeping);
        const after = (await read(register)).map((one) => one.value);
        expect([before, after].map(bitsOf)).toEqual([all, all]);
      }),
      { numRuns: 30 },
    );
  });

  it('takes what comes late, after a restart too, and is laid again with it', async () => {
    await keep([1.234, 2.345]);
    await layAll(store.keeping);
    await keep([0.123, 0.1 + 0.2], { from: OCTOBER - 3_600_000 });
    await store.close();
    store = await SeriesDuckdb.open(dir);
    await keep([9.5], { register: 2 });

    const expected = [0.123, 0.1 + 0.2, 1.234, 2.345];
    expect((await read()).map(({ value }) => value)).toEqual(expected);
    expect(await layAll(store.keeping)).toMatchObject({ rowsBefore: 5, rowsAfter: 5 });
    expect((await read()).map(({ value }) => value)).toEqual(expected);
    expect((await read(2)).map(({ value }) => value)).toEqual([9.5]);
  });

  it('loses what is erased and nothing else, and a copy of it is the same', async () => {
    await keep([1.5, 2.5, 1 / 3]);
    await keep([7.25], { register: 2 });
    await layAll(store.keeping);
    await store.keeping.eraseOld({ registers: Int32Array.of(1), rawBefore: epochMs(OCTOBER + 60_000), quartersBefore: epochMs(0) });
    expect((await read()).map(({ value }) => value)).toEqual([2.5, 1 / 3]);

    const copies = mkdtempSync(join(tmpdir(), 'kringstroom-copy-'));
    await store.keeping.copyTo(copies);
    const copy = await SeriesDuckdb.open(copies);
    const totals = await copy.keeping.totals();
    await copy.close();
    rmSync(copies, { recursive: true });
    expect(totals).toEqual(await store.keeping.totals());
  });

  it('takes fewer bytes where a counter counts in thousandths', async () => {
    const below = randoms(1);
    const bytesOf = async (step: number): Promise<number> => {
      const year = step === 0.001 ? 2025 : 2024;
      let count = 0;
      const from = Date.UTC(year, 9, 1);
      for (let register = 1; register <= 5; register++) {
        const values = Array.from({ length: 40_000 }, () => Math.round((count += below(30))) * step);
        await keep(
          values.map((value) => (step === 0.001 ? Number(value.toFixed(3)) : value)),
          { from, register },
        );
      }
      await layAll(store.keeping);
      return statSync(join(dir, `raw_${year}_10.1.duckdb`)).size;
    };

    const others = await bytesOf(0.001_37);
    expect(await bytesOf(0.001)).toBeLessThan(others * 0.7);
  });
});
