// The series store as the main thread sees it: a typed request in, an answer out. The work is in store-thread.ts.
import type { Worker } from 'node:worker_threads';
import { DayVersions } from './day-versions.ts';
import { startThread } from '../threads.ts';
import type { NewRegister, RegisterRow } from '../storage/registry.ts';
import type { RevisionRun, RevisionStamp } from '../storage/revisions.ts';
import type { RegistrySnapshot } from './registers.ts';
import type { FromStoreThread, StoreAnswers, StoreRequest, StoreThreadData, ToStoreThread } from './store-protocol.ts';

/** Requests that may wait at once; above that a query is refused, so that one page cannot fill the memory. */
export const REQUESTS_MAX = 64;
export const REQUEST_TIMEOUT_MS = 20_000;
const TELL_EVERY_MS = 20;

export class StoreBusyError extends Error {
  override name = 'StoreBusyError';
}

export interface StoreListeners {
  onProjected: (message: Extract<FromStoreThread, { kind: 'projected' }>) => void;
  /** Gives ids to registers seen for the first time. */
  makeRegisters: (wanted: readonly NewRegister[]) => Promise<readonly RegisterRow[]>;
  /** Keeps what is about to be overwritten; without it nothing with an author can be written. */
  keepRevisions?: (runs: readonly RevisionRun[], stamp: RevisionStamp) => Promise<void>;
  onTrouble: (message: string) => void;
  /** A line that the series server refuses for good. */
  onLineRefused?: (reason: string) => void;
  onLost: (range: { fromSeq: number; toSeq: number }) => void;
}

interface Waiting {
  readonly settle: (answer: StoreAnswers[keyof StoreAnswers]) => void;
  readonly refuse: (error: Error) => void;
}

export class Store {
  readonly #thread: Worker;
  readonly #listeners: StoreListeners;
  readonly #waiting = new Map<number, Waiting>();
  #id = 0;
  #closed: (() => void) | null = null;
  storedSeq = 0;
  /** The highest sequence that any series file holds. */
  highestSeq = 0;
  #death: Error | null = null;
  #trouble: string | null = null;
  #linesRefused = 0;
  #durableSeq = 0;
  #telling: NodeJS.Timeout | null = null;
  /** Which days may have changed since somebody looked. */
  readonly days = new DayVersions();

  private constructor(thread: Worker, listeners: StoreListeners) {
    this.#thread = thread;
    this.#listeners = listeners;
  }

  /** Opens the series files in a thread of their own. @throws Error when they cannot be opened */
  static async open(data: StoreThreadData, listeners: StoreListeners): Promise<Store> {
    const thread = startThread(new URL('./store-thread.ts', import.meta.url), { workerData: data });
    const store = new Store(thread, listeners);
    await new Promise<void>((resolve, reject) => {
      thread.on('error', (error) => {
        reject(error);
        store.#died(error);
      });
      thread.on('message', (message: FromStoreThread) => {
        if (message.kind === 'open') resolve();
        store.#receive(message);
      });
    });
    return store;
  }

  /** Lines that the series server refused for good since the start. */
  get linesRefused(): number {
    return this.#linesRefused;
  }

  /** Tells the thread how far the journal is, a few times a moment and not at every commit. */
  durable(seq: number): void {
    this.#durableSeq = seq;
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      this.#send({ kind: 'durable', seq: this.#durableSeq });
    }, TELL_EVERY_MS);
  }

  registry(snapshot: RegistrySnapshot): void {
    this.#send({ kind: 'registry', snapshot });
  }

  get health(): { readonly ok: boolean; readonly reason: string | null } {
    const reason = this.#death?.message ?? this.#trouble;
    return { ok: reason === null, reason };
  }

  /** @throws StoreBusyError when too many requests wait or one takes too long */
  ask<K extends StoreRequest['kind']>(request: Extract<StoreRequest, { kind: K }>, timeoutMs = REQUEST_TIMEOUT_MS): Promise<StoreAnswers[K]> {
    if (this.#death !== null) return Promise.reject(this.#death);
    // What is to be written is written also when nobody waits any more, so whoever asked for it waits.
    const writes = request.kind === 'settle';
    if (this.#waiting.size >= REQUESTS_MAX && !writes) return Promise.reject(new StoreBusyError(`${REQUESTS_MAX} queries wait already`));
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting.delete(id);
        reject(new StoreBusyError(`no answer within ${timeoutMs / 1000} s`));
      };
      const timer = writes ? undefined : setTimeout(giveUp, timeoutMs);
      this.#waiting.set(id, {
        settle: (answer) => {
          clearTimeout(timer);
          resolve(answerOf(request.kind, answer));
        },
        refuse: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#send({ kind: 'request', id, request });
    });
  }

  async close(): Promise<void> {
    if (this.#telling !== null) {
      clearTimeout(this.#telling);
      this.#send({ kind: 'durable', seq: this.#durableSeq });
    }
    const closed = new Promise<void>((resolve) => (this.#closed = resolve));
    this.#send({ kind: 'close' });
    if (this.#death === null) await closed;
    this.#refuseAll(new Error('the store was closed'));
    await this.#thread.terminate();
  }

  #send(message: ToStoreThread): void {
    this.#thread.postMessage(message);
  }

  #receive(message: FromStoreThread): void {
    switch (message.kind) {
      case 'open':
        this.storedSeq = message.fromSeq - 1;
        this.highestSeq = message.highestSeq;
        return;
      case 'projected':
        this.storedSeq = message.seq;
        this.#listeners.onProjected(message);
        return;
      case 'quarters-changed':
        this.days.changed(message.days);
        return;
      case 'want-registers':
        this.#listeners.makeRegisters(message.wanted).then(
          (registers) => this.#send({ kind: 'registers', id: message.id, registers }),
          (error: unknown) => this.#send({ kind: 'registers-refused', id: message.id, message: error instanceof Error ? error.message : String(error) }),
        );
        return;
      case 'keep-revisions':
        this.#keep(message).then(
          () => this.#send({ kind: 'revisions-kept', id: message.id }),
          (error: unknown) => this.#send({ kind: 'revisions-refused', id: message.id, message: error instanceof Error ? error.message : String(error) }),
        );
        return;
      case 'answer':
        this.#take(message.id)?.settle(message.answer);
        return;
      case 'refusal':
        this.#take(message.id)?.refuse(message.busy ? new StoreBusyError(message.message) : new Error(message.message));
        return;
      case 'lost':
        this.#listeners.onLost(message);
        return;
      case 'well':
        this.#trouble = null;
        return;
      case 'line-refused':
        this.#linesRefused += 1;
        this.#listeners.onLineRefused?.(message.reason);
        return;
      case 'trouble':
        this.#trouble = message.message;
        this.#listeners.onTrouble(message.message);
        return;
      case 'closed':
        this.#closed?.();
    }
  }

  /** Messages are still taken and acknowledged; what they say is stored after a restart, from the journal. */
  #died(cause: Error): void {
    this.#death = new Error(`the store thread stopped: ${cause.message}`, { cause });
    this.#refuseAll(this.#death);
    this.#listeners.onTrouble(this.#death.message);
    this.#closed?.();
  }

  #refuseAll(error: Error): void {
    for (const { refuse } of this.#waiting.values()) refuse(error);
    this.#waiting.clear();
  }

  async #keep({ runs, stamp }: Extract<FromStoreThread, { kind: 'keep-revisions' }>): Promise<void> {
    if (this.#listeners.keepRevisions === undefined) throw new Error('nobody keeps revisions here');
    await this.#listeners.keepRevisions(runs, stamp);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

/** The thread answers each kind of request with its own type: the one place where that is taken on trust. */
function answerOf<K extends keyof StoreAnswers>(_kind: K, answer: StoreAnswers[keyof StoreAnswers]): StoreAnswers[K] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return answer as StoreAnswers[K];
}
