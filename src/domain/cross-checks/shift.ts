// Whether two meters that see the same load keep the same time: their changes from quarter to quarter go together at no
// shift, or at some other one. Pure.
import { QUARTERS_MIN, type Verdict } from './verdict.ts';

/** Two hours to either side: a clock that stands on another zone, in summer as well. */
export const SHIFT_MAX_QUARTERS = 8;
/** The changes go together at all. */
const CORRELATION_MIN = 0.25;
/** A shift is believed when it explains this much more, and this many standard errors more. */
const GAIN_MIN = 0.1;
const Z_MIN = 4;

export interface ShiftCheck {
  readonly verdict: Verdict;
  readonly quarters: number;
  /** The other meter tells it this much later than the first; 0 when nothing says otherwise. */
  readonly shiftQuarters: number;
  /** Of the changes from quarter to quarter at that shift and at none, -1 to 1; null of too few. */
  readonly correlation: number | null;
  readonly correlationUnshifted: number | null;
}

/** Amounts -> changes from the quarter before; NaN where either is unknown.
 *  @see docs/methods-meters.md#cross-checks */
export function changesOf(amounts: Float64Array): Float64Array {
  const changes = new Float64Array(amounts.length).fill(Number.NaN);
  for (let t = 1; t < amounts.length; t++) changes[t] = (amounts[t] ?? Number.NaN) - (amounts[t - 1] ?? Number.NaN);
  return changes;
}

/** Looks for the shift at which the changes of two meters go together best, with the same or the opposite sign.
 *  @param first amounts of quarters that follow each other, NaN where unknown
 *  @param second of the same quarters
 *  @see docs/methods-meters.md#cross-checks */
export function shiftBetween(first: Float64Array, second: Float64Array): ShiftCheck {
  const [a, b] = [changesOf(first), changesOf(second)];
  const unshifted = correlationAt(a, b, 0);
  if (unshifted.n < QUARTERS_MIN) return { verdict: 'too-little', quarters: unshifted.n, shiftQuarters: 0, correlation: null, correlationUnshifted: null };
  let [best, at] = [unshifted, 0];
  for (let shift = -SHIFT_MAX_QUARTERS; shift <= SHIFT_MAX_QUARTERS; shift++) {
    const found = correlationAt(a, b, shift);
    if (found.n >= QUARTERS_MIN && Math.abs(found.r) > Math.abs(best.r)) [best, at] = [found, shift];
  }
  const known = { quarters: best.n, correlation: best.r, correlationUnshifted: unshifted.r };
  const believed = at !== 0 && Math.abs(best.r) >= CORRELATION_MIN && isMore(best, unshifted);
  if (believed) return { verdict: 'wrong', shiftQuarters: at, ...known };
  const verdict = Math.abs(unshifted.r) >= CORRELATION_MIN ? 'fits' : 'too-little';
  return { verdict, quarters: unshifted.n, shiftQuarters: 0, correlation: unshifted.r, correlationUnshifted: unshifted.r };
}

/** Fisher's transformation, with one in two quarters taken as independent. */
function isMore(best: { n: number; r: number }, other: { r: number }): boolean {
  const [high, low] = [Math.abs(best.r), Math.abs(other.r)];
  const z = (Math.atanh(Math.min(high, 0.999_999)) - Math.atanh(Math.min(low, 0.999_999))) * Math.sqrt(Math.max(best.n - 3, 0) / 2 / 2);
  return high - low >= GAIN_MIN && z >= Z_MIN;
}

/** Pearson's correlation of a[t] with b[t + shift]; 0 where one of them does not move. */
function correlationAt(a: Float64Array, b: Float64Array, shift: number): { n: number; r: number } {
  let [n, sumA, sumB, sumAa, sumBb, sumAb] = [0, 0, 0, 0, 0, 0];
  for (let t = Math.max(0, -shift); t < Math.min(a.length, b.length - shift); t++) {
    const [x, y] = [a[t] ?? Number.NaN, b[t + shift] ?? Number.NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n += 1;
    sumA += x;
    sumB += y;
    sumAa += x * x;
    sumBb += y * y;
    sumAb += x * y;
  }
  const [varA, varB] = [n * sumAa - sumA * sumA, n * sumBb - sumB * sumB];
  return { n, r: varA <= 0 || varB <= 0 ? 0 : (n * sumAb - sumA * sumB) / Math.sqrt(varA * varB) };
}
