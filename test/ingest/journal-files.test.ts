// The journal on disk: what a crash leaves behind, reading on over segments, and saying so when one is gone.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { JournalReader, listSegments, mendTail, segmentPath } from '../../src/ingest/journal-files.ts';
import { FrameBody, SEGMENT_HEADER_BYTES, frameHeader, segmentHeader } from '../../src/ingest/journal-format.ts';

const ID = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

/** A frame of messages whose payload is their sequence. */
function frame(firstSeq: number, count: number): Buffer {
  const body = new FrameBody();
  for (let seq = firstSeq; seq < firstSeq + count; seq++) body.add({ gateway: 1, topic: 't', payload: Buffer.from(String(seq)), receivedAt: epochMs(seq) });
  const bytes = Buffer.from(body.take());
  return Buffer.concat([frameHeader(bytes, count, firstSeq), bytes]);
}

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-journal-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function segment(firstSeq: number, frames: readonly Buffer[]): string {
  const path = segmentPath(dir, firstSeq);
  writeFileSync(path, Buffer.concat([segmentHeader(ID, firstSeq), ...frames]));
  return path;
}
const seqsOf = (reader: JournalReader, durableSeq: number, bytesMax = 1e9): number[] =>
  reader.read(durableSeq, bytesMax).map(({ seq, payload }) => (Number(payload) === seq ? seq : -1));
const onlySegment = (): Parameters<typeof mendTail>[0] => {
  const [one] = listSegments(dir).segments;
  if (one === undefined) throw new Error('no segment');
  return one;
};

describe('a torn tail', () => {
  it('at every byte of the last frame is cut back to the frame before it, and nothing more', () => {
    const last = frame(3, 2);
    const whole = SEGMENT_HEADER_BYTES + frame(1, 2).length;
    const path = segment(1, [frame(1, 2), last]);
    const copy = `${path}.whole`;
    copyFileSync(path, copy);

    for (let kept = 0; kept < last.length; kept++) {
      copyFileSync(copy, path);
      truncateSync(path, whole + kept);

      expect(mendTail(onlySegment())).toEqual({ nextSeq: 3, endByte: whole, cutBytes: kept });
      expect(statSync(path).size).toBe(whole);
    }
  });

  it('of which nothing is missing is left alone', () => {
    const path = segment(1, [frame(1, 2), frame(3, 2)]);

    expect(mendTail(onlySegment())).toEqual({ nextSeq: 5, endByte: statSync(path).size, cutBytes: 0 });
  });

  it('with any one byte of the last frame wrong is cut as well', () => {
    const last = frame(3, 1);
    const bytes = Buffer.concat([segmentHeader(ID, 1), frame(1, 2), last]);
    const path = segmentPath(dir, 1);

    for (let at = bytes.length - last.length; at < bytes.length; at++) {
      const wrong = Buffer.from(bytes);
      wrong.writeUInt8(wrong.readUInt8(at) ^ 0x10, at);
      writeFileSync(path, wrong);
      expect(mendTail(onlySegment()).nextSeq).toBe(3);
    }
  });

  it('of an empty segment is nothing', () => {
    segment(9, []);

    expect(mendTail(onlySegment())).toEqual({ nextSeq: 9, endByte: SEGMENT_HEADER_BYTES, cutBytes: 0 });
  });
});

describe('the segments of a folder', () => {
  it('come in order of their first sequence, and one with an unreadable header is named', () => {
    segment(100, []);
    segment(9, []);
    writeFileSync(segmentPath(dir, 50), 'half a hea');
    writeFileSync(join(dir, 'notes.txt'), 'not ours');

    const { segments, unreadable } = listSegments(dir);

    expect(segments.map((one) => one.firstSeq)).toEqual([9, 100]);
    expect(segments.every((one) => one.journalId === ID.toString('hex'))).toBe(true);
    expect(unreadable).toEqual([segmentPath(dir, 50)]);
  });
});

describe('a reader', () => {
  it('reads from any sequence on, over segments, also from the middle of a frame', () => {
    segment(1, [frame(1, 3), frame(4, 1)]);
    segment(5, [frame(5, 2)]);
    segment(7, [frame(7, 3)]);

    for (let from = 1; from <= 9; from++) {
      const reader = new JournalReader(dir, from);
      expect(seqsOf(reader, 9)).toEqual(Array.from({ length: 10 - from }, (_, index) => from + index));
      expect(reader.lost).toEqual([]);
      reader.close();
    }
  });

  it('goes no further than what is durable, and on from there when there is more', () => {
    const path = segment(1, [frame(1, 2), frame(3, 2)]);
    const reader = new JournalReader(dir, 1);

    expect(seqsOf(reader, 2)).toEqual([1, 2]);
    expect(seqsOf(reader, 2)).toEqual([]);
    expect(seqsOf(reader, 4)).toEqual([3, 4]);
    writeFileSync(path, frame(5, 1), { flag: 'a' });
    expect(seqsOf(reader, 5)).toEqual([5]);
    segment(6, [frame(6, 1)]);
    expect(seqsOf(reader, 6)).toEqual([6]);
    reader.close();
  });

  it('takes about as many bytes as it is asked for, at least a frame', () => {
    segment(1, [frame(1, 2), frame(3, 2), frame(5, 2)]);
    const reader = new JournalReader(dir, 1);

    expect(seqsOf(reader, 6, 1)).toEqual([1, 2]);
    expect(seqsOf(reader, 6, frame(1, 2).length)).toEqual([3, 4, 5, 6]);
    reader.close();
  });

  it('finds nothing in an empty folder, and begins when the first segment is there', () => {
    const reader = new JournalReader(dir, 1);

    expect(seqsOf(reader, 3)).toEqual([]);
    segment(1, [frame(1, 3)]);
    expect(seqsOf(reader, 3)).toEqual([1, 2, 3]);
    reader.close();
  });

  it('passes over what a failed disk left behind the border of the next segment', () => {
    // 3 and 4 stand twice: once where the flush failed, once in the segment begun after it.
    segment(1, [frame(1, 2), frame(3, 2), frame(5, 1).subarray(0, 20)]);
    segment(3, [frame(3, 2), frame(5, 1)]);
    const reader = new JournalReader(dir, 1);

    expect(seqsOf(reader, 5)).toEqual([1, 2, 3, 4, 5]);
    expect(reader.lost).toEqual([]);
    reader.close();
  });

  it('that is closed reads on from where it was', () => {
    segment(1, [frame(1, 2), frame(3, 2)]);
    const reader = new JournalReader(dir, 1);
    seqsOf(reader, 2);
    reader.close();

    expect(seqsOf(reader, 4)).toEqual([3, 4]);
    reader.close();
  });
});

describe('records that are gone', () => {
  it('with the segment in the middle are reported as a range, and reading goes on behind it', () => {
    segment(1, [frame(1, 2)]);
    unlinkSync(segment(3, [frame(3, 4)]));
    segment(7, [frame(7, 1)]);
    const reader = new JournalReader(dir, 1);

    expect(seqsOf(reader, 7)).toEqual([1, 2, 7]);
    expect(reader.lost).toEqual([{ fromSeq: 3, toSeq: 7 }]);
    reader.close();
  });

  it('before the oldest segment are reported too', () => {
    segment(10, [frame(10, 2)]);
    const reader = new JournalReader(dir, 4);

    expect(seqsOf(reader, 11)).toEqual([10, 11]);
    expect(reader.lost).toEqual([{ fromSeq: 4, toSeq: 10 }]);
    reader.close();
  });

  it('behind a frame that the disk spoiled are reported up to the next segment', () => {
    const path = segment(1, [frame(1, 2), frame(3, 2), frame(5, 1)]);
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(SEGMENT_HEADER_BYTES + frame(1, 2).length + 30) ^ 1, SEGMENT_HEADER_BYTES + frame(1, 2).length + 30);
    writeFileSync(path, bytes);
    segment(6, [frame(6, 1)]);
    const reader = new JournalReader(dir, 1);

    expect(seqsOf(reader, 6)).toEqual([1, 2, 6]);
    expect(reader.lost).toEqual([{ fromSeq: 3, toSeq: 6 }]);
    reader.close();
  });
});
