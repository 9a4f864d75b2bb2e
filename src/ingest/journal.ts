// The journal as the main thread sees it: append a raw message, be told when it is on disk. Nothing is
// acknowledged before that. The writing itself is in journal-thread.ts.
import type { Worker } from 'node:worker_threads';
import { type JournalSegment, journalSegments } from './journal-segments.ts';
import { startThread } from '../threads.ts';
import { FrameBody, type RawMessage } from './journal-format.ts';

export type ToJournalThread =
  | { kind: 'append'; body: ArrayBuffer; count: number }
  | { kind: 'release'; seq: number; keepBytes: number; keepMs: number }
  | { kind: 'continue-after'; seq: number }
  | { kind: 'close' };
export type FromJournalThread =
  | { kind: 'open'; journalId: string; durableSeq: number; cutBytes: number; unreadable: string[] }
  | { kind: 'durable'; seq: number }
  | { kind: 'failed'; message: string }
  | { kind: 'recovered' }
  | { kind: 'continued'; durableSeq: number }
  | { kind: 'released'; trouble: string | null }
  | { kind: 'closed' };

/** Waits before each flush while cell[0] is 1, at most waitMs: slow disks for the benchmark, a withheld
 *  flush for the test that must then see no PUBACK. */
export interface FlushGate {
  readonly cell: Int32Array;
  readonly waitMs: number;
}
export interface JournalThreadData {
  readonly dir: string;
  readonly segmentBytesMax: number;
  readonly flushGate?: FlushGate;
}

export interface JournalHealth {
  readonly ok: boolean;
  /** Why it is not well; when it is, what the operator should still look at. */
  readonly reason: string | null;
  readonly waitingMessages: number;
  readonly durableSeq: number;
}

const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;

export class Journal {
  readonly #thread: Worker;
  readonly #body = new FrameBody();
  /** Callbacks of messages that are not durable yet, in order; #head is the first that still waits. */
  #waiting: (() => void)[] = [];
  #head = 0;
  #scheduled = false;
  #durableSeq = 0;
  #failure: string | null = null;
  #trouble: string | null = null;
  journalId = '';
  /** What opening found: bytes cut behind the last whole frame, files that are no segments. */
  opened: { readonly cutBytes: number; readonly unreadable: readonly string[] } = { cutBytes: 0, unreadable: [] };
  #onDurable: (seq: number) => void = () => {};
  #closed: (() => void) | null = null;
  #continued: (() => void) | null = null;

  readonly #dir: string;

  private constructor(thread: Worker, dir: string) {
    this.#thread = thread;
    this.#dir = dir;
  }

  /** What is in the folder, oldest first. */
  segments(): JournalSegment[] {
    return journalSegments(this.#dir, this.#durableSeq);
  }

  /** Opens the folder, mends a torn tail and waits until messages can be taken.
   *  @throws Error when the folder cannot be written */
  static async open(dir: string, options: { flushGate?: FlushGate; segmentBytesMax?: number } = {}): Promise<Journal> {
    const workerData: JournalThreadData = { dir, segmentBytesMax: options.segmentBytesMax ?? SEGMENT_BYTES_MAX, ...(options.flushGate && { flushGate: options.flushGate }) };
    const thread = startThread(new URL('./journal-thread.ts', import.meta.url), { workerData });
    const journal = new Journal(thread, dir);
    await new Promise<void>((resolve, reject) => {
      thread.on('error', (error) => {
        reject(error);
        journal.#died(error);
      });
      thread.on('message', (message: FromJournalThread) => {
        if (message.kind === 'open') resolve();
        journal.#receive(message);
      });
    });
    return journal;
  }

  /** Without its thread nothing is acknowledged any more; only a restart helps, and that loses nothing. */
  #died(error: Error): void {
    this.#failure = `the journal thread stopped: ${error.message}`;
    this.#closed?.();
  }

  onDurable(listener: (seq: number) => void): void {
    this.#onDurable = listener;
  }

  /** Takes a message; `durable` is called, in the order of the calls, once it is on disk. */
  append(message: RawMessage, durable: () => void): void {
    this.#body.add(message);
    this.#waiting.push(durable);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#post());
  }

  appendAndWait(message: RawMessage): Promise<void> {
    return new Promise((resolve) => this.append(message, resolve));
  }

  get health(): JournalHealth {
    return { ok: this.#failure === null, reason: this.#failure ?? this.#trouble, waitingMessages: this.#waiting.length - this.#head, durableSeq: this.#durableSeq };
  }

  get durableSeq(): number {
    return this.#durableSeq;
  }

  release(seq: number, keep: { keepBytes: number; keepMs: number }): void {
    this.#send({ kind: 'release', seq, ...keep });
  }

  /** A journal from an older backup ends before what the store has: its next messages must not get numbers that
   *  the store would take for stored. Called before the first message. */
  async continueAfter(seq: number): Promise<void> {
    if (seq <= this.#durableSeq) return;
    const continued = new Promise<void>((resolve) => {
      this.#continued = resolve;
    });
    this.#send({ kind: 'continue-after', seq });
    await continued;
  }

  /** Commits what waits, acknowledges it and closes the file. */
  async close(): Promise<void> {
    this.#post();
    const closed = new Promise<void>((resolve) => (this.#closed = resolve));
    this.#send({ kind: 'close' });
    await closed;
    await this.#thread.terminate();
  }

  #post(): void {
    this.#scheduled = false;
    const count = this.#body.count;
    if (count === 0) return;
    const body = this.#body.take();
    this.#send({ kind: 'append', body, count }, [body]);
  }

  #send(message: ToJournalThread, transfer: ArrayBuffer[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  #receive(message: FromJournalThread): void {
    switch (message.kind) {
      case 'open':
        this.#durableSeq = message.durableSeq;
        this.journalId = message.journalId;
        this.opened = { cutBytes: message.cutBytes, unreadable: message.unreadable };
        return;
      case 'durable':
        this.#failure = null;
        this.#acknowledge(message.seq);
        return;
      case 'failed':
        this.#failure = message.message;
        return;
      case 'continued':
        this.#durableSeq = message.durableSeq;
        this.#continued?.();
        return;
      case 'recovered':
        this.#failure = null;
        return;
      case 'released':
        this.#trouble = message.trouble;
        return;
      case 'closed':
        this.#closed?.();
    }
  }

  #acknowledge(seq: number): void {
    const upTo = this.#head + (seq - this.#durableSeq);
    this.#durableSeq = seq;
    for (; this.#head < upTo; this.#head++) this.#waiting[this.#head]?.();
    if (this.#head === this.#waiting.length) {
      this.#waiting = [];
      this.#head = 0;
    } else if (this.#head > 50_000) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    this.#onDurable(seq);
  }
}
