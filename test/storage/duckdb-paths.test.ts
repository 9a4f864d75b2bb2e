// Of a file that was made anew only the last making counts, and what a crash left is known as such.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flush, pathOf, removeFile, seriesFilesIn, unfinishedPathOf, walOf } from '../../src/storage/duckdb-paths.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-paths-'));
});
afterEach(() => rmSync(dir, { recursive: true }));
const write = (...names: string[]): void => names.forEach((name) => writeFileSync(join(dir, name), ''));

describe('the series files of a folder', () => {
  it('are those made last, by number and not by letter', () => {
    write('position.duckdb', 'raw_2026_11.9.duckdb', 'raw_2026_11.10.duckdb', 'raw_2026_11.10.duckdb.wal', 'raw_2026_11.duckdb', 'raw_2026_11.9.duckdb.wal', 'raw_2026_10.duckdb');

    const { newest, left } = seriesFilesIn(dir);

    expect(newest).toEqual([{ name: 'position', making: 0 }, { name: 'raw_2026_10', making: 0 }, { name: 'raw_2026_11', making: 10 }]); // prettier-ignore
    expect(left.map((path) => basename(path)).sort()).toEqual(['raw_2026_11.9.duckdb', 'raw_2026_11.9.duckdb.wal', 'raw_2026_11.duckdb']);
  });

  it('leave one that is not finished, and all that is not theirs alone', () => {
    const unfinished = unfinishedPathOf(dir, 'raw_2026_11');
    write(basename(unfinished), `${basename(unfinished)}.wal`, 'raw_2026_11.duckdb', 'raw_2026_11.duckdb.wal', 'raw_2026_11.01.duckdb', 'moving.json', 'notes.txt', 'Raw 1.duckdb');

    expect(seriesFilesIn(dir)).toEqual({ newest: [{ name: 'raw_2026_11', making: 0 }], left: [unfinished, walOf(unfinished)] });
  });

  it('are found under the name they are given, and go with their log', () => {
    const path = pathOf(dir, { name: 'quarters_2026', making: 3 });
    write(basename(path), basename(walOf(path)), 'quarters_2027.duckdb');
    expect(seriesFilesIn(dir).newest).toContainEqual({ name: 'quarters_2026', making: 3 });

    removeFile(path);
    flush(dir);

    expect(existsSync(path)).toBe(false);
    expect(readdirSync(dir)).toEqual(['quarters_2027.duckdb']);
    removeFile(path);
  });
});
