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

const bandOf = (sorted: Float64Array): Band => {
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
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

/** Value and floor of a link under drawn assumptions.
 *  @see docs/residual-heat.md#heat-confidence */
export function uncertaintyOf({ link, heatPumpKwh, values, parameters, provenance, extrapolated, seed }: UncertainLink): Uncertainty {
  const draw = drawsOf(seed);
  const [npv, floor] = [new Float64Array(DRAWS), new Float64Array(DRAWS)];
  const heatBand = HEAT_BAND[provenance] + (extrapolated ? EXTRAPOLATED_BAND : 0);
  let positive = 0;
  // One object for all draws: a copy a draw costs more than the sum itself.
  const drawn: Record<HeatCode, number> = { ...values };
  for (let at = 0; at < DRAWS; at++) {
    for (const code of DRAWN) drawn[code] = triangular(draw(), parameters.rows[code]);
    const share = triangular(draw(), { low: 1 - heatBand, value: 1, high: 1 + heatBand });
    const pumpKwh = link.electricityKwh - heatPumpKwh;
    const electricityKwh = (pumpKwh + (heatPumpKwh * values.lorenzEfficiency) / drawn.lorenzEfficiency) * share;
    const mwh = link.deliveredMwh * share;
    const { npvEur, transportEurPerMwh } = companyWorth({ ...link, deliveredMwh: mwh, electricityKwh }, drawn);
    npv[at] = npvEur;
    floor[at] = drawn.sellerEurPerMwh + transportEurPerMwh;
    if (npvEur > 0) positive++;
  }
  const positiveShare = positive / DRAWS;
  return { draws: DRAWS, seed, npvEur: bandOf(npv.sort()), floorEurPerMwh: bandOf(floor.sort()), positiveShare, confidence: confidenceOf(positiveShare) };
}
