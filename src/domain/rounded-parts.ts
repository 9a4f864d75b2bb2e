// Rounds the terms of a sum to whole millionths so that they add up to the rounded sum. Pure.
import { toMicro } from './ledger.ts';

/** Each term is told as the rounded running sum after it less that before it: it lies within one millionth of itself, and the terms
 *  add up to the rounded whole, wherever the sum is cut.
 *  @returns what takes the terms in their order, and gives whole millionths
 *  @see docs/methods-explained.md#parts-that-are-no-whole-millionths */
export function roundedParts(): (term: number) => number {
  let [exact, told] = [0, 0];
  return (term) => {
    exact += term;
    const before = told;
    // Without the negative zero that rounding makes of a little below nothing.
    told = toMicro(exact) + 0;
    return told - before;
  };
}
