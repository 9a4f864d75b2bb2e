// Looking at series files says how far they are and whom they hold readings of.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { lookAtSeries } from '../../src/storage/series-look.ts';
import { replayFrom } from '../../src/storage/series-replay.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-look-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('registers that the registry does not know are named, and the cursors are told', async () => {
  const store = await SeriesDuckdb.open(dir);
  const atMs = [Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 2)];
  await store.appendRaw({ registers: [1, 7], atMs, values: [1, 2], devices: [0, 0], seqs: [3, 4] }, { journalId: 'j', seq: 4 });
  await store.setPosition({ journalId: 'j', seq: 4 });
  await store.close();

  expect(await lookAtSeries(dir, new Set([1, 7]))).toEqual({ findings: [], position: { journalId: 'j', seq: 4 }, cursors: [{ journalId: 'j', seq: 4 }] });
  expect((await lookAtSeries(dir, new Set([1]))).findings).toEqual(['raw_2026_11.duckdb, readings holds registers that the registry does not know: 7.']);
  expect(await lookAtSeries(join(dir, 'none'), new Set())).toEqual({ findings: [], position: null, cursors: [] });

  expect(await replayFrom(dir, 4)).toBe(2);
  expect(await lookAtSeries(dir, new Set([1, 7]))).toMatchObject({ position: { seq: 3 }, cursors: [{ seq: 3 }] });
});
