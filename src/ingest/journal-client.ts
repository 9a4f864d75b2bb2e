// Appends to the journal from one thread: messages go to the journal thread, acknowledgements come back in the order of the
// calls. The main thread and the broker's have one each, and their messages share the flushes.
import type { MessagePort } from 'node:worker_threads';
import { FrameBody, type RawMessage } from './journal-format.ts';

export interface FrameToAppend {
  readonly kind: 'append';
  readonly body: ArrayBuffer;
  readonly count: number;
}
/** So many more messages of this client are on disk. */
export interface DurableOfClient {
  readonly kind: 'durable';
  readonly count: number;
}

/** Acknowledged callbacks are cut off from the list when so many stand at its front. */
const PASSED_MAX = 50_000;

export class JournalClient {
  readonly #port: Pick<MessagePort, 'postMessage'>;
  readonly #body = new FrameBody();
  /** Callbacks of messages that are not durable yet, in order; #head is the first that still waits. */
  #waiting: (() => void)[] = [];
  #head = 0;
  #scheduled = false;

  /** @param port to the journal thread: its own, or one that `Journal.connect` made */
  constructor(port: Pick<MessagePort, 'postMessage'>) {
    this.#port = port;
  }

  /** Takes a message; `durable` is called, in the order of the calls, once it is on disk. */
  append(message: RawMessage, durable: () => void): void {
    this.#body.add(message);
    this.#waiting.push(durable);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.post());
  }

  get waitingMessages(): number {
    return this.#waiting.length - this.#head;
  }

  /** Hands over what was appended in this turn of the event loop, before its end. */
  post(): void {
    this.#scheduled = false;
    const count = this.#body.count;
    if (count === 0) return;
    const body = this.#body.take();
    const frame: FrameToAppend = { kind: 'append', body, count };
    this.#port.postMessage(frame, [body]);
  }

  acknowledge({ count }: DurableOfClient): void {
    for (const upTo = this.#head + count; this.#head < upTo; this.#head++) this.#waiting[this.#head]?.();
    if (this.#head === this.#waiting.length) {
      this.#waiting = [];
      this.#head = 0;
    } else if (this.#head > PASSED_MAX) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
  }
}
