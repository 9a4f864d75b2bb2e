// Who drives the peak: each company's part in the highest quarter, in the 35 highest, and by Shapley. Pure.
import { peakIn } from './limit-use.ts';
import { type Shapley, shapley } from './shapley.ts';

/** Quarters whose mean is steadier than one peak. */
export const TOP_QUARTERS = 35;
/** Quarters in which a coalition may have its peak: the highest of all together and of each alone. */
const TOGETHER_QUARTERS = 200;
const ALONE_QUARTERS = 20;

export interface PeakMember {
  readonly id: number;
  /** kW in each quarter, below 0 where it feeds in; NaN where nothing is known. */
  readonly kw: Float64Array;
  readonly sure: Uint8Array;
  /** Indexes [begins, ends) of its quarters: it makes no peak of its own outside. Absent: all. */
  readonly begins?: number;
  readonly ends?: number;
}
export interface PeakShare {
  readonly id: number;
  /** Its own highest quarter. */
  readonly kwMax: number | null;
  readonly index: number | null;
  /** At the peak of all together: kW and its share of it. Negative: it relieves the peak. */
  readonly coincidentKw: number | null;
  readonly coincidentShare: number | null;
  /** Mean over the highest quarters of all together. */
  readonly topMeanKw: number | null;
  readonly topShare: number | null;
  /** How much lower the peak would be without it. */
  readonly withoutKw: number | null;
  readonly shapleyKw: number | null;
  readonly shapleyErrorKw: number | null;
}
export interface PeakShares {
  /** Highest quarter of all together that is measured throughout. */
  readonly peak: { readonly kw: number; readonly index: number } | null;
  readonly members: readonly PeakShare[];
  /** Sum of each own highest quarter. */
  readonly ownPeaksKw: number;
  /** What they need less together than each apart (gelijktijdigheid); null without a peak. */
  readonly benefitKw: number | null;
  /** Peak together / sum of own peaks. */
  readonly coincidence: number | null;
  readonly shapleyExact: boolean;
}

/** Attributes the peak of all members together.
 *  @see docs/methods.md#peaks, case O21 */
export function peakShares(members: readonly PeakMember[]): PeakShares {
  const { together, peak, own, top, rows } = peakGround(members);
  const ownPeaksKw = own.reduce((sum, one) => sum + Math.max(one?.kw ?? 0, 0), 0);
  const values = peak === null ? null : shapley(rows);
  const meanOf = (kw: Float64Array): number => top.reduce((sum, t) => sum + (kw[t] ?? 0) / top.length, 0);
  const topMean = peak === null ? 0 : meanOf(together.kw);
  return {
    peak,
    members: members.map((one, index) => ({
      id: one.id,
      kwMax: own[index]?.kw ?? null,
      index: own[index]?.index ?? null,
      ...(peak === null ? nothing : { ...partsOf(one, { peak, topMean, meanOf, values, index }), withoutKw: peak.kw - peakWithout(together, one.kw).kw }),
    })),
    ownPeaksKw,
    benefitKw: peak === null ? null : ownPeaksKw - peak.kw,
    coincidence: peak !== null && ownPeaksKw > 0 ? peak.kw / ownPeaksKw : null,
    shapleyExact: values?.exact ?? true,
  };
}

/** The quarters that the parts in a peak rest on. */
export interface PeakGround {
  readonly together: Together;
  readonly peak: { readonly kw: number; readonly index: number } | null;
  /** Of each member. */
  readonly own: readonly ({ readonly kw: number; readonly index: number } | null)[];
  /** Indexes of the highest quarters of all together. */
  readonly top: readonly number[];
  /** kW of each member in the quarters that may be the peak of a coalition. */
  readonly rows: readonly Float64Array[];
}

/** @see docs/methods.md#peaks */
export function peakGround(members: readonly PeakMember[]): PeakGround {
  const quarters = members[0]?.kw.length ?? 0;
  const together = sumOf(members, quarters);
  const matters = [...new Set([...highest(together, TOGETHER_QUARTERS), ...members.flatMap((one) => highest({ kw: one.kw, sure: together.sure }, ALONE_QUARTERS))])];
  return {
    together,
    peak: peakIn(together),
    own: members.map((one) => peakIn(one, one.begins ?? 0, one.ends ?? quarters)),
    top: highest(together, TOP_QUARTERS),
    rows: members.map((one) => Float64Array.from(matters, (t) => one.kw[t] ?? 0)),
  };
}

type Parts = Omit<PeakShare, 'id' | 'kwMax' | 'index'>;
const nothing: Parts = { coincidentKw: null, coincidentShare: null, topMeanKw: null, topShare: null, withoutKw: null, shapleyKw: null, shapleyErrorKw: null };

interface PartsOver {
  readonly peak: { kw: number; index: number };
  readonly topMean: number;
  readonly meanOf: (kw: Float64Array) => number;
  readonly values: Shapley | null;
  readonly index: number;
}

function partsOf({ kw }: PeakMember, { peak, topMean, meanOf, values, index }: PartsOver): Omit<Parts, 'withoutKw'> {
  const coincidentKw = kw[peak.index] ?? 0;
  const mean = meanOf(kw);
  return {
    coincidentKw,
    coincidentShare: peak.kw > 0 ? coincidentKw / peak.kw : null,
    topMeanKw: mean,
    topShare: topMean > 0 ? mean / topMean : null,
    shapleyKw: values?.kw[index] ?? null,
    shapleyErrorKw: values?.errorKw[index] ?? null,
  };
}

interface Together {
  readonly kw: Float64Array;
  readonly sure: Uint8Array;
}

/** Sure only where every member is. */
function sumOf(members: readonly PeakMember[], quarters: number): Together {
  const kw = new Float64Array(quarters);
  const sure = new Uint8Array(quarters).fill(members.length > 0 ? 1 : 0);
  for (const member of members)
    for (let t = 0; t < quarters; t++) {
      kw[t] = (kw[t] ?? 0) + (member.kw[t] ?? 0);
      if (member.sure[t] !== 1 || Number.isNaN(member.kw[t])) sure[t] = 0;
    }
  return { kw, sure };
}

/** The highest quarter of the others together. */
export function peakWithout({ kw, sure }: Together, mine: Float64Array): { kw: number; index: number } {
  const most = { kw: -Infinity, index: -1 };
  for (let t = 0; t < kw.length; t++) {
    const left = (kw[t] ?? 0) - (mine[t] ?? 0);
    if (sure[t] === 1 && left > most.kw) [most.kw, most.index] = [left, t];
  }
  return most;
}

/** Indexes of the highest sure quarters, highest first; of equal ones the earliest. One pass: a year is not sorted for 20 of it. */
function highest({ kw, sure }: Together, count: number): number[] {
  const best: number[] = [];
  const at = (index: number): number => kw[index] ?? Number.NaN;
  for (let t = 0; t < kw.length; t++) {
    if (sure[t] !== 1 || (best.length === count && !(at(t) > at(best[count - 1] ?? 0)))) continue;
    let place = Math.min(best.length, count - 1);
    for (; place > 0 && at(best[place - 1] ?? 0) < at(t); place--) best[place] = best[place - 1] ?? 0;
    best[place] = t;
  }
  return best;
}
