// Why emissions changed since a base period: activity, weather, fuel, factor and coverage, adding up exactly. Pure.

/** One carrier in both periods; emissions are amount x factor. */
export interface CarrierTrend {
  readonly carrier: string;
  /** kWh or m3 of meters that measured in both periods. */
  readonly base: { readonly amount: number; readonly kgPerUnit: number };
  readonly now: { readonly amount: number; readonly kgPerUnit: number };
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

export interface Decomposition {
  readonly baseKg: number;
  readonly nowKg: number;
  readonly changeKg: number;
  readonly activityKg: number;
  readonly weatherKg: number;
  readonly fuelKg: number;
  readonly factorKg: number;
  readonly coverageKg: number;
}

const micro = (kg: number): number => Math.round(kg * 1e6);

/** Splits the change of emissions. Of meters that measured in both periods: what the factors did to today's amounts
 *  (factor); what colder or milder weather did to the heating part (weather); what more or less energy did at the base's
 *  mean intensity (activity); and the shift between carriers (fuel), which is what is left of them. What meters did that
 *  came or went is coverage. In whole milligrams, so that the parts add up to the change exactly.
 *  @returns whole micro-kilograms
 *  @see docs/methods.md#why-emissions-changed */
export function decomposeMicro(carriers: readonly CarrierTrend[], weather: Weather): Decomposition {
  const sum = (of: (one: CarrierTrend) => number): number => carriers.reduce((total, one) => total + of(one), 0);
  const warmth = weather === null || weather.baseDegreeDays <= 0 ? 0 : weather.nowDegreeDays / weather.baseDegreeDays - 1;
  const weatherAmount = (one: CarrierTrend): number => one.base.amount * one.heatingShare * warmth;
  const baseKg = micro(sum((one) => one.allBaseKg));
  const nowKg = micro(sum((one) => one.allNowKg));
  const cohortBaseKg = micro(sum((one) => one.base.amount * one.base.kgPerUnit));
  const cohortNowKg = micro(sum((one) => one.now.amount * one.now.kgPerUnit));
  const factorKg = micro(sum((one) => one.now.amount * (one.now.kgPerUnit - one.base.kgPerUnit)));
  const weatherKg = micro(sum((one) => weatherAmount(one) * one.base.kgPerUnit));
  const baseKwh = sum((one) => one.base.amount * one.kwhPerUnit);
  const grownKwh = sum((one) => (one.now.amount - weatherAmount(one)) * one.kwhPerUnit) - baseKwh;
  const rest = cohortNowKg - cohortBaseKg - factorKg - weatherKg;
  // Without energy in the base there is no mean intensity: all that came is activity.
  const activityKg = baseKwh > 0 ? micro((sum((one) => one.base.amount * one.base.kgPerUnit) / baseKwh) * grownKwh) : rest;
  const changeKg = nowKg - baseKg;
  return { baseKg, nowKg, changeKg, activityKg, weatherKg, fuelKg: rest - activityKg, factorKg, coverageKg: changeKg - (cohortNowKg - cohortBaseKg) };
}

/** The same in kilograms.
 *  @see docs/methods.md#why-emissions-changed */
export function decompose(carriers: readonly CarrierTrend[], weather: Weather): Decomposition {
  const whole = decomposeMicro(carriers, weather);
  const kg = (value: number): number => value / 1e6;
  return {
    baseKg: kg(whole.baseKg),
    nowKg: kg(whole.nowKg),
    changeKg: kg(whole.changeKg),
    activityKg: kg(whole.activityKg),
    weatherKg: kg(whole.weatherKg),
    fuelKg: kg(whole.fuelKg),
    factorKg: kg(whole.factorKg),
    coverageKg: kg(whole.coverageKg),
  };
}
