import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import {
  FRAME_HEADER_BYTES,
  FrameBody,
  type RawMessage,
  SEGMENT_HEADER_BYTES,
  TOPIC_BYTES_MAX,
  frameHeader,
  frameIsWhole,
  readFrameHead,
  readSegmentHeader,
  recordsOf,
  segmentHeader,
} from '../../src/ingest/journal-format.ts';

const message = (over: Partial<RawMessage> = {}): RawMessage => ({
  gateway: 7,
  topic: 'ks/7/gw/data',
  payload: Buffer.from('{"importKwh": 1}'),
  receivedAt: epochMs(1_792_490_400_123),
  ...over,
});

const anyMessage = fc.record({
  gateway: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  topic: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.toWellFormed()),
  payload: fc.uint8Array({ maxLength: 200 }),
  receivedAt: fc.integer({ min: 0, max: 4e12 }).map(epochMs),
});

function bodyOf(messages: readonly RawMessage[]): Buffer {
  const body = new FrameBody();
  for (const one of messages) body.add(one);
  return Buffer.from(body.take());
}

describe('a frame', () => {
  it('gives back the messages that went in, in order, numbered from its first sequence', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 20 }), fc.integer({ min: 1, max: 2 ** 50 }), (messages, firstSeq) => {
        const records = [...recordsOf(bodyOf(messages), firstSeq)];

        expect(records.map(({ seq, gateway, topic, receivedAt, payload }) => ({ seq, gateway, topic, receivedAt, payload: [...payload] }))).toEqual(
          messages.map((one, index) => ({ ...one, payload: [...one.payload], seq: firstSeq + index })),
        );
      }),
    );
  });

  it('grows with a message larger than its first buffer', () => {
    const large = message({ payload: Buffer.alloc(300_000, 7) });

    expect([...recordsOf(bodyOf([message(), large, message()]), 1)].map(({ payload }) => payload.length)).toEqual([16, 300_000, 16]);
  });

  it('is empty after it was taken, and takes again', () => {
    const body = new FrameBody();
    body.add(message());
    body.take();

    expect([body.count, body.length]).toEqual([0, 0]);
    body.add(message({ topic: 'b' }));
    expect([...recordsOf(Buffer.from(body.take()), 1)].map(({ topic }) => topic)).toEqual(['b']);
  });

  it('refuses a topic longer than MQTT allows, and keeps what it holds', () => {
    const body = new FrameBody();
    body.add(message());

    expect(() => body.add(message({ topic: 'x'.repeat(TOPIC_BYTES_MAX + 1) }))).toThrow(RangeError);
    body.add(message({ topic: 'x'.repeat(TOPIC_BYTES_MAX) }));
    expect([...recordsOf(Buffer.from(body.take()), 1)].map(({ topic }) => topic.length)).toEqual([12, TOPIC_BYTES_MAX]);
  });
});

describe('the header of a frame', () => {
  const body = bodyOf([message(), message({ topic: 'b' })]);
  const header = frameHeader(body, 2, 41);

  it('says what follows', () => {
    const head = readFrameHead(header);

    expect(head).toMatchObject({ bodyBytes: body.length, count: 2, firstSeq: 41 });
    expect(head !== null && frameIsWhole(head, header, body)).toBe(true);
  });

  it('does not fit when any one bit of header or body is another', () => {
    for (let bit = 0; bit < (header.length + body.length) * 8; bit++) {
      const bytes = Buffer.concat([header, body]);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const [changed, after] = [bytes.subarray(0, FRAME_HEADER_BYTES), bytes.subarray(FRAME_HEADER_BYTES)];
      const head = readFrameHead(changed);

      expect(head !== null && frameIsWhole(head, changed, after)).toBe(false);
    }
  });

  it('that is cut is none', () => {
    for (let length = 0; length < FRAME_HEADER_BYTES; length++) expect(readFrameHead(header.subarray(0, length))).toBeNull();
  });
});

describe('the header of a segment', () => {
  const id = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

  it('names the journal and its first sequence, up to the largest a number counts exactly', () => {
    expect(readSegmentHeader(segmentHeader(id, 2 ** 53 - 1))).toEqual({ journalId: id, firstSeq: 2 ** 53 - 1 });
  });

  it('that is cut or of another kind is none', () => {
    expect(readSegmentHeader(segmentHeader(id, 1).subarray(0, SEGMENT_HEADER_BYTES - 1))).toBeNull();
    expect(readSegmentHeader(Buffer.alloc(SEGMENT_HEADER_BYTES))).toBeNull();
  });
});
