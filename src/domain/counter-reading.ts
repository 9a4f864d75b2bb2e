// One state of a counter, what its connection allows, and the order in which states are judged. Pure.
import type { EpochMs } from './units.ts';

export interface CounterReading {
  readonly at: EpochMs;
  /** State of the counter in its unit (kWh, m3). */
  readonly value: number;
  /** Which device counted: equal numbers are one device, 0 = the message does not say. */
  readonly device: number;
}

export interface CounterRules {
  /** Most that can flow through the connection in an hour, in the counter's unit (1.1 x its capacity). */
  readonly maxPerHour: number;
  /** Slack on a step: resolution of the counter plus the delay of its display. */
  readonly slack: number;
  /** Value at which the counter starts at 0 again; null when the device does not say. */
  readonly modulus: number | null;
  /** The readings are power in kW, to be integrated (ledger-power.ts); they are no counter. */
  readonly integrates?: boolean;
}

/** Order of readings, total: time, then value, then device. */
export function compareReadings(a: CounterReading, b: CounterReading): number {
  return a.at - b.at || a.value - b.value || a.device - b.device;
}
