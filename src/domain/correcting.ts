// Amounts of a correction by hand and of a meter swap, quarter by quarter. Pure.
import { type CounterReading, type CounterRules, deriveQuarters, fromMicro, spreadMicro, toMicro } from './ledger.ts';
import { QUARTER_MS } from './time.ts';
import { type EpochMs, epochMs } from './units.ts';

/** A quarter's corrected amount in the register's unit. */
export interface Corrected {
  readonly quarter: number;
  readonly amount: number;
}

/** A total over consecutive quarters, in whole millionths that add up to it exactly.
 *  @param weights what each quarter measured; null spreads evenly, as do weights that are all 0
 *  @returns one amount a quarter
 *  @see docs/methods.md#corrections */
export function spreadTotal(over: { readonly total: number; readonly from: number; readonly to: number; readonly weights: readonly number[] | null }): Corrected[] {
  const even = Array.from({ length: over.to - over.from }, () => 1);
  return spreadMicro(toMicro(over.total), over.weights ?? even).map((micro, index) => ({ quarter: over.from + index, amount: fromMicro(micro) }));
}

export interface Swap {
  readonly at: EpochMs;
  /** The old device when it was taken away, and the new one when it began. */
  readonly end: number;
  readonly start: number;
}
export type SwapOutcome =
  | { readonly ok: true; readonly quarters: readonly Corrected[] }
  | { readonly ok: false; readonly reason: 'no-readings' }
  /** shown: by the old device before the swap, or by the new one after it. */
  | { readonly ok: false; readonly reason: 'end-below-last' | 'start-above-next'; readonly shown: number };

/** The quarters around a swap, made of the readings on both sides and the two that were written down. The new
 *  device is counted on from where the old one ended, so that the quarters are differences of one counter.
 *  @param readings of the old device before and of the new one after the swap, in ledger order
 *  @returns the quarters that the gap between the last old and the first new reading touches
 *  @see docs/methods.md#corrections */
export function swapQuarters(readings: readonly CounterReading[], swap: Swap, rules: CounterRules): SwapOutcome {
  const before = readings.filter((one) => one.at <= swap.at);
  const after = readings.filter((one) => one.at > swap.at);
  const [last, next] = [before.at(-1), after[0]];
  if (last === undefined || next === undefined) return { ok: false, reason: 'no-readings' };
  if (swap.end < last.value) return { ok: false, reason: 'end-below-last', shown: last.value };
  if (swap.start > next.value) return { ok: false, reason: 'start-above-next', shown: next.value };
  const line = [
    ...before.map((one) => ({ ...one, device: 0 })),
    { at: swap.at, value: swap.end, device: 0 },
    ...after.map((one) => ({ at: one.at, value: fromMicro(toMicro(one.value) - toMicro(swap.start) + toMicro(swap.end)), device: 0 })),
  ];
  const { quarters } = deriveQuarters(line, rules);
  const touched = quarters.filter((one) => one.start < next.at && epochMs(one.start + QUARTER_MS) > last.at);
  return { ok: true, quarters: touched.map((one) => ({ quarter: one.start / QUARTER_MS, amount: fromMicro(one.amountMicro) })) };
}
