// How good a forecast with quantiles was: the pinball loss, and quantiles of a list. Pure.

/** The quantiles of each forecast. */
export const QUANTILES = [0.1, 0.5, 0.9] as const;
export type Triple = readonly [p10: number, p50: number, p90: number];

/** Pinball loss of one quantile: q (y - f) where the forecast was too low, (1 - q)(f - y) where it was too high (Koenker and
 *  Bassett 1978). In the unit of the value; least, on average, for the true quantile.
 *  @see docs/methods.md#forecast */
export const pinball = (quantile: number, forecast: number, value: number): number => (value >= forecast ? quantile * (value - forecast) : (1 - quantile) * (forecast - value));

/** Mean pinball loss of P10, P50 and P90.
 *  @see docs/methods.md#forecast */
export const lossOf = (forecast: Triple, value: number): number =>
  QUANTILES.reduce((sum, quantile, index) => sum + pinball(quantile, forecast[index] ?? 0, value), 0) / QUANTILES.length;

/** A quantile of a sorted list, linear between its members (type 7 of Hyndman and Fan 1996); NaN of an empty one.
 *  @see docs/methods.md#forecast */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const [below, above] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  return below === undefined || above === undefined ? Number.NaN : below + (above - below) * (at - low);
}

/** P10, P50 and P90 of a list in any order.
 *  @see docs/methods.md#forecast */
export function tripleOf(values: Iterable<number>): Triple {
  const sorted = Float64Array.from(values).sort();
  return [quantileOf(sorted, 0.1), quantileOf(sorted, 0.5), quantileOf(sorted, 0.9)];
}
