// Numbers go into DuckDB and come out as they were, over the borders of its chunks; what does not fit is refused.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Column, appendColumns, appendLists, chunksOf, listsOf, readColumns } from '../../src/storage/duckdb-columns.ts';
import { DuckdbFiles } from '../../src/storage/duckdb-files.ts';

let dir: string;
let files: DuckdbFiles;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-columns-'));
  files = await DuckdbFiles.open(dir);
});
afterAll(async () => {
  await files.close();
  rmSync(dir, { recursive: true, force: true });
});

async function store(columns: readonly Column[], rows: { from: number; to: number }): Promise<void> {
  await files.writer.run('create or replace temp table numbers(i integer, b bigint, d double, u uinteger, t utinyint)');
  await files.append('temp', 'numbers', (appender) => appendColumns(appender, columns, rows));
}
async function read(count: number): Promise<{ i: number[]; b: number[]; d: number[]; u: number[]; t: number[] }> {
  const [i, b, d, u, t] = [new Int32Array(count), new Float64Array(count), new Float64Array(count), new Float64Array(count), new Uint8Array(count)];
  readColumns(await files.writer.run('select i, b::double, d, u::double, t from temp.numbers order by rowid'), [i, b, d, u, t]);
  return { i: [...i], b: [...b], d: [...d], u: [...u], t: [...t] };
}
const columnsOf = (rows: readonly (readonly [number, number, number, number, number])[]): Column[] =>
  (['integer', 'bigint', 'double', 'uinteger', 'utinyint'] as const).map((type, index) => ({ type, values: rows.map((row) => row[index] ?? 0) }));

describe('columns', () => {
  it('come out as they went in, whatever the numbers', async () => {
    const row = fc.tuple(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 0, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 50 }), async (rows) => {
        await store(columnsOf(rows), { from: 0, to: rows.length });
        const found = await read(rows.length);

        expect(found.i).toEqual(rows.map(([value]) => value));
        expect(found.b).toEqual(rows.map(([, value]) => value));
        // -0 is kept as 0, in every store.
        expect(found.d).toEqual(rows.map(([, , value]) => value + 0));
        expect(found.u).toEqual(rows.map(([, , , value]) => value));
        expect(found.t).toEqual(rows.map(([, , , , value]) => value));
      }),
      { numRuns: 40 },
    );
  });

  it('of more rows than a chunk are whole, and only the rows asked for', async () => {
    const rows = Array.from({ length: 5000 }, (_, index): [number, number, number, number, number] => [index, -index * 2 ** 33, index / 8, index, index % 256]);

    await store(columnsOf(rows), { from: 1000, to: 4500 });

    expect((await read(3500)).i).toEqual(rows.slice(1000, 4500).map(([value]) => value));
    expect((await read(3500)).b.at(-1)).toBe(-4499 * 2 ** 33);
  });

  it.each([
    ['integer', 2 ** 31],
    ['integer', 0.5],
    ['uinteger', -1],
    ['utinyint', 256],
    ['bigint', 2 ** 53],
    ['bigint', 1.5],
    ['double', Number.NaN],
  ] as const)('of type %s refuse %s rather than store another number', async (type, value) => {
    const columns = columnsOf([[1, 2, 3, 4, 5]]).map((column) => (column.type === type ? { ...column, values: [value] } : column));

    await expect(store(columns, { from: 0, to: 1 })).rejects.toThrow(/does not fit/);
  });
});

describe('lists', () => {
  it('come out as they went in, over the borders of chunks, empty ones among them', async () => {
    const lengths = Array.from({ length: 5000 }, (_, row) => (row * 7) % 11);
    const values = Int32Array.from({ length: lengths.reduce((sum, length) => sum + length, 0) }, (_, at) => (at % 2 === 0 ? 1 : -1) * (2 ** 31 - 1 - at));
    await files.writer.run('create or replace temp table lists(i integer, v integer[])');
    await files.append('temp', 'lists', (appender) => appendLists(appender, [{ type: 'integer', values: lengths }], { values, lengths }));

    const rows = (await (await files.writer.run('select i, len(v) from temp.lists order by rowid')).getRows()).map((row) => row.map(Number));
    expect(rows).toEqual(lengths.map((length) => [length, length]));
    const found = chunksOf(await files.writer.run('select v from temp.lists order by rowid')).flatMap((chunk) => [...listsOf(chunk, 0).values]);
    expect(found).toEqual([...values]);
  });
});
