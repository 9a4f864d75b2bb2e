// How far a match has come, from idea to metered, and who may know whose it is. Pure.

export const MATCH_STATUSES = ['idea', 'contact', 'trial', 'contract', 'metered', 'ended'] as const;
export type MatchStatus = (typeof MATCH_STATUSES)[number];
/** What people set; contact comes of both agreeing, metered of a weighed delivery. */
export const SET_STATUSES = ['contact', 'trial', 'contract', 'ended'] as const;
export type SetStatus = (typeof SET_STATUSES)[number];

export interface MatchState {
  readonly offerAgreed: boolean;
  readonly needAgreed: boolean;
  /** The last that somebody set; null: nobody did. */
  readonly set: SetStatus | null;
  /** Tonnes weighed between the two in the last twelve months. */
  readonly meteredTonnes: number;
}
export const NOTHING_YET: MatchState = { offerAgreed: false, needAgreed: false, set: null, meteredTonnes: 0 };

/** Both said that the other may know who they are.
 *  @see docs/methods-materials.md#material-matches */
export const bothAgreed = ({ offerAgreed, needAgreed }: Pick<MatchState, 'offerAgreed' | 'needAgreed'>): boolean => offerAgreed && needAgreed;

/** Without both agreeing it stays an idea. A contract is metered once something was weighed under it.
 *  @see docs/methods-materials.md#material-matches */
export function statusOf(state: MatchState): MatchStatus {
  if (!bothAgreed(state)) return 'idea';
  if (state.set === 'ended') return 'ended';
  if (state.set === 'contract' && state.meteredTonnes > 0) return 'metered';
  return state.set ?? 'contact';
}
