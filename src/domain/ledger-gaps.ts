// Gives bracketed gaps the shape of history: what is stored is a straight line, what is read follows the week. Pure:
// a function of stored quarters, so that no late reading of an earlier week has to rewrite a gap.
import { type QuarterSeries, usualAmount } from './ledger-history.ts';
import { spreadMicro } from './ledger.ts';

/** Estimated quarters between the same two readings. */
export interface Gap {
  readonly first: number;
  readonly quarters: number;
  readonly totalMicro: number;
  /** Of the quarter in which it begins: the share that lies behind the last reading, and what was measured up to it; null: it begins
   *  with its first quarter. */
  readonly head: { readonly share: number; readonly measuredMicro: number } | null;
}

/** Spreads the total of a gap like the mean of the same weekday and hour of the four weeks before; a quarter whose
 *  time has no history gets the mean of the others. What was measured of the quarter in which it begins stays there.
 *  @returns one amount a quarter, adding up to the total exactly; null when there is no history at all, or nothing flowed in it
 *  @see docs/methods.md#gaps */
export function shapeGap(gap: Gap, history: QuarterSeries): number[] | null {
  const { share, measuredMicro } = gap.head ?? { share: 1, measuredMicro: 0 };
  const usual = Array.from({ length: gap.quarters }, (_, index) => usualAmount(history, gap.first + index));
  const known = usual.filter((one) => one !== null);
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  const weights = usual.map((one, index) => (one ?? mean) * (index === 0 ? share : 1));
  if (!(weights.reduce((sum, one) => sum + one, 0) > 0)) return null;
  return spreadMicro(gap.totalMicro - measuredMicro, weights).map((micro, index) => (index === 0 ? micro + measuredMicro : micro));
}
