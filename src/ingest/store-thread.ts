// The store thread: alone opens the series store, follows the journal and answers queries of the main thread.
import { parentPort, workerData } from 'node:worker_threads';
import { BEHIND_BROKER_NICE, giveWay } from '../priority.ts';
import { SeriesDuckdb } from '../storage/series-duckdb.ts';
import { SeriesInflux } from '../storage/series-influx.ts';
import { PlainKeeping } from '../storage/series-plain-keeping.ts';
import { QueryTooLongError, type SeriesKeeping } from '../storage/series-keeping.ts';
import { type Cursor, type SeriesStore, StoreAwayError, buffersIn } from '../storage/series.ts';
import { QUARTERS_PER_UTC_DAY } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { readShaped, readShapedDays } from './gap-shapes.ts';
import { JournalReader } from './journal-files.ts';
import type { Outcome } from './message-reader.ts';
import { type Projected, Projector } from './projector.ts';
import type { RegisterRow } from '../storage/registry.ts';
import { Registers } from './registers.ts';
import { keepPublished } from './late.ts';
import { type Keep, settle } from './settling.ts';
import { readUnsure } from './unsure-stretches.ts';
import { StoreKeeping } from './store-keeping.ts';
import type { FromStoreThread, GatewayTally, RefusedMessage, WeighedMessage, SeenMessage, StoreAnswers, StoreRequest, StoreThreadData, ToStoreThread } from './store-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('store-thread runs as a worker');
const data: StoreThreadData = workerData;

const BATCH_BYTES_MAX = 4 * 1024 * 1024;
/** A batch waits this long for company: fewer, larger transactions. */
const BATCH_WAIT_MS = 150;
const POSITION_EVERY_MS = 2000;
const MESSAGES_KEPT = 20;
const RETRY_MS = 1000;
/** A series server is looked at this often, so that health knows before a message comes. */
const PING_MS = 5000;

interface Parts {
  readonly store: SeriesStore;
  readonly keeping: SeriesKeeping;
  readonly registers: Registers;
}

class StoreThread {
  readonly #store: SeriesStore;
  readonly #registers: Registers;
  #reader: JournalReader;
  readonly #projector: Projector;
  readonly #upkeep: StoreKeeping;
  /** The last messages of each gateway, oldest first. */
  readonly #messages = new Map<number, Outcome[]>();
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
  #pings: NodeJS.Timeout | null = null;
  #troubled = false;

  constructor({ store, keeping, registers }: Parts, fromSeq: number) {
    this.#store = store;
    this.#registers = registers;
    this.#upkeep = new StoreKeeping({ keeping, registers, alone: (work) => this.#alone(work), changed: sayChanged });
    if (store.ping !== undefined) this.#pings = setInterval(() => void this.#ping(), PING_MS);
    this.#storedSeq = fromSeq - 1;
    this.#reader = new JournalReader(data.journalDir, fromSeq);
    const newRegisters = (wanted: Parameters<ConstructorParameters<typeof Projector>[0]['newRegisters']>[0]): Promise<readonly RegisterRow[]> =>
      new Promise((give, refuse) => {
        this.#wanted.set(++this.#wantId, { give, refuse });
        say({ kind: 'want-registers', id: this.#wantId, wanted });
      });
    const { closeAfterWorkingDays } = data;
    const closed = { store, keep: this.#keep, now: () => epochMs(Date.now()) };
    const closing =
      closeAfterWorkingDays === undefined ? {} : { keepPublished: (changes: Parameters<typeof keepPublished>[1]) => keepPublished({ ...closed, closeAfterWorkingDays }, changes) };
    this.#projector = new Projector({ store, registers: this.#registers, newRegisters, rawFrom: (register) => keeping.rawFrom(register), ...closing });
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
          (error: unknown) => {
            const reason = error instanceof Error ? error.message : String(error);
            say({ kind: 'refusal', id: message.id, message: reason, busy: error instanceof QueryTooLongError || error instanceof StoreAwayError });
          },
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
      while (await this.#alone(() => this.#batch())) this.#well();
      this.#well();
      if (this.#closing) return await this.#alone(() => this.#close());
    } catch (error) {
      this.#trouble(error);
      // What came in is in the journal: a store that is away is left to itself when we are to close.
      if (this.#closing && error instanceof StoreAwayError) return this.#close();
      this.#readAgain();
      setTimeout(() => void this.#follow(), RETRY_MS);
      return;
    }
    this.#working = false;
    if (this.#durableSeq > this.#storedSeq || this.#closing) this.#soon();
  }

  #trouble(error: unknown): void {
    this.#troubled = true;
    say({ kind: 'trouble', message: error instanceof Error ? error.message : String(error) });
  }

  #well(): void {
    if (this.#troubled) say({ kind: 'well' });
    this.#troubled = false;
  }

  async #ping(): Promise<void> {
    // While it stores, that tells.
    if (this.#working) return;
    await this.#store.ping?.().then(
      () => this.#well(),
      (error: unknown) => this.#trouble(error),
    );
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
    sayChanged(projected.daysChanged);
    say(report(projected));
    for (let first = this.#waiting[0]; first !== undefined && first.seq <= seq; first = this.#waiting[0]) this.#waiting.shift()?.done();
    return true;
  }

  async #keepPosition(force = false): Promise<void> {
    if (!force && Date.now() - this.#positionAtMs < POSITION_EVERY_MS) return;
    this.#positionAtMs = Date.now();
    await this.#store.setPosition({ journalId: data.journalId, seq: this.#storedSeq });
  }

  /** The last messages of each gateway, from the end: of a batch of thousands only these are copied. */
  #remember(outcomes: readonly Outcome[]): void {
    const kept = new Map<number, Outcome[]>();
    for (let at = outcomes.length - 1; at >= 0; at--) {
      const outcome = outcomes[at];
      if (outcome === undefined) continue;
      const { seq, gateway, receivedAt, topic, payload } = outcome.record;
      const messages = kept.get(gateway) ?? [];
      if (messages.length === 0) kept.set(gateway, messages);
      if (messages.length >= MESSAGES_KEPT) continue;
      // A copy: the payload is a view on a batch of megabytes.
      messages.push({ ...outcome, record: { seq, gateway, receivedAt, topic, payload: new Uint8Array(payload) } });
    }
    for (const [gateway, messages] of kept) this.#messages.set(gateway, [...(this.#messages.get(gateway) ?? []), ...messages.reverse()].slice(-MESSAGES_KEPT));
  }

  #seen({ record, profile, taken, refused, notes }: Outcome): SeenMessage {
    const { receivedAt, topic, payload } = record;
    return { receivedAt, topic, payload, profile, readings: taken === 0 ? [] : this.#projector.readingsOf(record), refused, notes };
  }

  async #answer(request: StoreRequest): Promise<StoreAnswers[StoreRequest['kind']]> {
    switch (request.kind) {
      case 'quarters':
        return readShaped(this.#store, request);
      case 'days':
        return readShapedDays(this.#store, request);
      case 'unsure':
        return readUnsure({ store: this.#store, rulesOf: (register) => this.#projector.rulesOf(register) }, request);
      case 'readings':
        return this.#store.readReadings(request);
      case 'around':
        return this.#store.readAround(request);
      case 'running':
        return this.#alone(() => this.#projector.running(request.registers));
      case 'settle':
        return this.#settle(request);
      case 'messages':
        return (this.#messages.get(request.gateway) ?? []).map((one) => this.#seen(one)).reverse();
      case 'last':
        return this.#store.lastReadings();
      case 'earliest-settled':
        return this.#store.earliestSettled();
      case 'projected':
        if (this.#storedSeq >= request.seq) return null;
        return new Promise((resolve) => this.#waiting.push({ seq: request.seq, done: () => resolve(null) }));
      case 'rollups':
      case 'roll-up':
      case 'thin':
      case 'lay-readings':
      case 'drop-months':
      case 'erase-old':
      case 'copy-to':
      case 'totals':
        return this.#upkeep.answer(request);
    }
  }

  async #settle(request: Extract<StoreRequest, { kind: 'settle' }>): Promise<StoreAnswers['settle']> {
    try {
      return await this.#alone(() => settle({ store: this.#store, keep: this.#keep }, request));
    } finally {
      // Also when it failed: a part of it may stand.
      sayChanged(new Set(Array.from(request.columns.quarters, (quarter) => Math.floor(quarter / QUARTERS_PER_UTC_DAY))));
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
    if (this.#pings !== null) clearInterval(this.#pings);
    await this.#keepPosition(true);
    await this.#store.close();
    say({ kind: 'closed' });
    port?.close();
  }
}

function sayChanged(days: ReadonlySet<number>): void {
  if (days.size > 0) say({ kind: 'quarters-changed', days: [...days] });
}

function report(projected: Projected): FromStoreThread {
  const gateways = new Map<number, { -readonly [Key in keyof GatewayTally]: GatewayTally[Key] }>();
  const [refused, weighed]: [RefusedMessage[], WeighedMessage[]] = [[], []];
  for (const { record, profile, refused: reasons, weighings } of projected.outcomes) {
    const { seq, gateway, topic, payload, receivedAt } = record;
    if (weighings !== undefined) weighed.push({ seq, gateway, topic, payload: new Uint8Array(payload), receivedAt, weighings });
    const first = reasons[0];
    let tally = gateways.get(record.gateway);
    if (tally === undefined) {
      tally = { gateway: record.gateway, lastMessageAt: record.receivedAt, accepted: 0, refused: 0, profile: null };
      gateways.set(record.gateway, tally);
    }
    tally.lastMessageAt = epochMs(Math.max(tally.lastMessageAt, record.receivedAt));
    tally.profile = profile ?? tally.profile;
    if (first === undefined) tally.accepted += 1;
    else {
      tally.refused += 1;
      refused.push({ seq, gateway, topic, payload: new Uint8Array(payload), receivedAt, ...first });
    }
  }
  return {
    kind: 'projected',
    seq: projected.seq,
    last: projected.last,
    refused,
    weighed,
    gateways: [...gateways.values()],
    skews: projected.skews,
    quartersChanged: projected.quartersChanged,
    events: projected.events,
  };
}

function transferables(answer: StoreAnswers[StoreRequest['kind']]): ArrayBuffer[] {
  if (answer === null || typeof answer !== 'object') return [];
  if ('sources' in answer) return buffersIn({ columns: answer });
  return 'rows' in answer && 'days' in answer && typeof answer.rows === 'object' ? buffersIn({ columns: answer.rows, days: answer.days }) : [];
}

function say(message: FromStoreThread, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

giveWay(BEHIND_BROKER_NICE);
const registers = new Registers();

async function openSeries(): Promise<{ store: SeriesStore; keeping: SeriesKeeping }> {
  if (data.influx === undefined) {
    const store = await SeriesDuckdb.open(data.seriesDir, data.limits === undefined ? {} : { limits: data.limits });
    return { store, keeping: store.keeping };
  }
  const store = await SeriesInflux.open({
    server: data.influx,
    dir: data.seriesDir,
    tagsOf: (register) => registers.tagsOf(register),
    onRefused: ({ reason }) => say({ kind: 'line-refused', reason }),
  });
  return { store, keeping: new PlainKeeping(store) };
}

const { store, keeping } = await openSeries();
const position: Cursor | null = await store.position();
// A cursor of another journal says nothing about this one.
const fromSeq = position !== null && position.journalId === data.journalId ? position.seq + 1 : 1;
const thread = new StoreThread({ store, keeping, registers }, fromSeq);
port.on('message', (message: ToStoreThread) => thread.receive(message));
say({ kind: 'open', fromSeq, highestSeq: Math.max(fromSeq - 1, store.highestSeq(data.journalId)) });
