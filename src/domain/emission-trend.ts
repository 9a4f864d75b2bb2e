// Why emissions changed since a base period: activity, weather, fuel, factor and coverage, adding up exactly. Pure.
import { roundedParts } from './rounded-parts.ts';

export interface Emitted {
  readonly amount: number;
  readonly kg: number;
  readonly kgPerUnit: number;
}
/** One carrier in both periods; emissions are amount x factor. */
export interface CarrierTrend {
  readonly carrier: string;
  /** kWh or m3 of meters that measured in both periods, what they emitted, and how much that is for each unit. */
  readonly base: Emitted;
  readonly now: Emitted;
  /** Of all meters, those that came or went as well. */
  readonly allBaseKg: number;
  readonly allNowKg: number;
  /** kWh in one unit, on one heating value, so that carriers can be added up. */
  readonly kwhPerUnit: number;
  /** Part of the amount that heats buildings and follows the weather; processes do not. */
  readonly heatingShare: number;
}

/** Weighted degree days of both periods; null: not known, and then nothing is ascribed to the weather. */
export type Weather = { readonly baseDegreeDays: number; readonly nowDegreeDays: number } | null;

/** Why it changed: activity + weather + fuel + factor + coverage = change. */
export type Decomposition = Readonly<Record<(typeof DECOMPOSED)[number], number>>;
export const DECOMPOSED = ['baseKg', 'nowKg', 'changeKg', 'activityKg', 'weatherKg', 'fuelKg', 'factorKg', 'coverageKg'] as const;

/** What one carrier has in each part of the change, in whole milligrams, and the amounts that this follows from. */
export interface CarrierPart extends Decomposition {
  readonly carrier: string;
  /** Of the meters that measured in both periods. */
  readonly alikeBaseKg: number;
  readonly alikeNowKg: number;
  /** What the weather did to the amount of the base, in the unit of the carrier. */
  readonly weatherAmount: number;
  /** Mean of the base over all carriers; null without energy in the base. */
  readonly meanKgPerKwh: number | null;
}

/** Splits the change of emissions, carrier by carrier. Of meters that measured in both periods: what the factors did to today's
 *  amounts (factor); what colder or milder weather did to the heating part (weather); what more or less energy did at the base's
 *  mean intensity (activity); and the shift between carriers (fuel), which is what is left of them. What meters did that
 *  came or went is coverage. A carrier's part is the rounded running sum after it less that before it, so that the carriers add
 *  up to the rounded whole; the parts of each carrier add up to its own change.
 *  @returns whole micro-kilograms, in the order of the carriers
 *  @see docs/methods.md#why-emissions-changed */
export function carrierParts(carriers: readonly CarrierTrend[], weather: Weather): CarrierPart[] {
  const sum = (of: (one: CarrierTrend) => number): number => carriers.reduce((total, one) => total + of(one), 0);
  const warmth = weather === null || weather.baseDegreeDays <= 0 ? 0 : weather.nowDegreeDays / weather.baseDegreeDays - 1;
  const weatherAmount = (one: CarrierTrend): number => one.base.amount * one.heatingShare * warmth;
  const baseKwh = sum((one) => one.base.amount * one.kwhPerUnit);
  const mean = baseKwh > 0 ? sum((one) => one.base.kg) / baseKwh : null;
  const [allBase, allNow, base, now] = [roundedParts(), roundedParts(), roundedParts(), roundedParts()];
  const [factor, weathered, active] = [roundedParts(), roundedParts(), roundedParts()];
  return carriers.map((one) => {
    const [baseKg, nowKg, alikeBaseKg, alikeNowKg] = [allBase(one.allBaseKg), allNow(one.allNowKg), base(one.base.kg), now(one.now.kg)];
    const factorKg = factor(one.now.kg - one.now.amount * one.base.kgPerUnit);
    const weatherKg = weathered(weatherAmount(one) * one.base.kgPerUnit);
    const rest = alikeNowKg - alikeBaseKg - factorKg - weatherKg;
    const grownKwh = (one.now.amount - weatherAmount(one) - one.base.amount) * one.kwhPerUnit;
    // Without energy in the base there is no mean intensity: all that came is activity.
    const activityKg = mean === null ? rest : active(mean * grownKwh);
    const changeKg = nowKg - baseKg;
    return {
      carrier: one.carrier,
      baseKg,
      nowKg,
      changeKg,
      activityKg,
      weatherKg,
      fuelKg: rest - activityKg,
      factorKg,
      coverageKg: changeKg - (alikeNowKg - alikeBaseKg),
      alikeBaseKg,
      alikeNowKg,
      weatherAmount: weatherAmount(one),
      meanKgPerKwh: mean,
    };
  });
}

/** The change of emissions in whole milligrams, so that its parts add up to it exactly.
 *  @returns whole micro-kilograms
 *  @see docs/methods.md#why-emissions-changed */
export function decomposeMicro(carriers: readonly CarrierTrend[], weather: Weather): Decomposition {
  const sums = { baseKg: 0, nowKg: 0, changeKg: 0, activityKg: 0, weatherKg: 0, fuelKg: 0, factorKg: 0, coverageKg: 0 };
  for (const part of carrierParts(carriers, weather)) for (const name of DECOMPOSED) sums[name] += part[name];
  return sums;
}

/** The same in kilograms.
 *  @see docs/methods.md#why-emissions-changed */
export function decompose(carriers: readonly CarrierTrend[], weather: Weather): Decomposition {
  const whole = decomposeMicro(carriers, weather);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same keys
  return Object.fromEntries(DECOMPOSED.map((name) => [name, whole[name] / 1e6])) as Decomposition;
}
