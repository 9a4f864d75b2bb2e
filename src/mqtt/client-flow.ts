// How the bytes of one connection are read: as they come, until so many packets wait that TCP has to hold the sender
// back. Takes over the reading from Aedes, whose way costs a tick and a list for each chunk.
import type { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import { PACKET_BYTES_MAX } from './guard.ts';

/** What Aedes keeps of a connection and gives no types for; the exact version is pinned and test/mqtt holds it. */
interface Laneable {
  readonly _parser: { readonly packet: { readonly length: number } | null; parse(bytes: Buffer): number; readonly _stateCounter: number; readonly _queue: unknown };
  /** Called by Aedes whenever it is done with a packet. */
  _nextBatch: (error?: Error | null) => void;
  /** Packets that Aedes is handling: it counts up, `_nextBatch` counts down. */
  _parsingBatch: number;
  readonly _keepaliveInterval: number;
  readonly _keepaliveTimer: NodeJS.Timeout | null;
  readonly waitForDrain: (drained: (error: Error | null) => void) => void;
}
export type LaneableClient = Client & Laneable;

const KEPT = ['_parser', '_nextBatch', '_parsingBatch', '_keepaliveInterval', 'waitForDrain'];
export const isLaneable = (client: Client): client is LaneableClient => KEPT.every((name) => name in client);

/** Packets of one connection that may wait before it is read no further. */
export const WAITING_MAX = 256;
/** Bytes of one connection that may wait: large messages hold it back before many do. */
export const WAITING_BYTES_MAX = 1024 * 1024;

export class ClientFlow {
  readonly #client: LaneableClient;
  readonly #stream: Duplex;
  #waiting = 0;
  #waitingBytes = 0;
  #paused = false;
  #draining = false;
  #stopped = false;

  constructor(client: LaneableClient, stream: Duplex) {
    this.#client = client;
    this.#stream = stream;
  }

  /** Is what comes next the first byte of a packet of somebody who is connected? */
  get betweenPackets(): boolean {
    const { connected, closed, _parser: parser } = this.#client;
    return connected && !closed && parser._stateCounter === 0 && parser._queue === null;
  }

  /** @param take gets each chunk first, and answers what it leaves to Aedes */
  start(take: (chunk: Buffer) => Buffer): void {
    const [client, stream] = [this.#client, this.#stream];
    stream.removeListener('readable', client._nextBatch);
    client._nextBatch = (error) => {
      if (error instanceof Error) client.emit('error', error);
      else this.#done(1);
    };
    client._parsingBatch = 0;
    stream.on('data', (chunk: Buffer) => {
      if (client.closed) return;
      const rest = take(chunk);
      if (rest.length > 0) this.#parse(rest);
      if (this.#waiting + client._parsingBatch > WAITING_MAX || this.#waitingBytes > WAITING_BYTES_MAX) this.#pause();
    });
  }

  hold(messages: number, bytes: number): void {
    this.#waiting += messages;
    this.#waitingBytes += bytes;
    if (this.#client._keepaliveInterval > 0) this.#client._keepaliveTimer?.refresh();
  }

  /** @param flushed false when the socket asks to wait before it is given more */
  release(messages: number, bytes: number, flushed: boolean): void {
    this.#waiting -= messages;
    this.#waitingBytes -= bytes;
    if (flushed || this.#draining) return this.#resume();
    this.#draining = true;
    this.#pause();
    this.#client.waitForDrain(() => {
      this.#draining = false;
      this.#resume();
    });
  }

  /** Reads no more, for good: what was read is still acknowledged. */
  stop(): void {
    this.#stopped = true;
    this.#pause();
  }

  #parse(bytes: Buffer): void {
    const { _parser: parser } = this.#client;
    parser.parse(bytes);
    // Aedes 1.2.0 would collect whatever a packet announces.
    if ((parser.packet?.length ?? 0) > PACKET_BYTES_MAX) this.#stream.destroy();
  }

  /** Aedes is done with a packet of its own. */
  #done(packets: number): void {
    this.#client._parsingBatch = Math.max(this.#client._parsingBatch - packets, 0);
    this.#resume();
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#stream.pause();
  }

  #resume(): void {
    if (!this.#paused || this.#stopped || this.#draining || this.#waiting + this.#client._parsingBatch > 0) return;
    this.#paused = false;
    this.#stream.resume();
  }
}
