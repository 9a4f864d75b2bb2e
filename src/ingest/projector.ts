// Follows the journal: raw message -> readings -> raw rows and quarters in the store. Runs in the store thread.
import { profileById } from '../../devices/index.ts';
import type { CounterRules } from '../domain/ledger.ts';
import type { EventChange } from '../domain/meter-event.ts';
import type { Reading } from '../domain/reading.ts';
import { QUARTERS_PER_UTC_DAY, QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Cursor, SeriesStore } from '../storage/series.ts';
import { ClockWatch } from './clock-watch.ts';
import type { JournalRecord } from './journal-format.ts';
import { LedgerWindows } from './ledger-windows.ts';
import { MessageReader, type Mismatched, type Outcome } from './message-reader.ts';
import { ReadingBatch } from './reading-batch.ts';
import { rederive } from './rederive.ts';
import type { NewRegister, RegisterRow } from '../storage/registry.ts';
import type { Registers } from './registers.ts';

/** What the rest of the product wants to know of a batch. */
export interface Projected {
  readonly seq: number;
  readonly outcomes: readonly Outcome[];
  /** Registers with a new last value. */
  readonly last: readonly { register: number; at: EpochMs; value: number }[];
  /** How far the clock of a device stood from ours, by register. */
  readonly skews: readonly { register: number; skewMs: number }[];
  readonly quartersChanged: number;
  /** Days (of UTC, since 1970) with a quarter that is not what it was. */
  readonly daysChanged: ReadonlySet<number>;
  /** What happened to meters, as it comes out now. */
  readonly events: readonly EventChange[];
}

export interface ProjectorPorts {
  readonly store: SeriesStore;
  readonly registers: Registers;
  /** Asks the registry, which another thread writes, for ids of registers seen for the first time. */
  readonly newRegisters: (wanted: readonly NewRegister[]) => Promise<readonly RegisterRow[]>;
  /** Before this instant the readings (of a register) are no longer there to derive from. */
  readonly rawFrom?: (register: number | null) => EpochMs;
  /** Before quarters are written: keeps what they change in closed months. */
  readonly keepPublished?: (changes: Parameters<SeriesStore['writeQuarters']>[0]) => Promise<void>;
}

const DAY_MS = 24 * 3_600_000;

export class Projector {
  readonly #ports: ProjectorPorts;
  /** Days of quarters that were written and not told of yet. */
  readonly #daysPending = new Set<number>();
  #windows = new LedgerWindows();
  readonly #reader: MessageReader;
  readonly #last = new Map<number, EpochMs>();
  readonly #clocks = new ClockWatch();
  /** Day on which a total was last told to be off, by register. */
  readonly #mismatchTold = new Map<number, EpochMs>();
  /** Not reported yet. */
  #events: EventChange[] = [];

  constructor(ports: ProjectorPorts) {
    this.#ports = ports;
    this.#reader = new MessageReader(ports);
  }

  /** Stores a batch of records: raw rows first, then the quarters that follow from them. */
  async project(records: readonly JournalRecord[], cursor: Cursor): Promise<Projected> {
    const { outcomes, batch } = await this.#read(records);
    await this.#ports.store.appendRaw(batch.rows, cursor);
    const last: Projected['last'][number][] = [];
    const skews: Projected['skews'][number][] = [];
    for (const { register, last: place, skewMs } of batch.touched()) {
      if (skewMs !== null) skews.push({ register: register.id, skewMs });
      const at = batch.at(place);
      if (at < (this.#last.get(register.id) ?? 0)) continue;
      this.#last.set(register.id, at);
      last.push({ register: register.id, at, value: batch.value(place) });
    }
    this.#watchClocks(skews, records.at(-1)?.receivedAt ?? epochMs(0));
    for (const one of batch.mismatches) this.#tellMismatch(one);
    const quartersChanged = await this.#deriveQuarters(batch);
    const daysChanged = new Set(this.#daysPending);
    this.#daysPending.clear();
    const events = this.#events;
    this.#events = [];
    return { seq: cursor.seq, outcomes, last, skews, quartersChanged, daysChanged, events };
  }

  /** What a message says, read once more with the meters that its gateway has now. */
  readingsOf(record: JournalRecord): Reading[] {
    const readings: Reading[] = [];
    this.#reader.read(record, { take: (_, reading) => readings.push(reading), mismatch: () => {} });
    return readings;
  }

  /** The running quarter of counters, from the store where memory begins later: after a restart. */
  async running(registers: Int32Array): Promise<{ register: number; start: number; until: number; amountMicro: number }[]> {
    const fromMs = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
    // A register that the registry made without us has no readings yet.
    const counters = [...registers].filter((register) => this.#ports.registers.makesQuarters(register));
    for (const register of counters) this.#windows.open(register, fromMs);
    await this.#deriveChanged();
    return counters.flatMap((register) => {
      const running = this.#windows.running(register);
      return running === null ? [] : [{ register, start: running.start, until: running.until, amountMicro: running.amountMicro }];
    });
  }

  /** Meters on M-Bus are read every few minutes or every hour: their time lags, their clock does not. */
  #watchClocks(skews: Projected['skews'], receivedAtMs: number): void {
    const meters = new Set<number>();
    for (const { register, skewMs } of skews) {
      const row = this.#ports.registers.byId(register);
      if (row?.carrier !== 'electricity' || meters.has(row.meter)) continue;
      meters.add(row.meter);
      const change = this.#clocks.take({ meter: row.meter, register, skewMs, receivedAtMs });
      if (change !== null) this.#events.push(change);
    }
  }

  /** Once a day for each register: the total stays off. */
  #tellMismatch({ meter, mismatch, receivedAt }: Mismatched): void {
    const register = this.#ports.registers.find(meter, mismatch.register);
    if (register === undefined) return;
    const at = epochMs(Math.floor(receivedAt / DAY_MS) * DAY_MS);
    if (this.#mismatchTold.get(register.id) === at) return;
    this.#mismatchTold.set(register.id, at);
    const event = { kind: 'total-mismatch', at, from: mismatch.tariffsKwh, to: mismatch.totalKwh, readings: 1 } as const;
    this.#events.push({ register: register.id, fromMs: at, untilMs: at, events: [event] });
  }

  /** Reads the messages, and reads them again when the registry had to make registers for them. */
  async #read(records: readonly JournalRecord[]): Promise<{ outcomes: Outcome[]; batch: ReadingBatch }> {
    const { registers, newRegisters } = this.#ports;
    const first = this.#readWith(records);
    if (first.batch.wanted.size === 0) return first;
    registers.add(await newRegisters([...first.batch.wanted.values()]));
    return this.#readWith(records);
  }

  #readWith(records: readonly JournalRecord[]): { outcomes: Outcome[]; batch: ReadingBatch } {
    const batch = new ReadingBatch(this.#ports.registers);
    return { outcomes: records.map((record) => this.#reader.read(record, batch)), batch };
  }

  async #deriveQuarters(batch: ReadingBatch): Promise<number> {
    for (const { register, rows } of batch.touched()) {
      if (!this.#ports.registers.makesQuarters(register.id)) continue;
      for (const place of rows) this.#windows.add(register.id, { at: batch.at(place), value: batch.value(place), device: batch.device(place) });
      // Limits and profile may have changed since the last batch.
      this.#windows.setRules(register.id, this.#rulesFor(register));
    }
    return this.#deriveChanged();
  }

  /** Derives what is dirty, with what it needs from the store, and writes the quarters that came out differently. */
  async #deriveChanged(): Promise<number> {
    try {
      return await this.#writeChanged();
    } catch (error) {
      // The windows are ahead of the store now: the batch that is tried again opens them from it.
      this.#windows = new LedgerWindows();
      throw error;
    }
  }

  async #writeChanged(): Promise<number> {
    const { changed, removed, events } = await rederive({ store: this.#ports.store, windows: this.#windows, rulesOf: (id) => this.rulesOf(id) });
    if (changed.length + removed.length > 0) {
      // Before they are written: a write that fails halfway, or whose answer is lost, has changed them all the same.
      for (const { quarter } of [...changed, ...removed]) this.#daysPending.add(Math.floor(quarter / QUARTERS_PER_UTC_DAY));
      await this.#ports.keepPublished?.({ changed, removed });
      await this.#ports.store.writeQuarters({ changed, removed });
    }
    for (const one of events) this.#events.push(one);
    return changed.length + removed.length;
  }

  /** What a counter can have done between two readings; null of a register that is not known. */
  rulesOf(id: number): CounterRules | null {
    const register = this.#ports.registers.byId(id);
    return register === undefined ? null : this.#rulesFor(register);
  }

  #rulesFor(register: RegisterRow): CounterRules {
    const profile = profileById(this.#reader.profileOf(register.meter) ?? '');
    return this.#ports.registers.rulesFor(register, profile?.modulus[register.name] ?? null);
  }
}
