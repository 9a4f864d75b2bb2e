// Journal and store have to fit each other: what is missing between them is named.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFolder } from '../src/doctor-checks.ts';
import { epochMs } from '../src/domain/units.ts';
import { segmentPath } from '../src/ingest/journal-files.ts';
import { FrameBody, frameHeader, segmentHeader } from '../src/ingest/journal-format.ts';
import { openRegistry } from '../src/storage/registry-sql.ts';
import { SeriesDuckdb } from '../src/storage/series-duckdb.ts';

const ID = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
let dir: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-checks-'));
  for (const name of ['journal', 'series']) mkdirSync(join(dir, name));
  await (await openRegistry(join(dir, 'registry.db'))).registry.close();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function segment(firstSeq: number, count: number): void {
  const body = new FrameBody();
  for (let seq = firstSeq; seq < firstSeq + count; seq++) body.add({ gateway: 1, topic: 't', payload: Buffer.from('x'), receivedAt: epochMs(seq) });
  const bytes = Buffer.from(body.take());
  writeFileSync(segmentPath(join(dir, 'journal'), firstSeq), Buffer.concat([segmentHeader(ID, firstSeq), frameHeader(bytes, count, firstSeq), bytes]));
}
async function storeAt(seq: number, journalId = ID.toString('hex')): Promise<void> {
  const store = await SeriesDuckdb.open(join(dir, 'series'));
  await store.setPosition({ journalId, seq });
  await store.close();
}

it('a folder in which they fit has no findings', async () => {
  segment(1, 3);
  segment(4, 3);
  await storeAt(5);

  expect(await checkFolder(dir)).toEqual([]);
});

it('messages that are gone before they were stored are named, also between two segments', async () => {
  segment(10, 3);
  segment(20, 3);
  await storeAt(5);

  expect(await checkFolder(dir)).toEqual([
    'The journal lacks messages 13 to 19: a segment is missing or damaged.',
    'Messages 6 to 9 were not stored and are no longer in the journal: they are lost.',
  ]);
});

it('a store that is ahead of its journal, or of another one, is said to be', async () => {
  segment(1, 3);
  await storeAt(9);
  expect(await checkFolder(dir)).toEqual([expect.stringMatching(/^The store holds messages up to 9, the journal ends at 3/)]);

  await storeAt(9, 'another');
  expect(await checkFolder(dir)).toEqual([expect.stringMatching(/^The store is at a message of another journal \(another\)/)]);
});
