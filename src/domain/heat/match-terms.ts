// What the figures of a heat match are made of: hours that were measured, and what those are multiplied and divided by. Pure.
import { gasPerMwhM3 } from './costs.ts';
import { capitalRecovery } from './finance.ts';
import type { OverlapHour } from './overlap.ts';
import { type PairResult, hoursOf } from './pair.ts';
import type { HeatValues } from './parameters.ts';
import type { Residual } from './port.ts';

/** Sums over the hours that are known at both sides, at the source. */
export const HOUR_FIELDS = ['takeableKwh', 'wantedKwh', 'measuredKwh'] as const;
export type HourField = (typeof HOUR_FIELDS)[number];
/** Figures of a year that are made of others. */
export const YEAR_FIELDS = ['sourceKwh', 'demandKwh', 'coincidentKwh', 'lossKwh', 'deliveredKwh', 'pumpKwh', 'heatPumpKwh', 'gasAvoidedM3', 'co2AvoidedKg'] as const;
export type YearField = (typeof YEAR_FIELDS)[number];

export interface MatchPart {
  /** factor and divisor: multiplied and divided by, in this order; term: added up, weight x value. */
  readonly role: 'factor' | 'divisor' | 'term';
  readonly name: string;
  readonly weight: number;
  /** What the weight is; null: 1, or how often the term counts. */
  readonly by: string | null;
  readonly value: number;
}
/** How parts make a figure: sum adds up weight x value; product multiplies the factors and divides by the divisors; quotient does so with
 *  the sum of its terms; at-least-0 too, and stops at nothing; power takes the first to the second; annuity is the share of a loan at the
 *  first (interest) that is paid each year for the second (years). */
export type MatchLevel = 'sum' | 'product' | 'quotient' | 'at-least-0' | 'power' | 'annuity';
export interface MatchFormula {
  readonly level: MatchLevel;
  readonly parts: readonly MatchPart[];
}
/** What is multiplied by. */
export const factor = (name: string, value: number): MatchPart => ({ role: 'factor', name, weight: 1, by: null, value });
/** What is divided by. */
export const divisor = (name: string, value: number): MatchPart => ({ ...factor(name, value), role: 'divisor' });
/** What is added, so many times. */
export const term = (name: string, weight: number, value: number): MatchPart => ({ ...factor(name, value), role: 'term', weight });
export const KWH_PER_MWH = 1000;
const NO_HOURS = new Float64Array();

/** The parts that a figure is made of, unrounded, in the order in which they are taken.
 *  @see docs/methods-explained.md#explained-heat-match */
export function matchParts(pair: PairResult, field: YearField, { values, residual }: { values: HeatValues; residual: Residual }): MatchPart[] {
  const { coincidence, variant, yearFactor, link } = pair;
  const year = factor('yearFactor', yearFactor);
  switch (field) {
    case 'sourceKwh':
      return [factor('takeableKwh', coincidence.sourceKwh), divisor('extractableShare', variant.extractableShare), year];
    case 'demandKwh':
      return [factor('wantedKwh', coincidence.demandKwh), divisor('demandFactor', hoursOf(pair, { supplyKw: NO_HOURS, demandKw: NO_HOURS }).demandFactor), year];
    case 'coincidentKwh':
      return [factor('measuredKwh', coincidence.kwh), year];
    case 'lossKwh':
      return [factor('coincidentKwh', pair.coincidentKwh), factor('lossShare', pair.lossShare)];
    case 'deliveredKwh':
      return [factor('coincidentKwh', pair.coincidentKwh), factor('keptShare', 1 - pair.lossShare), divisor('sourcePerDelivered', variant.sourcePerDelivered)];
    case 'pumpKwh':
      return [factor('pumpKw', pair.pumpKw), factor('pumpHours', pair.pumpHours), year];
    case 'heatPumpKwh':
      return [factor('deliveredKwh', pair.deliveredKwh), factor('electricityPerDelivered', variant.electricityPerDelivered)];
    case 'gasAvoidedM3':
      return [factor('deliveredKwh', pair.deliveredKwh), divisor('kwhPerMwh', KWH_PER_MWH), factor('gasPerMwhM3', gasPerMwhM3(values))];
    case 'co2AvoidedKg':
      // Heat that is made for it avoids nothing.
      return residual === 'no'
        ? []
        : [
            { ...term('gasAvoidedM3', values.gasKgPerM3, pair.gasAvoidedM3), by: 'gasKgPerM3' },
            { ...term('electricityKwh', -values.electricityKgPerKwh, link.electricityKwh), by: 'electricityKgPerKwh' },
          ];
  }
}

/** The figure that parts make, in the order in which they stand. */
export function madeOf({ level, parts }: MatchFormula): number {
  const [first, second] = parts.map(({ value }) => value);
  if (level === 'power') return (first ?? 0) ** (second ?? 0);
  if (level === 'annuity') return capitalRecovery(first ?? 0, second ?? 0);
  const terms = parts.filter(({ role }) => role === 'term');
  const from = terms.length === 0 && level !== 'sum' ? 1 : terms.reduce((sum, { weight, value }) => sum + weight * value, 0);
  const made = parts.reduce((at, { role, value }) => (role === 'factor' ? at * value : role === 'divisor' ? at / value : at), from);
  return level === 'at-least-0' ? Math.max(0, made) : made;
}

/** What an hour brings to a sum over hours; nothing where either side is not known. */
export function hourKwh({ source, demand, served }: OverlapHour, field: HourField): number {
  if (source === null || demand === null || served === null) return 0;
  switch (field) {
    case 'takeableKwh':
      return source;
    case 'wantedKwh':
      return demand;
    case 'measuredKwh':
      return served;
  }
}
