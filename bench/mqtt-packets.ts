// The few MQTT 3.1.1 bytes a load generator needs: CONNECT, prepared PUBLISH packets, PUBACKs counted. Pure, no sockets.

export interface Login {
  readonly username: string;
  readonly password: string;
}

const PUBACK_BYTES = 4;
const PUBACK = 0x40;
const PUBLISH_QOS1 = 0x32;

/** A length as MQTT writes it: 7 bits a byte, the high bit says that more follow. */
export function remainingLength(length: number): number[] {
  const bytes: number[] = [];
  for (let left = length; ; left = left >> 7) {
    if (left < 128) return [...bytes, left];
    bytes.push((left & 127) | 128);
  }
}

/** Text with its length before it, two bytes. */
function field(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

/** CONNECT with a clean session and no keep-alive; without a login, as brokers that let anybody in take it. */
export function connectPacket(clientId: string, login: Login | null): Buffer {
  const flags = 0x02 | (login === null ? 0 : 0xc0);
  const body = Buffer.concat([field('MQTT'), Buffer.from([4, flags, 0, 0]), field(clientId), ...(login === null ? [] : [field(login.username), field(login.password)])]);
  return Buffer.concat([Buffer.from([0x10, ...remainingLength(body.length)]), body]);
}

/** PUBLISH packets at QoS 1 with the ids 1 to `count`, ready in one buffer: sending is a view on it. */
export class PublishRing {
  readonly count: number;
  readonly #bytes: Buffer;
  readonly #packetBytes: number;
  /** Index of the packet that goes next. */
  #next = 0;

  constructor(message: { topic: string; payload: string }, count: number) {
    const topic = field(message.topic);
    const payload = Buffer.from(message.payload);
    const packets = Array.from({ length: count }, (_, index) => {
      const body = Buffer.concat([topic, Buffer.from([(index + 1) >> 8, (index + 1) & 255]), payload]);
      return Buffer.concat([Buffer.from([PUBLISH_QOS1, ...remainingLength(body.length)]), body]);
    });
    this.count = count;
    this.#bytes = Buffer.concat(packets);
    this.#packetBytes = this.#bytes.length / count;
  }

  /** The next `count` packets: one view, or two where the ring closes. */
  take(count: number): readonly Buffer[] {
    const until = this.#next + count;
    const size = this.#packetBytes;
    const first = this.#bytes.subarray(this.#next * size, Math.min(until, this.count) * size);
    this.#next = until % this.count;
    return until <= this.count ? [first] : [first, this.#bytes.subarray(0, this.#next * size)];
  }
}

/** Reads a stream of PUBACKs and insists on their order: each id once, none passed over. */
export class PubackReader {
  readonly #ids: number;
  #expected = 1;
  readonly #part = Buffer.alloc(PUBACK_BYTES);
  #partBytes = 0;

  constructor(ids: number) {
    this.#ids = ids;
  }

  /** @returns how many PUBACKs these bytes complete
   *  @throws Error when a packet is no PUBACK or not the one that is due */
  read(bytes: Uint8Array, length: number): number {
    let at = 0;
    let count = 0;
    while (this.#partBytes > 0 && at < length) {
      this.#part[this.#partBytes++] = bytes[at++] ?? 0;
      if (this.#partBytes < PUBACK_BYTES) continue;
      this.#partBytes = 0;
      this.#take(this.#part, 0);
      count += 1;
    }
    for (; at + PUBACK_BYTES <= length; at += PUBACK_BYTES, count++) this.#take(bytes, at);
    while (at < length) this.#part[this.#partBytes++] = bytes[at++] ?? 0;
    return count;
  }

  #take(bytes: Uint8Array, at: number): void {
    if (bytes[at] !== PUBACK || bytes[at + 1] !== 2) throw new Error(`a PUBACK was due, packet type ${(bytes[at] ?? 0) >> 4} came`);
    const id = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (id !== this.#expected) throw new Error(`PUBACK ${this.#expected} was due, ${id} came`);
    this.#expected = id === this.#ids ? 1 : id + 1;
  }
}
