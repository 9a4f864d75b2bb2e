// The journal as the main thread sees it: append a raw message, be told when it is on disk. Nothing is
// acknowledged before that. The writing itself is in journal-thread.ts; who appends from another thread has a
// JournalClient there.
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { type DurableOfClient, type FrameToAppend, JournalClient } from './journal-client.ts';
import { type JournalSegment, journalSegments } from './journal-segments.ts';
import { startThread } from '../threads.ts';
import type { RawMessage } from './journal-format.ts';

export type ToJournalThread =
  | FrameToAppend
  | { kind: 'connect'; port: MessagePort }
  | { kind: 'release'; seq: number; keepBytes: number; keepMs: number }
  | { kind: 'continue-after'; seq: number }
  | { kind: 'close' };
export type FromJournalThread =
  | { kind: 'open'; journalId: string; cutBytes: number; unreadable: string[]; systemThread: number | null }
  | DurableOfClient
  | { kind: 'failed'; message: string }
  | { kind: 'recovered' }
  | { kind: 'continued' }
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
  /** The last sequence that is on disk, written before anybody is told: whoever has an acknowledgement finds it here. */
  readonly durableSeq: BigInt64Array;
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
  readonly #client: JournalClient;
  readonly #durableSeq: BigInt64Array;
  #failure: string | null = null;
  #trouble: string | null = null;
  journalId = '';
  /** What the system calls its thread; null where it does not tell. */
  systemThread: number | null = null;
  /** What opening found: bytes cut behind the last whole frame, files that are no segments. */
  opened: { readonly cutBytes: number; readonly unreadable: readonly string[] } = { cutBytes: 0, unreadable: [] };
  #onDurable: (seq: number) => void = () => {};
  #closed: (() => void) | null = null;
  #continued: (() => void) | null = null;

  readonly #dir: string;

  private constructor(thread: Worker, { dir, durableSeq }: JournalThreadData) {
    this.#thread = thread;
    this.#client = new JournalClient(thread);
    this.#dir = dir;
    this.#durableSeq = durableSeq;
  }

  /** What is in the folder, oldest first. */
  segments(): JournalSegment[] {
    return journalSegments(this.#dir, this.durableSeq);
  }

  /** Opens the folder, mends a torn tail and waits until messages can be taken.
   *  @throws Error when the folder cannot be written */
  static async open(dir: string, options: { flushGate?: FlushGate; segmentBytesMax?: number } = {}): Promise<Journal> {
    const workerData: JournalThreadData = {
      dir,
      segmentBytesMax: options.segmentBytesMax ?? SEGMENT_BYTES_MAX,
      durableSeq: new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)),
      ...(options.flushGate && { flushGate: options.flushGate }),
    };
    const thread = startThread(new URL('./journal-thread.ts', import.meta.url), { workerData });
    const journal = new Journal(thread, workerData);
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
    this.#client.append(message, durable);
  }

  appendAndWait(message: RawMessage): Promise<void> {
    return new Promise((resolve) => this.append(message, resolve));
  }

  /** @returns a way to the journal thread for another one, which makes a JournalClient of it */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#send({ kind: 'connect', port: port1 }, [port1]);
    return port2;
  }

  get health(): JournalHealth {
    return { ok: this.#failure === null, reason: this.#failure ?? this.#trouble, waitingMessages: this.#client.waitingMessages, durableSeq: this.durableSeq };
  }

  /** The same as `durableSeq`, for other threads to look at. */
  get durable(): BigInt64Array {
    return this.#durableSeq;
  }

  get durableSeq(): number {
    return Number(Atomics.load(this.#durableSeq, 0));
  }

  release(seq: number, keep: { keepBytes: number; keepMs: number }): void {
    this.#send({ kind: 'release', seq, ...keep });
  }

  /** A journal from an older backup ends before what the store has: its next messages must not get numbers that
   *  the store would take for stored. Called before the first message. */
  async continueAfter(seq: number): Promise<void> {
    if (seq <= this.durableSeq) return;
    const continued = new Promise<void>((resolve) => {
      this.#continued = resolve;
    });
    this.#send({ kind: 'continue-after', seq });
    await continued;
  }

  /** Commits what waits, acknowledges it and closes the file. */
  async close(): Promise<void> {
    this.#client.post();
    const closed = new Promise<void>((resolve) => (this.#closed = resolve));
    this.#send({ kind: 'close' });
    await closed;
    await this.#thread.terminate();
  }

  #send(message: ToJournalThread, transfer: MessagePort[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  #receive(message: FromJournalThread): void {
    switch (message.kind) {
      case 'open':
        this.journalId = message.journalId;
        this.systemThread = message.systemThread;
        this.opened = { cutBytes: message.cutBytes, unreadable: message.unreadable };
        return;
      case 'durable':
        this.#failure = null;
        this.#client.acknowledge(message);
        this.#onDurable(this.durableSeq);
        return;
      case 'failed':
        this.#failure = message.message;
        return;
      case 'continued':
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
}
