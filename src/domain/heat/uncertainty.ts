// How sure the value of a link is: the same sum a thousand times, with assumptions drawn between their bounds. Seeded. Pure.
import { type LinkSize, companyWorth } from './costs.ts';
import type { HeatCode, HeatParameters, HeatValues } from './parameters.ts';
import type { Provenance } from './port.ts';

export const DRAWS = 1000;
/** Assumptions that are drawn beside the heat itself and the rate of interest. */
export const DRAWN: readonly HeatCode[] = ['capexFactor', 'gasEurPerM3', 'electricityEurPerKwh', 'lorenzEfficiency', 'priceIndex', 'gasKgPerM3', 'companyRate'];
/** How far the heat may be off, by what is known least. */
const HEAT_BAND: Readonly<Record<Provenance, number>> = { measured: 0.05, derived: 0.15, declared: 0.3 };
const EXTRAPOLATED_BAND = 0.15;

export type Confidence = 'A' | 'B' | 'C';
export interface Band {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}
export interface Uncertainty {
  readonly draws: number;
  readonly seed: number;
  readonly npvEur: Band;
  /** Seller's cost and transport: the lowest price at which nobody loses. */
  readonly floorEurPerMwh: Band;
  /** Share of the draws in which something is left. */
  readonly positiveShare: number;
  readonly confidence: Confidence;
}

/** Small, fast and the same everywhere: mulberry32.
 *  @returns numbers in [0, 1) */
export function drawsOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A draw of the triangle between low and high with its top at the default. */
export function triangular(u: number, { low, value, high }: { low: number; value: number; high: number }): number {
  if (high <= low) return value;
  const top = (value - low) / (high - low);
  return u < top ? low + Math.sqrt(u * (high - low) * (value - low)) : high - Math.sqrt((1 - u) * (high - low) * (high - value));
}

/** Share of the draws that lie below each. */
export const BAND_SHARES = { p10: 0.1, p50: 0.5, p90: 0.9 } as const;
/** Place from the lowest, from 0. */
export const rankOf = (share: number, draws: number): number => Math.min(draws - 1, Math.floor(share * draws));
const bandOf = (sorted: Float64Array): Band => {
  const at = (share: number): number => sorted[rankOf(share, sorted.length)] ?? 0;
  return { p10: at(BAND_SHARES.p10), p50: at(BAND_SHARES.p50), p90: at(BAND_SHARES.p90) };
};

/** @see docs/residual-heat.md#heat-confidence */
export const confidenceOf = (positiveShare: number): Confidence => (positiveShare >= 0.8 ? 'A' : positiveShare >= 0.5 ? 'B' : 'C');

export interface UncertainLink {
  readonly link: LinkSize;
  /** Part of the electricity that a heat pump takes. */
  readonly heatPumpKwh: number;
  readonly values: HeatValues;
  readonly parameters: HeatParameters;
  /** Of the end that is known least. */
  readonly provenance: Provenance;
  readonly extrapolated: boolean;
  readonly seed: number;
}

/** What one draw makes of a link. */
export interface DrawnLink {
  readonly link: LinkSize;
  readonly heatShare: number;
}

/** Draws the assumptions of a link into `drawn`, and the heat. */
function drawInto(drawn: Record<HeatCode, number>, draw: () => number, { link, heatPumpKwh, values, parameters, provenance, extrapolated }: UncertainLink): DrawnLink {
  const heatBand = heatBandOf({ provenance, extrapolated });
  for (const code of DRAWN) drawn[code] = triangular(draw(), parameters.rows[code]);
  const heatShare = triangular(draw(), { low: 1 - heatBand, value: 1, high: 1 + heatBand });
  const pumpKwh = link.electricityKwh - heatPumpKwh;
  const electricityKwh = (pumpKwh + (heatPumpKwh * values.lorenzEfficiency) / drawn.lorenzEfficiency) * heatShare;
  return { link: { ...link, deliveredMwh: link.deliveredMwh * heatShare, electricityKwh }, heatShare };
}

const heatBandOf = ({ provenance, extrapolated }: Pick<UncertainLink, 'provenance' | 'extrapolated'>): number => HEAT_BAND[provenance] + (extrapolated ? EXTRAPOLATED_BAND : 0);

/** One of the draws again, with the values that it had.
 *  @param number from 0 */
export function drawAt(over: UncertainLink, number: number): DrawnLink & { values: HeatValues } {
  const draw = drawsOf(over.seed);
  const values: Record<HeatCode, number> = { ...over.values };
  let made = drawInto(values, draw, over);
  for (let at = 0; at < number; at++) made = drawInto(values, draw, over);
  return { ...made, values };
}

/** Net value and floor of each draw, in the order in which they were drawn. */
export function worthOfDraws(over: UncertainLink): { npvEur: Float64Array; floorEurPerMwh: Float64Array } {
  const draw = drawsOf(over.seed);
  const [npvEur, floorEurPerMwh] = [new Float64Array(DRAWS), new Float64Array(DRAWS)];
  // One object for all draws: a copy a draw costs more than the sum itself.
  const drawn: Record<HeatCode, number> = { ...over.values };
  for (let at = 0; at < DRAWS; at++) {
    const worth = companyWorth(drawInto(drawn, draw, over).link, drawn);
    npvEur[at] = worth.npvEur;
    floorEurPerMwh[at] = drawn.sellerEurPerMwh + worth.transportEurPerMwh;
  }
  return { npvEur, floorEurPerMwh };
}

/** Value and floor of a link under drawn assumptions.
 *  @see docs/residual-heat.md#heat-confidence */
export function uncertaintyOf(over: UncertainLink): Uncertainty {
  const { npvEur, floorEurPerMwh } = worthOfDraws(over);
  const positiveShare = npvEur.reduce((count, one) => count + (one > 0 ? 1 : 0), 0) / DRAWS;
  return {
    draws: DRAWS,
    seed: over.seed,
    npvEur: bandOf(npvEur.sort()),
    floorEurPerMwh: bandOf(floorEurPerMwh.sort()),
    positiveShare,
    confidence: confidenceOf(positiveShare),
  };
}
