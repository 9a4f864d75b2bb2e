// What can happen to a meter, as its page and its API tell it. Holds types only.
import { LEDGER_EVENTS } from './ledger.ts';
import type { EpochMs } from './units.ts';

/** What is seen in the messages or in the quarters of a meter, beside what happens to its counters. */
export const MESSAGE_EVENTS = ['clock-ahead', 'clock-behind', 'total-mismatch'] as const;
export const QUARTER_EVENTS = ['frozen', 'reversed', 'unit-suspect'] as const;
export const METER_EVENTS = [...LEDGER_EVENTS, ...MESSAGE_EVENTS, ...QUARTER_EVENTS] as const;
export type MeterEventKind = (typeof METER_EVENTS)[number];

export interface MeterEvent {
  readonly register: number;
  readonly kind: MeterEventKind;
  readonly at: EpochMs;
  /** State of the counter before and after, in its unit; of a clock, seconds off; of a total, the sum of the
   *  tariffs and the total. */
  readonly from: number | null;
  readonly to: number | null;
  /** Readings or quarters that said so. */
  readonly readings: number;
}

/** Events of a register after `fromMs` up to and including `untilMs` are these, and no others of their kinds. */
export interface EventChange {
  readonly register: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly events: readonly Omit<MeterEvent, 'register'>[];
}
