// What only the DuckDB adapter promises: files by month and year, what survives a restart, one owner.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { type RawRows, emptyColumns } from '../../src/storage/series.ts';
import { reading } from '../ingest/projecting.ts';

const QUARTER = 900_000;
const at = (text: string): number => Date.parse(text);
const raw = (atMs: readonly number[], seqs: readonly number[]): RawRows => ({
  registers: atMs.map(() => 1),
  atMs: [...atMs],
  values: atMs.map((one) => one / 1000),
  devices: atMs.map(() => 4_000_000_000),
  seqs: [...seqs],
});
const cursor = (seq: number): { journalId: string; seq: number } => ({ journalId: 'j', seq });
const read = (store: SeriesDuckdb): Promise<{ at: number; value: number }[]> => store.readReadings({ register: 1, from: epochMs(0), to: epochMs(2e12), limit: 1000 });

let dir: string;
let store: SeriesDuckdb;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-series-'));
  store = await SeriesDuckdb.open(dir);
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('the files', () => {
  it('are one a UTC month of readings and one a UTC year of quarters', async () => {
    await store.appendRaw(raw([at('2026-10-31T23:59:59.999Z'), at('2026-11-01T00:00:00Z'), at('2026-12-31T23:59:00Z')], [1, 2, 3]), cursor(3));
    const quarters = ['2026-12-31T23:45:00Z', '2027-01-01T00:00:00Z'].map((text) => ({
      register: 1,
      quarter: at(text) / QUARTER,
      amountMicro: 1,
      flag: 'M' as const,
      anchor: reading(at(text), 1),
    }));
    await store.writeQuarters({ changed: quarters, removed: [] });

    const names = readdirSync(dir)
      .filter((name) => name.endsWith('.duckdb'))
      .sort();

    expect(names).toEqual(['position.duckdb', 'quarters_2026.duckdb', 'quarters_2027.duckdb', 'raw_2026_10.duckdb', 'raw_2026_11.duckdb', 'raw_2026_12.duckdb']);
  });

  it('hold the same after a restart: rows, cursors, position, numbers to the last bit', async () => {
    const odd = {
      register: 1,
      quarter: 1_991_000,
      amountMicro: Number.MAX_SAFE_INTEGER,
      flag: 'E' as const,
      anchor: { at: epochMs(1_791_900_000_123), value: 0.1 + 0.2, device: 4_294_967_295 },
    };
    const rows = raw([at('2026-10-05T00:00:00Z'), at('2026-11-05T00:00:00Z')], [1, 2]);
    await store.appendRaw({ ...rows, values: [0.1 + 0.2, 5e-324] }, cursor(2));
    await store.writeQuarters({ changed: [odd], removed: [] });
    await store.setPosition(cursor(2));
    await store.close();

    store = await SeriesDuckdb.open(dir);
    await store.appendRaw(rows, cursor(2));

    expect((await read(store)).map((one) => one.value)).toEqual([0.1 + 0.2, 5e-324]);
    expect(await store.position()).toEqual(cursor(2));
    expect((await store.readQuarters({ registers: Int32Array.of(1), from: 0, to: 2e9 })).amounts).toEqual(Float64Array.of(Number.MAX_SAFE_INTEGER / 1e6));
  });

  it('that do not belong there are left alone', async () => {
    await store.appendRaw(raw([at('2026-10-05T00:00:00Z')], [1]), cursor(1));
    await store.close();
    rmSync(join(dir, 'raw_2026_10.duckdb'));

    store = await SeriesDuckdb.open(dir);

    expect(await read(store)).toEqual([]);
  });
});

describe('another process', () => {
  it('cannot open the files while this one holds them', () => {
    const script = `import { SeriesDuckdb } from ${JSON.stringify(new URL('../../src/storage/series-duckdb.ts', import.meta.url).href)}; await SeriesDuckdb.open(${JSON.stringify(dir)});`;

    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { encoding: 'utf8' });

    expect(status).not.toBe(0);
    expect(stderr).toContain('lock');
  });
});

describe('a batch that cannot be stored', () => {
  it('leaves nothing behind: not the rows before the bad one, and not its cursor', async () => {
    const times = ['2026-10-05T00:01:00Z', '2026-10-05T00:02:00Z'].map(at);

    await expect(
      store.appendRaw(
        raw(
          times.map((one, index) => one + index / 2),
          [1, 2],
        ),
        cursor(2),
      ),
    ).rejects.toThrow();
    expect(await read(store)).toEqual([]);

    await store.appendRaw(raw(times, [1, 2]), cursor(2));
    expect(await read(store)).toHaveLength(2);
  });
});

describe('queries', () => {
  it('run beside the writer and beside each other', async () => {
    const settled = emptyColumns(2000);
    settled.registers.fill(1);
    settled.quarters.set(Array.from({ length: 2000 }, (_, index) => 1_991_000 + index));
    settled.amounts.fill(0.25);

    const [, ...reads] = await Promise.all([
      store.writeSettled(settled, 'settled'),
      ...Array.from({ length: 8 }, () => store.readQuarters({ registers: Int32Array.of(1), from: 0, to: 2e9 })),
    ]);
    const after = await store.readQuarters({ registers: Int32Array.of(1), from: 0, to: 2e9 });

    // A reader sees all of a transaction or nothing of it.
    for (const { quarters } of reads) expect([0, 2000]).toContain(quarters.length);
    expect(after.amounts.reduce((sum, one) => sum + one, 0)).toBe(500);
  });

  it('for more rows than a chunk come back whole and typed', async () => {
    const settled = emptyColumns(10_000);
    settled.registers.fill(1);
    settled.quarters.set(Array.from({ length: 10_000 }, (_, index) => 1_991_000 + index));
    settled.amounts.set(Array.from({ length: 10_000 }, (_, index) => index / 3));
    await store.writeSettled(settled, 'settled');

    const columns = await store.readQuarters({ registers: Int32Array.of(1), from: 1_991_000, to: 2e9 });

    expect(columns.quarters).toHaveLength(10_000);
    expect([...columns.quarters].every((quarter, row) => columns.amounts[row] === (quarter - 1_991_000) / 3 && columns.sources[row] === 1)).toBe(true);
  });
});
