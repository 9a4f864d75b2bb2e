// A register that holds the figure of a whole connection, beside registers of its meters: the sum must count once. Pure.
import { NO_VALUE } from './balance.ts';

interface Amounts {
  readonly amounts: Float64Array;
  /** Index into FLAGS, or NO_VALUE. */
  readonly flags: Uint8Array;
}

/** Fills in place what one of them leaves open because the other says it all: where the whole has a value, a part
 *  without one counts 0; where all parts have one, the whole counts 0. Where neither is so, the quarter stays open.
 *  @param whole amounts that a metering company or a person gave for the whole connection
 *  @param parts registers of its meters with the same flow, arrays of the same length
 *  @see docs/methods.md#registers-of-imported-figures */
export function completeWhole(whole: Amounts, parts: readonly Amounts[]): void {
  if (parts.length === 0) return;
  for (let t = 0; t < whole.flags.length; t++) {
    const flag = whole.flags[t] ?? NO_VALUE;
    if (flag !== NO_VALUE) {
      for (const part of parts) if (part.flags[t] === NO_VALUE) setZero(part, t, flag);
    } else if (parts.every((part) => part.flags[t] !== NO_VALUE)) setZero(whole, t, parts[0]?.flags[t] ?? NO_VALUE);
  }
}

function setZero(one: Amounts, t: number, flag: number): void {
  one.amounts[t] = 0;
  one.flags[t] = flag;
}
