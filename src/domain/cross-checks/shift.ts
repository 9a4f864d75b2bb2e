// Whether two meters that see the same load keep the same time: their changes from quarter to quarter go together at no
// shift, or at some other one. Pure.
import { correlationOf, momentsOf } from './moments.ts';
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

export interface ShiftCandidate {
  readonly shiftQuarters: number;
  /** Pairs of changes. */
  readonly quarters: number;
  readonly correlation: number;
}

/** How the changes of two meters go together at each shift.
 *  @see docs/methods-meters.md#cross-checks */
export function shiftCandidates(first: Float64Array, second: Float64Array): ShiftCandidate[] {
  const [a, b] = [changesOf(first), changesOf(second)];
  return Array.from({ length: 2 * SHIFT_MAX_QUARTERS + 1 }, (_, index) => {
    const shiftQuarters = index - SHIFT_MAX_QUARTERS;
    const { n, r } = correlationAt(a, b, shiftQuarters);
    return { shiftQuarters, quarters: n, correlation: r };
  });
}

/** Looks for the shift at which the changes of two meters go together best, with the same or the opposite sign.
 *  @param first amounts of quarters that follow each other, NaN where unknown
 *  @param second of the same quarters
 *  @see docs/methods-meters.md#cross-checks */
export function shiftBetween(first: Float64Array, second: Float64Array): ShiftCheck {
  const candidates = shiftCandidates(first, second);
  const unshifted = candidates[SHIFT_MAX_QUARTERS] ?? { shiftQuarters: 0, quarters: 0, correlation: 0 };
  if (unshifted.quarters < QUARTERS_MIN) return { verdict: 'too-little', quarters: unshifted.quarters, shiftQuarters: 0, correlation: null, correlationUnshifted: null };
  const more = (best: ShiftCandidate, one: ShiftCandidate): ShiftCandidate => (one.quarters >= QUARTERS_MIN && Math.abs(one.correlation) > Math.abs(best.correlation) ? one : best);
  const best = candidates.reduce(more, unshifted);
  const believed = best.shiftQuarters !== 0 && Math.abs(best.correlation) >= CORRELATION_MIN && isMore(best, unshifted);
  if (believed) return { verdict: 'wrong', ...best, correlationUnshifted: unshifted.correlation };
  const verdict = Math.abs(unshifted.correlation) >= CORRELATION_MIN ? 'fits' : 'too-little';
  return { verdict, ...unshifted, correlationUnshifted: unshifted.correlation };
}

/** Fisher's transformation, with one in two quarters taken as independent. */
function isMore(best: ShiftCandidate, other: ShiftCandidate): boolean {
  const [high, low] = [Math.abs(best.correlation), Math.abs(other.correlation)];
  const z = (Math.atanh(Math.min(high, 0.999_999)) - Math.atanh(Math.min(low, 0.999_999))) * Math.sqrt(Math.max(best.quarters - 3, 0) / 2 / 2);
  return high - low >= GAIN_MIN && z >= Z_MIN;
}

/** Of the changes a[t] and b[t + shift].
 *  @see docs/methods-meters.md#cross-checks */
function correlationAt(a: Float64Array, b: Float64Array, shift: number): { n: number; r: number } {
  const moments = momentsOf(a, b, { shift, withoutStill: false });
  return { n: moments.n, r: correlationOf(moments) };
}
