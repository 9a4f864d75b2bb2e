// One message -> readings of known meters, or why not. Decodes with the profile of the gateway, finds the meter, judges
// what may be kept. Runs in the store thread, for every message; a look at the last messages reads them once more.
import { decodeMessage } from '../../devices/index.ts';
import type { DecodeNote, Reading, Refused, TotalMismatch, Weighing } from '../domain/reading.ts';
import { toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { JournalRecord } from './journal-format.ts';
import type { MeterSnapshot, Registers } from './registers.ts';

/** What one message turned out to be. */
export interface Outcome {
  readonly record: JournalRecord;
  readonly profile: string | null;
  /** How many readings were taken: they themselves would fill the memory with what nobody looks at. */
  readonly taken: number;
  readonly refused: readonly Refused[];
  readonly notes: readonly DecodeNote[];
  /** Loads that were weighed; whose they are is judged where the registry is. */
  readonly weighings?: readonly Weighing[];
}

export interface Mismatched {
  readonly meter: number;
  readonly mismatch: TotalMismatch;
  readonly receivedAt: EpochMs;
}

/** Where readings go. */
export interface Taker {
  take(meter: MeterSnapshot, reading: Reading, record: JournalRecord): void;
  mismatch(told: Mismatched): void;
}

export interface MessageReaderPorts {
  readonly registers: Registers;
  /** Before this instant the readings (of a register) are no longer there to derive from. */
  readonly rawFrom?: (register: number | null) => EpochMs;
}

const NONE: readonly never[] = [];

export class MessageReader {
  readonly #ports: MessageReaderPorts;
  /** Profile that decoded the latest message of each meter: it knows where the counters roll over. */
  readonly #profiles = new Map<number, string>();

  constructor(ports: MessageReaderPorts) {
    this.#ports = ports;
  }

  profileOf(meter: number): string | null {
    return this.#profiles.get(meter) ?? null;
  }

  read(record: JournalRecord, taker: Taker): Outcome {
    const gateway = this.#ports.registers.gateway(record.gateway);
    if (gateway === undefined) return { record, profile: null, taken: 0, refused: [{ reason: 'unknown-gateway', detail: 'the gateway was removed' }], notes: NONE };
    const { profile, decoded } = decodeMessage({ profile: gateway.profile, payload: record.payload, context: record });
    if (!decoded.ok) return { record, profile, taken: 0, refused: [{ reason: decoded.reason, detail: decoded.detail }], notes: NONE };
    const refused: Refused[] = [...decoded.refused];
    // One reading cannot be of two meters at once.
    const devices = severalDevices(decoded.readings) ? new Map<string, string>() : null;
    const meters = new Map<string, number>();
    let taken = 0;
    for (const reading of decoded.readings) {
      const meter = this.#ports.registers.meterFor(gateway, reading);
      if ('reason' in meter) {
        if (!refused.some((one) => one.detail === meter.detail)) refused.push(meter);
        continue;
      }
      const wrong = this.#tooOld(meter, reading) ?? (devices === null ? null : secondMeter(meter, reading, devices));
      if (wrong !== null) {
        refused.push(wrong);
        continue;
      }
      if (profile !== null && this.#profiles.get(meter.id) !== profile) this.#profiles.set(meter.id, profile);
      if (decoded.mismatches !== undefined) meters.set(reading.register, meter.id);
      taken += 1;
      taker.take(meter, reading, record);
    }
    for (const mismatch of decoded.mismatches ?? NONE) {
      const meter = meters.get(mismatch.register);
      if (meter !== undefined) taker.mismatch({ meter, mismatch, receivedAt: record.receivedAt });
    }
    const { weighings } = decoded;
    return { record, profile, taken, refused: refused.length === 0 ? NONE : refused, notes: decoded.notes, ...(weighings !== undefined && { weighings }) };
  }

  #tooOld(meter: MeterSnapshot, reading: Reading): Refused | null {
    const { rawFrom, registers } = this.#ports;
    if (rawFrom === undefined) return null;
    const fromMs = rawFrom(registers.find(meter.id, reading.register)?.id ?? null);
    if (reading.at >= fromMs) return null;
    return { reason: 'too-old', detail: `a reading of ${toIso(reading.at)}: readings from before ${toIso(epochMs(fromMs))} are no longer kept` };
  }
}

function severalDevices(readings: readonly Reading[]): boolean {
  const first = readings[0]?.device;
  return readings.some((reading) => reading.device !== first);
}

function secondMeter(meter: MeterSnapshot, reading: Reading, devices: Map<string, string>): Refused | null {
  const key = `${meter.id} ${reading.register}`;
  const other = devices.get(key);
  if (other !== undefined && other !== reading.device)
    return { reason: 'no-meter', detail: `two ${reading.carrier} meters, '${other}' and '${reading.device}', in one message; add the second one with its serial` };
  devices.set(key, reading.device);
  return null;
}
