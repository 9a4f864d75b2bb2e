// The bytes of the journal: segments of frames, a frame is one group commit of records. Pure, no files.
import { crc32 } from 'node:zlib';
import { type EpochMs, epochMs } from '../domain/units.ts';

/** One message as it came in, before anybody decoded it. */
export interface RawMessage {
  /** Registry id of the gateway that logged in. */
  readonly gateway: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
}

export interface JournalRecord extends RawMessage {
  readonly seq: number;
}

const SEGMENT_MAGIC = 0x314a534b; // "KSJ1"
const FRAME_MAGIC = 0x3146534b; // "KSF1"
export const SEGMENT_HEADER_BYTES = 32;
export const FRAME_HEADER_BYTES = 24;
export const RECORD_HEADER_BYTES = 18;
export const TOPIC_BYTES_MAX = 65_535;
/** One message, however it comes in; a telegram is about 1 KiB. */
export const MESSAGE_BYTES_MAX = 64 * 1024;

/** Header of a segment file: magic, journal id (16 bytes), sequence of its first record. */
export function segmentHeader(journalId: Buffer, firstSeq: number): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  header.writeUInt32LE(SEGMENT_MAGIC, 0);
  journalId.copy(header, 4, 0, 16);
  header.writeDoubleLE(firstSeq, 20);
  return header;
}

export function readSegmentHeader(bytes: Buffer): { journalId: Buffer; firstSeq: number } | null {
  if (bytes.length < SEGMENT_HEADER_BYTES || bytes.readUInt32LE(0) !== SEGMENT_MAGIC) return null;
  return { journalId: Buffer.from(bytes.subarray(4, 20)), firstSeq: bytes.readDoubleLE(20) };
}

/** Header of a frame: magic, body length, crc32 of sequence and body, record count, first sequence. */
export function frameHeader(body: Uint8Array, count: number, firstSeq: number): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32LE(FRAME_MAGIC, 0);
  header.writeUInt32LE(body.length, 4);
  header.writeUInt32LE(count, 12);
  header.writeDoubleLE(firstSeq, 16);
  header.writeUInt32LE(crc32(body, crc32(header.subarray(12))), 8);
  return header;
}

export interface FrameHead {
  readonly bodyBytes: number;
  readonly count: number;
  readonly firstSeq: number;
  readonly crc: number;
}

export function readFrameHead(header: Buffer): FrameHead | null {
  if (header.length < FRAME_HEADER_BYTES || header.readUInt32LE(0) !== FRAME_MAGIC) return null;
  return { bodyBytes: header.readUInt32LE(4), crc: header.readUInt32LE(8), count: header.readUInt32LE(12), firstSeq: header.readDoubleLE(16) };
}

export const frameIsWhole = (head: FrameHead, header: Buffer, body: Buffer): boolean =>
  body.length === head.bodyBytes && crc32(body, crc32(header.subarray(12, FRAME_HEADER_BYTES))) === head.crc;

/** Collects the records of one commit in one buffer that grows and is then handed over whole. */
export class FrameBody {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  #length = 0;
  count = 0;

  get length(): number {
    return this.#length;
  }

  /** @throws RangeError when the topic is longer than MQTT allows */
  add(message: RawMessage): void {
    const topicBytes = Buffer.byteLength(message.topic);
    if (topicBytes > TOPIC_BYTES_MAX) throw new RangeError(`a topic has at most ${TOPIC_BYTES_MAX} bytes`);
    const end = this.#length + RECORD_HEADER_BYTES + topicBytes + message.payload.length;
    if (end > this.#bytes.length) this.#grow(end);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes.writeUInt32LE(message.gateway, at);
    bytes.writeDoubleLE(message.receivedAt, at + 4);
    bytes.writeUInt16LE(topicBytes, at + 12);
    bytes.writeUInt32LE(message.payload.length, at + 14);
    at += RECORD_HEADER_BYTES;
    bytes.write(message.topic, at);
    bytes.set(message.payload, at + topicBytes);
    this.#length = end;
    this.count += 1;
  }

  /** The body as an ArrayBuffer of its own, to be transferred; the collector is empty afterwards. */
  take(): ArrayBuffer {
    const body = new ArrayBuffer(this.#length);
    new Uint8Array(body).set(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    this.count = 0;
    return body;
  }

  #grow(atLeast: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(atLeast, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Records of a frame body, in order; payloads are views on the body. */
export function* recordsOf(body: Buffer, firstSeq: number): Generator<JournalRecord> {
  let seq = firstSeq;
  for (let at = 0; at + RECORD_HEADER_BYTES <= body.length; seq++) {
    const record = new RecordView(body, at, seq);
    yield record;
    at = record.end;
  }
}

/** A record where it lies. Thousands wait in one batch: its topic, which few profiles look at, is made when asked for. */
class RecordView implements JournalRecord {
  readonly seq: number;
  readonly gateway: number;
  readonly receivedAt: EpochMs;
  readonly payload: Uint8Array;
  readonly #body: Buffer;
  readonly #topicAt: number;
  readonly #payloadAt: number;

  constructor(body: Buffer, at: number, seq: number) {
    this.seq = seq;
    this.gateway = body.readUInt32LE(at);
    this.receivedAt = epochMs(body.readDoubleLE(at + 4));
    this.#body = body;
    this.#topicAt = at + RECORD_HEADER_BYTES;
    this.#payloadAt = this.#topicAt + body.readUInt16LE(at + 12);
    this.payload = body.subarray(this.#payloadAt, this.#payloadAt + body.readUInt32LE(at + 14));
  }

  get topic(): string {
    return this.#body.toString('utf8', this.#topicAt, this.#payloadAt);
  }

  get end(): number {
    return this.#payloadAt + this.payload.length;
  }
}
