// What the segments of a journal hold: from which message to which, and when those were received.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { segmentPath } from '../../src/ingest/journal-files.ts';
import { FrameBody, frameHeader, segmentHeader } from '../../src/ingest/journal-format.ts';
import { journalSegments } from '../../src/ingest/journal-segments.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-segments-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** One frame of messages that were received a second apart. */
function segment(firstSeq: number, count: number): void {
  const body = new FrameBody();
  for (let seq = firstSeq; seq < firstSeq + count; seq++) body.add({ gateway: 1, topic: 't', payload: Buffer.from('x'), receivedAt: epochMs(Date.UTC(2026, 0, 1) + seq * 1000) });
  const frame = count === 0 ? [] : [Buffer.from(body.take())];
  writeFileSync(segmentPath(dir, firstSeq), Buffer.concat([segmentHeader(Buffer.alloc(16), firstSeq), ...frame.flatMap((bytes) => [frameHeader(bytes, count, firstSeq), bytes])]));
}

it('segments follow each other; the end of the newest is read, or told by who writes it', () => {
  segment(1, 3);
  segment(4, 2);

  const [first, second] = journalSegments(dir);
  expect(first).toMatchObject({ firstSeq: 1, lastSeq: 3, firstAt: '2026-01-01T00:00:01Z', lastAt: '2026-01-01T00:00:04Z' });
  expect(second).toMatchObject({ firstSeq: 4, lastSeq: 5, firstAt: '2026-01-01T00:00:04Z', lastAt: '2026-01-01T00:00:05Z' });
  expect(journalSegments(dir, 5)[1]).toMatchObject({ lastSeq: 5, lastAt: null });
});

it('a journal that has just begun holds none', () => {
  expect(journalSegments(dir)).toEqual([]);
  segment(1, 0);
  expect(journalSegments(dir)).toMatchObject([{ firstSeq: 1, lastSeq: 0, firstAt: null, lastAt: null }]);
});
