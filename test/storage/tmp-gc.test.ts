import { mkdtempSync } from 'node:fs';
import { it, expect } from 'vitest';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { epochMs } from '../../src/domain/units.ts';
it('gc', async () => {
  setFlagsFromString('--expose_gc');
  const gc = runInNewContext('gc');
  const store = await SeriesDuckdb.open(mkdtempSync('/tmp/ks-gc-'));
  const at = Date.parse('2026-10-05T00:01:00Z');
  const cursor = { journalId: 'j', seq: 3 };
  await expect(store.appendRaw({ registers: [1,1,1], atMs: [at, at+1, at+1.5], values: [1,2,3], devices: [0,0,0], seqs: [1,2,3] }, cursor)).rejects.toThrow();
  const read = () => store.readReadings({ register: 1, from: epochMs(0), to: epochMs(2e12), limit: 100 });
  console.log(await read());
  for (let i = 0; i < 5; i++) { gc(); await new Promise((r) => setTimeout(r, 50)); }
  console.log('after gc', await read());
  await store.appendRaw({ registers: [1,1,1], atMs: [at, at+1, at+2], values: [1,2,3], devices: [0,0,0], seqs: [1,2,3] }, cursor);
  for (let i = 0; i < 5; i++) { gc(); await new Promise((r) => setTimeout(r, 50)); }
  console.log('after retry', await read());
});
