// The store thread: alone opens the series store, follows the journal and answers queries of the main thread.
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { SeriesDuckdb } from '../storage/series-duckdb.ts';
import type { Cursor, SeriesStore } from '../storage/series.ts';
import { epochMs } from '../domain/units.ts';
import { JournalReader } from './journal-files.ts';
import { type Outcome, type Projected, Projector } from './projector.ts';
import type { RegisterRow } from '../storage/registry.ts';
import { Registers } from './registers.ts';
import { type Keep, settle } from './settling.ts';
import type { FromStoreThread, GatewayTally, RefusedMessage, SeenMessage, StoreAnswers, StoreRequest, StoreThreadData, ToStoreThread } from './store-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('store-thread runs as a worker');
const data: StoreThreadData = workerData;

const BATCH_BYTES_MAX = 4 * 1024 * 1024;
/** A batch waits this long for company: fewer, larger transactions. */
const BATCH_WAIT_MS = 150;
const POSITION_EVERY_MS = 2000;
const MESSAGES_KEPT = 20;
const RETRY_MS = 1000;

/** Storing may lag, acknowledging may not: on a busy machine this thread gives way. Linux only. */
function giveWay(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Elsewhere there is no such name for a thread, and nothing is lost without it.
  }
}

class StoreThread {
  readonly #store: SeriesStore;
  readonly #registers = new Registers();
  #reader: JournalReader;
  readonly #projector: Projector;
  readonly #messages = new Map<number, SeenMessage[]>();
  readonly #wanted = new Map<number, { give: (registers: readonly RegisterRow[]) => void; refuse: (error: Error) => void }>();
  readonly #keeping = new Map<number, { give: () => void; refuse: (error: Error) => void }>();
  readonly #waiting: { seq: number; done: () => void }[] = [];
  #durableSeq = 0;
  #storedSeq: number;
  #working = false;
  #closing = false;
  #wantId = 0;
  #keepId = 0;
  #positionAtMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(store: SeriesStore, fromSeq: number) {
    this.#store = store;
    this.#storedSeq = fromSeq - 1;
    this.#reader = new JournalReader(data.journalDir, fromSeq);
    const newRegisters = (wanted: Parameters<ConstructorParameters<typeof Projector>[0]['newRegisters']>[0]): Promise<readonly RegisterRow[]> =>
      new Promise((give, refuse) => {
        this.#wanted.set(++this.#wantId, { give, refuse });
        say({ kind: 'want-registers', id: this.#wantId, wanted });
      });
    this.#projector = new Projector({ store, registers: this.#registers, newRegisters });
  }

  receive(message: ToStoreThread): void {
    switch (message.kind) {
      case 'durable':
        this.#durableSeq = message.seq;
        this.#soon();
        return;
      case 'registry':
        this.#registers.replace(message.snapshot);
        return;
      case 'registers':
        this.#wanted.get(message.id)?.give(message.registers);
        this.#wanted.delete(message.id);
        return;
      case 'registers-refused':
        this.#wanted.get(message.id)?.refuse(new Error(message.message));
        this.#wanted.delete(message.id);
        return;
      case 'revisions-kept':
        this.#keeping.get(message.id)?.give();
        this.#keeping.delete(message.id);
        return;
      case 'revisions-refused':
        this.#keeping.get(message.id)?.refuse(new Error(message.message));
        this.#keeping.delete(message.id);
        return;
      case 'request':
        this.#answer(message.request).then(
          (answer) => say({ kind: 'answer', id: message.id, answer }, transferables(answer)),
          (error: unknown) => say({ kind: 'refusal', id: message.id, message: error instanceof Error ? error.message : String(error) }),
        );
        return;
      case 'close':
        this.#closing = true;
        this.#soon(0);
    }
  }

  #soon(waitMs = BATCH_WAIT_MS): void {
    if (this.#working || (this.#timer !== null && waitMs > 0)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#working = true;
      void this.#follow();
    }, waitMs);
  }

  /** Stores all that is durable, batch after batch; a store that fails is tried again, from the same place. */
  async #follow(): Promise<void> {
    try {
      while (await this.#alone(() => this.#batch()));
      if (this.#closing) return await this.#alone(() => this.#close());
    } catch (error) {
      say({ kind: 'trouble', message: error instanceof Error ? error.message : String(error) });
      this.#readAgain();
      setTimeout(() => void this.#follow(), RETRY_MS);
      return;
    }
    this.#working = false;
    if (this.#durableSeq > this.#storedSeq || this.#closing) this.#soon();
  }

  /** A reader that failed halfway is past what it did not hand out: another one begins behind what was. */
  #readAgain(): void {
    this.#reader.close();
    this.#reader = new JournalReader(data.journalDir, (this.#pending?.seq ?? this.#storedSeq) + 1);
  }

  #pending: { records: ReturnType<JournalReader['read']>; seq: number } | null = null;

  async #batch(): Promise<boolean> {
    if (this.#pending === null) {
      const lostBefore = this.#reader.lost.length;
      const records = this.#reader.read(this.#durableSeq, BATCH_BYTES_MAX);
      for (const range of this.#reader.lost.slice(lostBefore)) say({ kind: 'lost', ...range });
      this.#pending = { records, seq: this.#reader.nextSeq - 1 };
    }
    const { records, seq } = this.#pending;
    if (records.length === 0) {
      this.#pending = null;
      await this.#keepPosition();
      return false;
    }
    const projected = await this.#projector.project(records, { journalId: data.journalId, seq });
    this.#pending = null;
    this.#storedSeq = seq;
    await this.#keepPosition();
    this.#remember(projected.outcomes);
    say(report(projected));
    for (let first = this.#waiting[0]; first !== undefined && first.seq <= seq; first = this.#waiting[0]) this.#waiting.shift()?.done();
    return true;
  }

  async #keepPosition(force = false): Promise<void> {
    if (!force && Date.now() - this.#positionAtMs < POSITION_EVERY_MS) return;
    this.#positionAtMs = Date.now();
    await this.#store.setPosition({ journalId: data.journalId, seq: this.#storedSeq });
  }

  #remember(outcomes: readonly Outcome[]): void {
    for (const { record, ...rest } of outcomes.slice(-5000)) {
      const messages = this.#messages.get(record.gateway) ?? [];
      // A copy: the payload is a view on a batch of megabytes.
      messages.push({ receivedAt: record.receivedAt, topic: record.topic, payload: record.payload.slice(), ...rest });
      this.#messages.set(record.gateway, messages.slice(-MESSAGES_KEPT));
    }
  }

  async #answer(request: StoreRequest): Promise<StoreAnswers[StoreRequest['kind']]> {
    switch (request.kind) {
      case 'quarters':
        return this.#store.readQuarters(request);
      case 'readings':
        return this.#store.readReadings(request);
      case 'running':
        return this.#alone(() => this.#projector.running(request.registers));
      case 'settle':
        return this.#alone(() => settle({ store: this.#store, keep: this.#keep }, request));
      case 'messages':
        return [...(this.#messages.get(request.gateway) ?? [])].reverse();
      case 'last':
        return this.#store.lastReadings();
      case 'earliest-settled':
        return this.#store.earliestSettled();
      case 'projected':
        if (this.#storedSeq >= request.seq) return null;
        return new Promise((resolve) => this.#waiting.push({ seq: request.seq, done: () => resolve(null) }));
    }
  }

  /** Has the registry keep what is about to be overwritten. */
  readonly #keep: Keep = (runs, stamp) =>
    new Promise((give, refuse) => {
      this.#keeping.set(++this.#keepId, { give, refuse });
      say({ kind: 'keep-revisions', id: this.#keepId, runs, stamp });
    });

  #turn: Promise<unknown> = Promise.resolve();

  /** The writer does one transaction at a time: batches and settled values take turns. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #close(): Promise<void> {
    await this.#keepPosition(true);
    await this.#store.close();
    say({ kind: 'closed' });
    port?.close();
  }
}

function report(projected: Projected): FromStoreThread {
  const gateways = new Map<number, GatewayTally>();
  const refused: RefusedMessage[] = [];
  for (const { record, profile, refused: reasons } of projected.outcomes) {
    const before = gateways.get(record.gateway);
    const first = reasons[0];
    gateways.set(record.gateway, {
      gateway: record.gateway,
      lastMessageAt: epochMs(Math.max(record.receivedAt, before?.lastMessageAt ?? 0)),
      accepted: (before?.accepted ?? 0) + (first === undefined ? 1 : 0),
      refused: (before?.refused ?? 0) + (first === undefined ? 0 : 1),
      profile: profile ?? before?.profile ?? null,
    });
    if (first !== undefined) {
      const { seq, gateway, topic, payload, receivedAt } = record;
      refused.push({ seq, gateway, topic, payload: payload.slice(), receivedAt, ...first });
    }
  }
  return {
    kind: 'projected',
    seq: projected.seq,
    last: projected.last,
    refused,
    gateways: [...gateways.values()],
    skews: projected.skews,
    quartersChanged: projected.quartersChanged,
  };
}

function transferables(answer: StoreAnswers[StoreRequest['kind']]): ArrayBuffer[] {
  if (answer === null || typeof answer !== 'object' || !('registers' in answer)) return [];
  return [answer.registers.buffer, answer.quarters.buffer, answer.amounts.buffer, answer.flags.buffer, answer.sources.buffer];
}

function say(message: FromStoreThread, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

giveWay();
const store = await SeriesDuckdb.open(data.seriesDir);
const position: Cursor | null = await store.position();
// A cursor of another journal says nothing about this one.
const fromSeq = position !== null && position.journalId === data.journalId ? position.seq + 1 : 1;
const thread = new StoreThread(store, fromSeq);
port.on('message', (message: ToStoreThread) => thread.receive(message));
say({ kind: 'open', fromSeq, highestSeq: Math.max(fromSeq - 1, store.highestSeq(data.journalId)) });
