// Sums the quarters of registers over local days or months. Pure: what every store of roll-ups is held against.
import type { LocalDay } from './local-days.ts';
import { localDayOf, monthOfDay } from './local-days.ts';

/** A quarter as stored: several sources may have said something of it. */
export interface SourcedQuarter {
  readonly register: number;
  readonly quarter: number;
  /** Millionths of the counter's unit. */
  readonly amountMicro: number;
  /** Index into the codes of quality flags: C M I E S X. */
  readonly flag: number;
  /** In rising authority: live, settled, corrected. */
  readonly source: number;
}

/** Sum of a register over a local day or month. */
export interface Rollup {
  readonly register: number;
  /** First day of the span. */
  readonly day: LocalDay;
  /** Quarters that have a value. */
  readonly present: number;
  /** Millionths of the counter's unit: whole numbers, so the sum is exact. */
  readonly amountMicro: number;
  /** Amount by flag, in the order of the codes; they add up to `amountMicro`. */
  readonly byFlagMicro: readonly number[];
}

export const FLAGS_COUNTED = 6;

/** Sums quarters by register and span, corrected over settled over live; of equal authority the last one counts.
 *  @returns in the order of register and span
 *  @see docs/methods.md#roll-ups */
export function rollUp(quarters: Iterable<SourcedQuarter>, step: 'P1D' | 'P1M'): Rollup[] {
  const chosen = new Map<string, SourcedQuarter>();
  for (const one of quarters) {
    const key = `${one.register} ${one.quarter}`;
    if ((chosen.get(key)?.source ?? -1) <= one.source) chosen.set(key, one);
  }
  const sums = new Map<string, Rollup & { byFlagMicro: number[] }>();
  for (const { register, quarter, amountMicro, flag } of chosen.values()) {
    const local = localDayOf(quarter);
    const day = step === 'P1D' ? local : monthOfDay(local);
    const key = `${register} ${day}`;
    const before = sums.get(key) ?? { register, day, present: 0, amountMicro: 0, byFlagMicro: Array.from({ length: FLAGS_COUNTED }, () => 0) };
    const byFlagMicro = before.byFlagMicro.map((micro, code) => (code === flag ? micro + amountMicro : micro));
    sums.set(key, { register, day, present: before.present + 1, amountMicro: before.amountMicro + amountMicro, byFlagMicro });
  }
  return [...sums.values()].sort((a, b) => a.register - b.register || a.day - b.day);
}
