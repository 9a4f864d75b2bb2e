// How sure a figure of emissions is, as one share of it. Pure.

/** Share that a meter of its class may be off: 1 to 2 %, the larger taken. */
export const METER_CLASS = 0.02;
const FACTOR = 0.05;
const RECALLED_FACTOR = 0.1;
const SUBSTITUTED = 0.2;

/** Quadrature of what meters, factors, substituted amounts and gaps may be off.
 *  @param over substitutedShare: flag S, of the amount; recalled: a factor was not looked up; activityShare: what the bands of the
 *  amounts make of it, 0 when they are not known
 *  @see docs/methods.md#emissions */
export const uncertaintyShare = (over: { substitutedShare: number; recalled: boolean; activityShare?: number }): number =>
  Math.hypot(METER_CLASS, over.recalled ? RECALLED_FACTOR : FACTOR, SUBSTITUTED * over.substitutedShare, over.activityShare ?? 0);

/** What the bands of amounts make of the whole: each by what it emits, in quadrature as meters have nothing to do with each other.
 *  @param carriers what each emits, and how far its amount may be off as a share of it
 *  @param allKg of these and of what has no band */
export const shareOfAll = (carriers: readonly { readonly kg: number; readonly share: number }[], allKg: number): number =>
  allKg > 0 ? Math.hypot(...carriers.map(({ kg, share }) => (kg / allKg) * share)) : 0;
