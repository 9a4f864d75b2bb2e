// Sub-meters against the meter before them: they may leave something unmeasured, they may never measure more. Pure.
import { QUARTERS_MIN, type Verdict } from './verdict.ts';

/** Meters of class 1 and 2 may differ this much; from the second on one of them is wrong. */
const SHARE = { fits: 0.02, doubtful: 0.05 };
/** A quarter in which the parts are this much above the whole, in the unit of the meter, is one more than rounding. */
const ABOVE_MIN = 0.1;
/** Below this amount in all there is nothing to compare. */
const AMOUNT_MIN = 1;

/** close: the parts are all there is, as behind the main of a closed distribution system; below: something may hang beside them. */
export type PartsRule = 'close' | 'below';

export interface PartsCheck {
  readonly verdict: Verdict;
  /** Quarters in which the whole and all parts are known. */
  readonly quarters: number;
  readonly whole: number;
  readonly parts: number;
  /** The whole without its signs: what is drawn at night and given at noon, added up. */
  readonly flowed: number;
  /** (whole - parts) / flowed: what is not measured, or lost; below 0 the parts are more than the whole. null of nothing. */
  readonly restShare: number | null;
  /** Quarters in which the parts are more than the whole. */
  readonly quartersAbove: number;
}

/** A quarter that can be compared, by its place in the series. */
export interface ComparedQuarter {
  readonly t: number;
  readonly all: number;
  readonly sum: number;
}

/** Quarters in which the whole and all parts are known.
 *  @see docs/methods-meters.md#cross-checks */
export function comparedParts(whole: Float64Array, parts: readonly Float64Array[]): ComparedQuarter[] {
  const compared: ComparedQuarter[] = [];
  for (let t = 0; t < whole.length; t++) {
    const all = whole[t] ?? Number.NaN;
    const sum = parts.reduce((total, one) => total + (one[t] ?? Number.NaN), 0);
    if (!Number.isNaN(all) && !Number.isNaN(sum)) compared.push({ t, all, sum });
  }
  return compared;
}

/** The parts are more than the whole by more than meters differ.
 *  @see docs/methods-meters.md#cross-checks */
export const isAbove = ({ all, sum }: ComparedQuarter): boolean => sum - all > Math.max(SHARE.fits * Math.abs(all), ABOVE_MIN);

/** Compares a meter with the meters behind it.
 *  @param whole amounts of quarters that follow each other, NaN where unknown
 *  @param parts of the same quarters
 *  @see docs/methods-meters.md#cross-checks */
export function partsAgainstWhole(whole: Float64Array, parts: readonly Float64Array[], rule: PartsRule): PartsCheck {
  const compared = comparedParts(whole, parts);
  let [wholeSum, partsSum, flowed] = [0, 0, 0];
  for (const { all, sum } of compared) {
    wholeSum += all;
    partsSum += sum;
    flowed += Math.abs(all);
  }
  const quarters = compared.length;
  const quartersAbove = compared.filter(isAbove).length;
  // Of what is drawn at night and given at noon the sum is small: the rest is held against all that flowed.
  const restShare = flowed === 0 ? null : (wholeSum - partsSum) / flowed;
  return { verdict: judge({ quarters, flowed, restShare, partsSum }, rule), quarters, whole: wholeSum, parts: partsSum, flowed, restShare, quartersAbove };
}

function judge(found: { quarters: number; flowed: number; restShare: number | null; partsSum: number }, rule: PartsRule): Verdict {
  const { quarters, flowed, restShare, partsSum } = found;
  if (quarters < QUARTERS_MIN) return 'too-little';
  if (restShare === null || flowed < AMOUNT_MIN) return partsSum < AMOUNT_MIN ? 'too-little' : 'wrong';
  const off = rule === 'close' ? Math.abs(restShare) : Math.max(0, -restShare);
  return off <= SHARE.fits ? 'fits' : off <= SHARE.doubtful ? 'doubtful' : 'wrong';
}
