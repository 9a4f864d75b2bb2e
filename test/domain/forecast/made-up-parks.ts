// Loads of the simulator's own parks, and its weather service, as a forecaster gets them: quarters and weather, nothing else.
import { originsOf } from '../../../src/domain/forecast/backtest.ts';
import { calendarOf } from '../../../src/domain/forecast/calendar.ts';
import type { Measured } from '../../../src/domain/forecast/forecast.ts';
import { HORIZON_QUARTERS } from '../../../src/domain/forecast/level.ts';
import type { Weather } from '../../../src/domain/forecast/weather.ts';
import { historyDay } from '../../../src/simulate/history.ts';
import { type PlanPark, type RegionPlan, makePlan } from '../../../src/simulate/plan.ts';
import { makeWeatherService } from '../../../src/simulate/weather-service.ts';

export const SEED = 2030;
export const DAYS = 100;
/** Ends in the middle of a week of autumn, with the end of summer time in the judged weeks. */
export const END = Date.parse('2026-11-05T00:00:00+01:00');
export const FIRST = END / 900_000 - DAYS * 96;

export interface ParkLoad {
  readonly measured: Measured;
  readonly forecasts: readonly Weather[];
  /** Net import of each firm, kW. */
  readonly firms: ReadonlyMap<string, Float64Array>;
}

export async function parkLoad(park: PlanPark): Promise<ParkLoad> {
  const plan = makePlan({ seed: SEED, parks: [park] });
  const firms = new Map(plan.companies.map((company) => [company.key, netOf(plan, company)]));
  const kw = new Float64Array(DAYS * 96);
  for (const firm of firms.values()) firm.forEach((one, t) => (kw[t] = (kw[t] ?? 0) + one));
  return { ...(await withWeather(kw, park)), firms };
}

/** A load with the weather of a park around it. */
export async function withWeather(kw: Float64Array, park: PlanPark): Promise<Omit<ParkLoad, 'firms'>> {
  const place = { latDeg: park.lat, lonDeg: park.lon };
  const service = makeWeatherService(SEED);
  const forecasts: Weather[] = [];
  for (const origin of originsOf(kw.length)) forecasts.push(await service.forecast(place, FIRST + origin, FIRST + origin + HORIZON_QUARTERS));
  const weather = await service.observed(place, FIRST, FIRST + kw.length);
  return { measured: { firstQuarter: FIRST, kw, sure: new Uint8Array(kw.length).fill(1), place, weather }, forecasts };
}

function netOf(plan: RegionPlan, company: RegionPlan['companies'][number]): Float64Array {
  const kw = new Float64Array(DAYS * 96);
  const main = new Set(company.meters.filter((meter) => meter.role === 'main' && meter.carrier === 'electricity').map((meter) => meter.key));
  for (const { meter, register, amounts } of historyDay({ plan, dayStart: FIRST * 900_000, dayEnd: END, company })) {
    if (!main.has(meter)) continue;
    const sign = register.startsWith('import') ? 4 : register.startsWith('export') ? -4 : 0;
    amounts.forEach((amount, t) => (kw[t] = (kw[t] ?? 0) + sign * amount));
  }
  return kw;
}

/** What no calendar tells: the two largest firms stand still for three days each, and two loads come and stay. */
export function planted({ measured, firms }: ParkLoad): Float64Array {
  const kw = measured.kw.slice();
  const size = (one: Float64Array): number => one.reduce((sum, value) => sum + Math.abs(value), 0);
  const [largest, second] = [...firms.values()].sort((a, b) => size(b) - size(a));
  const usual = size(kw) / kw.length;
  const { kind } = calendarOf(FIRST, kw.length);
  kw.forEach((value, t) => {
    const daysLeft = (kw.length - t) / 96;
    const stands = (firm: Float64Array | undefined, from: number): number => (daysLeft <= from && daysLeft > from - 3 ? 0.9 * (firm?.[t] ?? 0) : 0);
    const always = daysLeft <= 12 ? 0.15 * usual : 0;
    const atWork = daysLeft <= 18 && (kind[t] ?? 0) >= 28 && (kind[t] ?? 0) < 68 ? 0.15 * usual : 0;
    kw[t] = value - stands(second, 21) - stands(largest, 60) + always + atWork;
  });
  return kw;
}
