// The short way of a QoS 1 publish: from the bytes of a connection to the journal and back to its PUBACKs, without a
// packet object in between. Whatever is no plain, whole QoS 1 publish is left to Aedes, and so is what comes before log-in.
import type { Duplex } from 'node:stream';

/** What a PUBLISH says, as views on the bytes that came in. */
export interface LanePublish {
  readonly topic: string;
  readonly payload: Buffer;
}

export interface LanePorts {
  readonly stream: Duplex;
  readonly packetBytesMax: number;
  /** May bytes be taken here now: logged in, and the other parser not in the middle of a packet? */
  readonly open: () => boolean;
  /** Hands over a message; the callback, if any, comes when this message is durable, in the order of the calls. */
  readonly accept: (message: LanePublish, durable: (() => void) | null) => void;
  /** So many messages wait to become durable: nothing more is to be read meanwhile. */
  readonly hold: (messages: number, bytes: number) => void;
  /** They are acknowledged. `flushed` is false when the socket took the PUBACKs but asks to wait. */
  readonly release: (messages: number, bytes: number, flushed: boolean) => void;
}

const QOS1 = 0x32;
/** Packet type and QoS; DUP and RETAIN change nothing for a reading. */
const TYPE_AND_QOS = 0xf6;
const PUBACK = 0x40;
const PUBACK_BYTES = 4;
const LENGTH_BYTES_MAX = 4;
/** [MQTT-4.7.3]; Aedes 1.2.0 refuses deeper topics, and so it gets them. */
const TOPIC_LEVELS_MAX = 100;
const NOTHING = Buffer.alloc(0);

/** Where the body of a packet lies; a number = so many bytes from its start are needed to go on; 'too-long' = above the limit. */
type Extent = { readonly from: number; readonly to: number } | number | 'too-long' | 'malformed';

export class PublishLane {
  readonly #ports: LanePorts;
  /** A packet that began in one chunk and goes on in the next, put together when enough bytes are there. */
  #parts: Buffer[] = [];
  #partBytes = 0;
  #partNeedsBytes = 0;
  #topicBytes = NOTHING;
  #topic = '';
  #ids: number[] = [];

  constructor(ports: LanePorts) {
    this.#ports = ports;
  }

  /** Takes the publishes at the front of a chunk.
   *  @returns what is left for Aedes; empty when the lane took or keeps everything */
  take(chunk: Buffer): Buffer {
    if (!this.#ports.open()) return chunk;
    const bytes = this.#whole(chunk);
    let last: LanePublish | null = null;
    let at = 0;
    while (at < bytes.length && ((bytes[at] ?? 0) & TYPE_AND_QOS) === QOS1) {
      const extent = this.#extent(bytes, at);
      if (typeof extent === 'number') {
        // A copy: the chunk would be kept for its last few bytes.
        this.#keep(Buffer.from(bytes.subarray(at)), extent);
        at = bytes.length;
        break;
      }
      if (extent === 'too-long') {
        this.#ports.stream.destroy();
        return NOTHING;
      }
      const message = extent === 'malformed' ? null : this.#read(bytes, extent);
      if (message === null || extent === 'malformed') break;
      if (last !== null) this.#ports.accept(last, null);
      last = message;
      at = extent.to;
    }
    if (last !== null) this.#acceptLast(last, at);
    return at === bytes.length ? NOTHING : bytes.subarray(at);
  }

  #whole(chunk: Buffer): Buffer {
    if (this.#parts.length === 0) return chunk;
    this.#keep(chunk, this.#partNeedsBytes);
    if (this.#partBytes < this.#partNeedsBytes) return NOTHING;
    const bytes = Buffer.concat(this.#parts);
    [this.#parts, this.#partBytes] = [[], 0];
    return bytes;
  }

  #keep(bytes: Buffer, needsBytes: number): void {
    this.#parts.push(bytes);
    this.#partBytes += bytes.length;
    this.#partNeedsBytes = needsBytes;
  }

  /** The messages of one chunk reach the journal in one turn of the event loop and become durable together. */
  #acceptLast(last: LanePublish, bytes: number): void {
    const ids = this.#ids;
    const acks = Buffer.allocUnsafe(ids.length * PUBACK_BYTES);
    ids.forEach((id, index) => {
      acks.writeUInt16BE((PUBACK << 8) | 2, index * PUBACK_BYTES);
      acks.writeUInt16BE(id, index * PUBACK_BYTES + 2);
    });
    this.#ids = [];
    const { stream, hold, release } = this.#ports;
    hold(ids.length, bytes);
    this.#ports.accept(last, () => {
      if (!stream.writable) return;
      release(ids.length, bytes, stream.write(acks));
    });
  }

  #extent(bytes: Buffer, at: number): Extent {
    let length = 0;
    for (let index = 0; index < LENGTH_BYTES_MAX; index++) {
      const byte = bytes[at + 1 + index];
      if (byte === undefined) return index + 2;
      length += (byte & 0x7f) << (7 * index);
      if (byte >= 0x80) continue;
      if (length > this.#ports.packetBytesMax) return 'too-long';
      const from = at + 2 + index;
      return from + length > bytes.length ? from + length - at : { from, to: from + length };
    }
    return 'malformed';
  }

  /** @returns null for what Aedes is to judge: an odd topic, no message id, a body that is too short */
  #read(bytes: Buffer, { from, to }: { from: number; to: number }): LanePublish | null {
    if (to - from < 5) return null;
    const topicTo = from + 2 + bytes.readUInt16BE(from);
    if (topicTo + 2 > to) return null;
    const id = bytes.readUInt16BE(topicTo);
    if (id === 0 || !this.#readTopic(bytes, from + 2, topicTo)) return null;
    this.#ids.push(id);
    return { topic: this.#topic, payload: bytes.subarray(topicTo + 2, to) };
  }

  /** A gateway sends on the same topic again and again: only another one is looked at. */
  #readTopic(bytes: Buffer, from: number, to: number): boolean {
    const known = this.#topicBytes;
    if (known.length === to - from && known.length > 0) {
      let index = 0;
      while (index < known.length && known[index] === bytes[from + index]) index++;
      if (index === known.length) return true;
    }
    if (!isPlainTopic(bytes, from, to)) return false;
    this.#topicBytes = Buffer.from(bytes.subarray(from, to));
    this.#topic = this.#topicBytes.toString('latin1');
    return true;
  }
}

/** Printable ASCII without wildcards: nothing that has to be judged. */
function isPlainTopic(bytes: Buffer, from: number, to: number): boolean {
  if (from === to) return false;
  let levels = 1;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e || byte === 0x23 || byte === 0x2b) return false;
    if (byte === 0x2f) levels += 1;
  }
  return levels <= TOPIC_LEVELS_MAX;
}
