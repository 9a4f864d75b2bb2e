// What one meter said at one instant, after decoding and before any judgement. Holds types only.
import type { EpochMs } from './units.ts';

export const CARRIERS = ['electricity', 'gas', 'heat', 'cold', 'steam', 'hydrogen', 'biogas', 'water'] as const;
export type Carrier = (typeof CARRIERS)[number];

export const FLOWS = ['import', 'export', 'generation', 'consumption', 'charge', 'discharge'] as const;
export type Flow = (typeof FLOWS)[number];

/** Units that readings carry; amounts of heat arrive in GJ or kWh and are stored in kWh. */
export const READING_UNITS = ['kWh', 'kW', 'm3', 'm3/h', 'GJ', 'degC'] as const;
export type ReadingUnit = (typeof READING_UNITS)[number];

/** One value of one register.
 *  counter: cumulative, only its differences mean energy. gauge: the state at that instant. */
export interface Reading {
  /** Name of the register within its meter, stable over firmware: 'import-t1', 'gas', 'power-import'. */
  readonly register: string;
  /** Serial of the device that counted, '' when the message does not say. A new serial is a meter swap. */
  readonly device: string;
  readonly carrier: Carrier;
  readonly flow: Flow;
  readonly kind: 'counter' | 'gauge';
  readonly unit: ReadingUnit;
  readonly value: number;
  readonly at: EpochMs;
  /** 'arrival' when the message carries no usable time and the time of receipt stands in. */
  readonly timeSource: 'device' | 'arrival';
}

/** Why a message, or one entry of it, is not a reading. Each has a sentence in docs/methods.md#refused. */
export const REFUSED_REASONS = [
  'empty-payload',
  'payload-too-large',
  'not-a-telegram',
  'telegram-truncated',
  'crc-mismatch',
  'not-json',
  'unknown-shape',
  'no-reading',
  'bad-number',
  'bad-time',
  'clock-ahead',
  'too-old',
  'incomplete-entry',
  'unit-mismatch',
  'unknown-gateway',
  'unknown-profile',
  'too-many-readings',
  'no-meter',
] as const;
export type RefusedReason = (typeof REFUSED_REASONS)[number];

export interface Refused {
  readonly reason: RefusedReason;
  /** One sentence for the person who looks at the message: what stood there, what was expected. */
  readonly detail: string;
}

/** What a profile makes of one message. Usable entries are kept, the others are named. */
export type Decoded =
  | {
      readonly ok: true;
      readonly readings: readonly Reading[];
      readonly refused: readonly Refused[];
      readonly notes: readonly DecodeNote[];
      /** Totals that differ from the sum of their tariffs. */
      readonly mismatches?: readonly TotalMismatch[];
      /** Loads of materials: no counter, so they go to the registry and not to the ledger. */
      readonly weighings?: readonly Weighing[];
    }
  | { readonly ok: false; readonly reason: RefusedReason; readonly detail: string };

/** A load of a material stream that was weighed. */
export interface Weighing {
  readonly stream: number;
  /** The need that it was for; null: not said. */
  readonly need: number | null;
  readonly kg: number;
  /** What the scale calls this load, '' when it does not; the same ticket of a gateway is the same load. */
  readonly ticket: string;
  readonly at: EpochMs;
  readonly source: 'weighbridge' | 'container';
}

/** A total that is told beside its tariffs and is not their sum; one of the two is counted, never both. */
export interface TotalMismatch {
  /** A register that is counted. */
  readonly register: string;
  readonly tariffsKwh: number;
  readonly totalKwh: number;
}

/** How a meter on three phases counts. netted: import and export of the phases at one instant are subtracted first;
 *  per-phase: each phase is counted on its own, so that both can run at once; unknown: the device does not say. */
export type PhaseNetting = 'netted' | 'per-phase' | 'unknown';

/** Accepted, with something the park manager may want to know. */
export type DecodeNote = 'crc-not-verifiable' | 'no-crc' | 'arrival-time' | 'dead-channel' | 'total-mismatch';

export interface DecodeContext {
  readonly topic: string;
  readonly receivedAt: EpochMs;
}

/** One kind of device: how to recognise its messages and what they mean. */
export interface Profile {
  /** File name without extension: 'dsmr-p1'. */
  readonly id: string;
  readonly title: string;
  /** One sentence on what to set on the device, in English; the page has its Dutch twin. */
  readonly setup: string;
  /** True when the payload looks like this profile's; used when a gateway has no profile yet. */
  recognises(payload: Uint8Array, topic: string): boolean;
  /** Never throws; never yields NaN or Infinity. */
  decode(payload: Uint8Array, context: DecodeContext): Decoded;
  /** How its electricity meters count over phases; what the balance of a connection means depends on it. */
  readonly phaseNetting: PhaseNetting;
  /** 10^digits of each counter in its reading unit, by register name; absent = rollover unknown. */
  readonly modulus: Readonly<Record<string, number>>;
}
