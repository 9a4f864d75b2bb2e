// What a batch of messages amounts to: rows for the store, and of each register its last value and the skew of its clock.
import type { Reading } from '../domain/reading.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { NewRegister, RegisterRow } from '../storage/registry.ts';
import type { RawRows } from '../storage/series.ts';
import type { JournalRecord } from './journal-format.ts';
import type { Mismatched, Taker } from './message-reader.ts';
import { type MeterSnapshot, type Registers, deviceNumber, storedUnit, storedValue } from './registers.ts';

/** What a batch holds of one register. */
export interface Touched {
  readonly register: RegisterRow;
  /** Places of its rows, in the order of the journal. */
  readonly rows: number[];
  /** Place of the latest row. */
  last: number;
  /** Device's time minus time of receipt, of the last reading that carries a time. */
  skewMs: number | null;
}

export class ReadingBatch implements Taker {
  readonly rows: RawRows = { registers: [], atMs: [], values: [], devices: [], seqs: [] };
  readonly mismatches: Mismatched[] = [];
  /** Registers that appear for the first time; their readings are not in the rows. */
  readonly wanted = new Map<string, NewRegister>();
  readonly #registers: Registers;
  readonly #touched = new Map<number, Touched>();
  #device = '';
  #deviceNumber = 0;

  constructor(registers: Registers) {
    this.#registers = registers;
  }

  take(meter: MeterSnapshot, reading: Reading, record: JournalRecord): void {
    const register = this.#registers.find(meter.id, reading.register);
    if (register === undefined) {
      const { carrier, flow, kind, unit } = reading;
      this.wanted.set(`${meter.id} ${reading.register}`, { meter: meter.id, name: reading.register, carrier, flow, kind, unit: storedUnit(unit) });
      return;
    }
    const { rows } = this;
    const place = rows.atMs.length;
    rows.registers.push(register.id);
    rows.atMs.push(reading.at);
    rows.values.push(storedValue(reading));
    rows.devices.push(this.#numberOf(reading.device));
    rows.seqs.push(record.seq);
    let touched = this.#touched.get(register.id);
    if (touched === undefined) {
      touched = { register, rows: [], last: place, skewMs: null };
      this.#touched.set(register.id, touched);
    }
    touched.rows.push(place);
    if (reading.at >= (rows.atMs[touched.last] ?? 0)) touched.last = place;
    if (reading.timeSource === 'device') touched.skewMs = reading.at - record.receivedAt;
  }

  /** The readings of a message nearly all come from one device. */
  #numberOf(device: string): number {
    if (device !== this.#device) {
      this.#device = device;
      this.#deviceNumber = deviceNumber(device);
    }
    return this.#deviceNumber;
  }

  mismatch(told: Mismatched): void {
    this.mismatches.push(told);
  }

  touched(): Iterable<Touched> {
    return this.#touched.values();
  }

  at(place: number): EpochMs {
    return epochMs(this.rows.atMs[place] ?? 0);
  }

  value(place: number): number {
    return this.rows.values[place] ?? 0;
  }

  device(place: number): number {
    return this.rows.devices[place] ?? 0;
  }
}
