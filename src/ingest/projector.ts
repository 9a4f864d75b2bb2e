// Follows the journal: raw message -> readings -> raw rows and quarters in the store. Runs in the store thread.
import { decodeMessage, profileById } from '../../devices/index.ts';
import type { CounterRules } from '../domain/ledger.ts';
import type { DecodeNote, Reading, Refused } from '../domain/reading.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Cursor, RawRows, SeriesStore } from '../storage/series.ts';
import type { JournalRecord } from './journal-format.ts';
import { LedgerWindows } from './ledger-windows.ts';
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
}

export interface ProjectorPorts {
  readonly store: SeriesStore;
  readonly registers: Registers;
  /** Asks the registry, which another thread writes, for ids of registers seen for the first time. */
  readonly newRegisters: (wanted: readonly NewRegister[]) => Promise<readonly RegisterRow[]>;
  /** Before this instant the readings (of a register) are no longer there to derive from. */
  readonly rawFrom?: (register: number | null) => EpochMs;
}

interface Assigned {
  readonly meter: number;
  readonly reading: Reading;
  readonly seq: number;
  readonly receivedAt: EpochMs;
}

export class Projector {
  readonly #ports: ProjectorPorts;
  #windows = new LedgerWindows();
  /** Profile that decoded the latest message of each meter: it knows where the counters roll over. */
  readonly #profiles = new Map<number, string>();
  readonly #last = new Map<number, EpochMs>();

  constructor(ports: ProjectorPorts) {
    this.#ports = ports;
  }

  /** Stores a batch of records: raw rows first, then the quarters that follow from them. */
  async project(records: readonly JournalRecord[], cursor: Cursor): Promise<Projected> {
    const { outcomes, assigned } = this.#decode(records);
    await this.#learnRegisters(assigned);
    const rows: RawRows = { registers: [], atMs: [], values: [], devices: [], seqs: [] };
    const last = new Map<number, { register: number; at: EpochMs; value: number }>();
    const skews = new Map<number, number>();
    for (const { meter, reading, seq, receivedAt } of assigned) {
      const register = this.#ports.registers.find(meter, reading.register);
      if (register === undefined) continue;
      const value = storedValue(reading);
      rows.registers.push(register.id);
      rows.atMs.push(reading.at);
      rows.values.push(value);
      rows.devices.push(deviceNumber(reading.device));
      rows.seqs.push(seq);
      if (reading.timeSource === 'device') skews.set(register.id, reading.at - receivedAt);
      if (reading.at >= (this.#last.get(register.id) ?? 0)) {
        this.#last.set(register.id, reading.at);
        last.set(register.id, { register: register.id, at: reading.at, value });
      }
    }
    await this.#ports.store.appendRaw(rows, cursor);
    const quartersChanged = await this.#deriveQuarters(rows);
    return { seq: cursor.seq, outcomes, last: [...last.values()], skews: [...skews].map(([register, skewMs]) => ({ register, skewMs })), quartersChanged };
  }

  /** The running quarter of counters, from the store where memory begins later: after a restart. */
  async running(registers: Int32Array): Promise<{ register: number; start: number; until: number; amountMicro: number }[]> {
    const fromMs = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
    // A register that the registry made without us has no readings yet.
    const counters = [...registers].filter((register) => this.#ports.registers.byId(register)?.kind === 'counter');
    for (const register of counters) this.#windows.open(register, fromMs);
    await this.#deriveChanged();
    return counters.flatMap((register) => {
      const running = this.#windows.running(register);
      return running === null ? [] : [{ register, start: running.start, until: running.until, amountMicro: running.amountMicro }];
    });
  }

  #decode(records: readonly JournalRecord[]): { outcomes: Outcome[]; assigned: Assigned[] } {
    const outcomes: Outcome[] = [];
    const assigned: Assigned[] = [];
    for (const record of records) {
      const outcome = this.#decodeOne(record, assigned);
      outcomes.push(outcome);
    }
    return { outcomes, assigned };
  }

  #decodeOne(record: JournalRecord, assigned: Assigned[]): Outcome {
    const gateway = this.#ports.registers.gateway(record.gateway);
    if (gateway === undefined) {
      return { record, profile: null, readings: [], refused: [{ reason: 'unknown-gateway', detail: 'the gateway was removed' }], notes: [] };
    }
    const { profile, decoded } = decodeMessage({ profile: gateway.profile, payload: record.payload, context: { topic: record.topic, receivedAt: record.receivedAt } });
    if (!decoded.ok) return { record, profile, readings: [], refused: [{ reason: decoded.reason, detail: decoded.detail }], notes: [] };
    const refused: Refused[] = [...decoded.refused];
    const taken = new Map<string, string>();
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
      const key = `${meter.id} ${reading.register}`;
      const other = taken.get(key);
      if (other !== undefined && other !== reading.device) {
        refused.push({ reason: 'no-meter', detail: `two ${reading.carrier} meters, '${other}' and '${reading.device}', in one message; add the second one with its serial` });
        continue;
      }
      taken.set(key, reading.device);
      if (profile !== null) this.#profiles.set(meter.id, profile);
      readings.push(reading);
      assigned.push({ meter: meter.id, reading, seq: record.seq, receivedAt: record.receivedAt });
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
    rows.registers.forEach((register, index) => {
      if (this.#ports.registers.byId(register)?.kind !== 'counter') return;
      const [at, value, device] = [rows.atMs[index], rows.values[index], rows.devices[index]];
      if (at !== undefined && value !== undefined && device !== undefined) this.#windows.add(register, { at: epochMs(at), value, device });
    });
    // Limits and profile may have changed since the last batch.
    for (const register of new Set(rows.registers)) {
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
    const { changed, removed } = this.#windows.derive();
    const rewritten: { register: number; quarter: number }[] = [];
    for (let cold = this.#windows.cold(); cold.length > 0; cold = this.#windows.cold()) {
      const readings = await this.#ports.store.readFromAnchors(cold);
      for (const [register, list] of readings) {
        const snapshot = this.#ports.registers.byId(register);
        if (snapshot === undefined) {
          this.#windows.forget(register);
          continue;
        }
        const first = list[0];
        if (first !== undefined) rewritten.push({ register, quarter: Math.ceil(first.at / QUARTER_MS) });
        this.#windows.warm(register, list, this.#rulesFor(snapshot));
      }
      const more = this.#windows.derive();
      // One by one: months of quarters as arguments of one call are more than the stack holds.
      for (const one of more.changed) changed.push(one);
      for (const one of more.removed) removed.push(one);
    }
    if (changed.length + removed.length + rewritten.length > 0) await this.#ports.store.writeQuarters({ changed, removed, rewritten });
    return changed.length;
  }

  #rulesFor(register: RegisterRow): CounterRules {
    const profile = profileById(this.#profiles.get(register.meter) ?? '');
    return this.#ports.registers.rulesFor(register, profile?.modulus[register.name] ?? null);
  }
}
