// Reading the journal again from a message: every file goes back, none goes forward.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { replayFrom } from '../../src/storage/series-replay.ts';

it('only what is further than the message is set back', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-replay-'));
  const store = await SeriesDuckdb.open(dir);
  const append = (month: number, seq: number): Promise<void> =>
    store.appendRaw({ registers: [1], atMs: [Date.UTC(2026, month, 2)], values: [1], devices: [0], seqs: [seq] }, { journalId: 'j', seq });
  await append(0, 5);
  await append(1, 9);
  await store.setPosition({ journalId: 'j', seq: 9 });
  await store.close();

  expect(await replayFrom(dir, 7)).toBe(2);

  const again = await SeriesDuckdb.open(dir);
  expect([await again.position(), again.highestSeq('j')]).toEqual([{ journalId: 'j', seq: 6 }, 6]);
  await again.close();
  rmSync(dir, { recursive: true, force: true });
});
