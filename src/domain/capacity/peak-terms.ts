// What a part in a peak is made of: the quarters, the coalitions or the random orders behind it. Pure.
import { type PeakMember, peakGround, peakWithout } from './peak-shares.ts';
import { type ShapleyTerms, shapleyTerms } from './shapley.ts';

/** Of one member. */
export const MEMBER_FIELDS = ['kwMax', 'coincidentKw', 'coincidentShare', 'topMeanKw', 'topShare', 'withoutKw', 'shapleyKw', 'shapleyErrorKw'] as const;
export type MemberField = (typeof MEMBER_FIELDS)[number];
/** Of all together. */
export const TOGETHER_FIELDS = ['kwMax', 'ownPeaksKw', 'benefitKw', 'coincidence'] as const;
export type TogetherField = (typeof TOGETHER_FIELDS)[number];

/** A quarter with the power of a member in it, and of all together; kW. */
export interface PeakQuarter {
  readonly index: number;
  readonly kw: number;
  readonly togetherKw: number;
}
export interface PeakTerms extends ShapleyTerms {
  readonly quarters: readonly PeakQuarter[];
  /** Own highest quarter of each member; of a figure of all together. */
  readonly own: readonly { readonly id: number; readonly kw: number; readonly index: number }[];
  readonly peak: { readonly kw: number; readonly index: number } | null;
  /** Whose bit is which in the coalitions. */
  readonly ids: readonly number[];
}

/** @param id of a member; null: what is asked is of all together
 *  @see docs/methods-explained.md#explained-peaks-curve-and-room-for-something-new */
export function peakTerms(members: readonly PeakMember[], { field, id }: { field: MemberField | TogetherField; id: number | null }): PeakTerms {
  const { together, peak, own, top, rows } = peakGround(members);
  const none = { quarters: [], own: [], peak, ids: members.map((one) => one.id), coalitions: [], draws: [] };
  if (id === null) return { ...none, own: members.flatMap((one, at) => (own[at] ? [{ id: one.id, ...own[at] }] : [])) };
  const place = members.findIndex((one) => one.id === id);
  const kw = members[place]?.kw ?? new Float64Array(0);
  const quarterAt = (index: number): PeakQuarter => ({ index, kw: kw[index] ?? 0, togetherKw: together.kw[index] ?? 0 });
  if (field === 'kwMax') return { ...none, quarters: own[place] ? [quarterAt(own[place].index)] : [] };
  if (place < 0 || peak === null) return none;
  if (field === 'coincidentKw' || field === 'coincidentShare') return { ...none, quarters: [quarterAt(peak.index)] };
  if (field === 'topMeanKw' || field === 'topShare') return { ...none, quarters: top.map(quarterAt) };
  if (field === 'withoutKw') return { ...none, quarters: [quarterAt(peak.index), quarterAt(peakWithout(together, kw).index)] };
  return { ...none, ...shapleyTerms(rows, place) };
}
