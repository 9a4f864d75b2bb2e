// Follows the journal: raw message -> readings -> raw rows and quarters in the store. Runs in the store thread.
import { decodeMessage, profileById } from '../../devices/index.ts';
import type { CounterRules } from '../domain/ledger.ts';
import type { EventChange } from '../domain/meter-event.ts';
import type { DecodeNote, Reading, Refused, TotalMismatch } from '../domain/reading.ts';
import { QUARTERS_PER_UTC_DAY, QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Cursor, RawRows, SeriesStore } from '../storage/series.ts';
import { ClockWatch } from './clock-watch.ts';
import { daysTouched } from './day-versions.ts';
import type { JournalRecord } from './journal-format.ts';
import { LedgerWindows } from './ledger-windows.ts';
import { rederive } from './rederive.ts';
import type { NewRegister, RegisterRow } from '../storage/registry.ts';
import { type Registers, deviceNumber, storedUnit, storedValue } from './registers.ts';

/** What one message turned out to be; kept for the page that shows the last messages of a gateway. */
export interface Outcome {
  readonly record: JournalRecord;
  readonly profile: string | null;
  readonly readings: readonly Reading[];
  readonly refused: readonly Refused[];
  readonly notes: readonly DecodeNote[];
}

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

interface Assigned {
  readonly meter: number;
  readonly reading: Reading;
  readonly record: JournalRecord;
}

interface Mismatched {
  readonly meter: number;
  readonly mismatch: TotalMismatch;
  readonly receivedAt: EpochMs;
}

const DAY_MS = 24 * 3_600_000;

export class Projector {
  readonly #ports: ProjectorPorts;
  /** Days of quarters that were written and not told of yet. */
  readonly #daysPending = new Set<number>();
  #windows = new LedgerWindows();
  /** Profile that decoded the latest message of each meter: it knows where the counters roll over. */
  readonly #profiles = new Map<number, string>();
  readonly #last = new Map<number, EpochMs>();
  readonly #clocks = new ClockWatch();
  /** Day on which a total was last told to be off, by register. */
  readonly #mismatchTold = new Map<number, EpochMs>();
  /** Not reported yet. */
  #events: EventChange[] = [];

  constructor(ports: ProjectorPorts) {
    this.#ports = ports;
  }

  /** Stores a batch of records: raw rows first, then the quarters that follow from them. */
  async project(records: readonly JournalRecord[], cursor: Cursor): Promise<Projected> {
    const { outcomes, assigned, mismatches } = this.#decode(records);
    await this.#learnRegisters(assigned);
    const rows: RawRows = { registers: [], atMs: [], values: [], devices: [], seqs: [] };
    const last = new Map<number, { register: number; at: EpochMs; value: number }>();
    const skews = new Map<number, number>();
    for (const { meter, reading, record } of assigned) {
      const register = this.#ports.registers.find(meter, reading.register);
      if (register === undefined) continue;
      const value = storedValue(reading);
      rows.registers.push(register.id);
      rows.atMs.push(reading.at);
      rows.values.push(value);
      rows.devices.push(deviceNumber(reading.device));
      rows.seqs.push(record.seq);
      if (reading.timeSource === 'device') skews.set(register.id, reading.at - record.receivedAt);
      if (reading.at >= (this.#last.get(register.id) ?? 0)) {
        this.#last.set(register.id, reading.at);
        last.set(register.id, { register: register.id, at: reading.at, value });
      }
    }
    await this.#ports.store.appendRaw(rows, cursor);
    this.#watchClocks(skews, records.at(-1)?.receivedAt ?? epochMs(0));
    for (const one of mismatches) this.#tellMismatch(one);
    const quartersChanged = await this.#deriveQuarters(rows);
    const daysChanged = daysTouched(this.#daysPending);
    this.#daysPending.clear();
    const events = this.#events;
    this.#events = [];
    return { seq: cursor.seq, outcomes, last: [...last.values()], skews: [...skews].map(([register, skewMs]) => ({ register, skewMs })), quartersChanged, daysChanged, events };
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
  #watchClocks(skews: ReadonlyMap<number, number>, receivedAtMs: number): void {
    const meters = new Set<number>();
    for (const [register, skewMs] of skews) {
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

  #decode(records: readonly JournalRecord[]): { outcomes: Outcome[]; assigned: Assigned[]; mismatches: Mismatched[] } {
    const outcomes: Outcome[] = [];
    const mismatches: Mismatched[] = [];
    const assigned: Assigned[] = [];
    for (const record of records) {
      const outcome = this.#decodeOne(record, assigned, mismatches);
      outcomes.push(outcome);
    }
    return { outcomes, assigned, mismatches };
  }

  #decodeOne(record: JournalRecord, assigned: Assigned[], mismatches: Mismatched[]): Outcome {
    const gateway = this.#ports.registers.gateway(record.gateway);
    if (gateway === undefined) {
      return { record, profile: null, readings: [], refused: [{ reason: 'unknown-gateway', detail: 'the gateway was removed' }], notes: [] };
    }
    const { profile, decoded } = decodeMessage({ profile: gateway.profile, payload: record.payload, context: { topic: record.topic, receivedAt: record.receivedAt } });
    if (!decoded.ok) return { record, profile, readings: [], refused: [{ reason: decoded.reason, detail: decoded.detail }], notes: [] };
    const refused: Refused[] = [...decoded.refused];
    // One reading cannot be of two meters at once.
    const taken = decoded.readings.length > 1 ? new Map<string, string>() : null;
    const readings: Reading[] = [];
    for (const reading of decoded.readings) {
      const meter = this.#ports.registers.meterFor(gateway, reading);
      if ('reason' in meter) {
        if (!refused.some((one) => one.detail === meter.detail)) refused.push(meter);
        continue;
      }
      const rawFrom = this.#ports.rawFrom?.(this.#ports.registers.find(meter.id, reading.register)?.id ?? null) ?? epochMs(0);
      if (reading.at < rawFrom) {
        refused.push({ reason: 'too-old', detail: `a reading of ${toIso(reading.at)}: readings from before ${toIso(rawFrom)} are no longer kept` });
        continue;
      }
      const other = taken?.get(`${meter.id} ${reading.register}`);
      if (other !== undefined && other !== reading.device) {
        refused.push({ reason: 'no-meter', detail: `two ${reading.carrier} meters, '${other}' and '${reading.device}', in one message; add the second one with its serial` });
        continue;
      }
      taken?.set(`${meter.id} ${reading.register}`, reading.device);
      if (profile !== null) this.#profiles.set(meter.id, profile);
      readings.push(reading);
      assigned.push({ meter: meter.id, reading, record });
    }
    for (const mismatch of decoded.mismatches ?? []) {
      const meter = assigned.findLast((one) => one.record === record && one.reading.register === mismatch.register)?.meter;
      if (meter !== undefined) mismatches.push({ meter, mismatch, receivedAt: record.receivedAt });
    }
    return { record, profile, readings, refused, notes: decoded.notes };
  }

  async #learnRegisters(assigned: readonly Assigned[]): Promise<void> {
    const wanted = new Map<string, NewRegister>();
    for (const { meter, reading } of assigned) {
      if (this.#ports.registers.find(meter, reading.register) !== undefined) continue;
      wanted.set(`${meter} ${reading.register}`, {
        meter,
        name: reading.register,
        carrier: reading.carrier,
        flow: reading.flow,
        kind: reading.kind,
        unit: storedUnit(reading.unit),
      });
    }
    if (wanted.size > 0) this.#ports.registers.add(await this.#ports.newRegisters([...wanted.values()]));
  }

  async #deriveQuarters(rows: RawRows): Promise<number> {
    const counters = new Map<number, boolean>();
    for (let index = 0; index < rows.registers.length; index++) {
      const register = rows.registers[index] ?? 0;
      const counts = counters.get(register) ?? this.#ports.registers.makesQuarters(register);
      counters.set(register, counts);
      if (counts) this.#windows.add(register, { at: epochMs(rows.atMs[index] ?? 0), value: rows.values[index] ?? 0, device: rows.devices[index] ?? 0 });
    }
    // Limits and profile may have changed since the last batch.
    for (const register of counters.keys()) {
      const row = this.#ports.registers.byId(register);
      if (row !== undefined) this.#windows.setRules(register, this.#rulesFor(row));
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
    const rulesOf = (id: number): CounterRules | null => {
      const register = this.#ports.registers.byId(id);
      return register === undefined ? null : this.#rulesFor(register);
    };
    const { changed, removed, events } = await rederive({ store: this.#ports.store, windows: this.#windows, rulesOf });
    if (changed.length + removed.length > 0) {
      // Before they are written: a write that fails halfway, or whose answer is lost, has changed them all the same.
      for (const { quarter } of [...changed, ...removed]) this.#daysPending.add(Math.floor(quarter / QUARTERS_PER_UTC_DAY));
      await this.#ports.keepPublished?.({ changed, removed });
      await this.#ports.store.writeQuarters({ changed, removed });
    }
    for (const one of events) this.#events.push(one);
    return changed.length + removed.length;
  }

  #rulesFor(register: RegisterRow): CounterRules {
    const profile = profileById(this.#profiles.get(register.meter) ?? '');
    return this.#ports.registers.rulesFor(register, profile?.modulus[register.name] ?? null);
  }
}
