// What one quarter of a forecast is the sum of: its week, the weather, where the load stands now, and how far forecasts erred. Pure.
import { isWorking } from './calendar.ts';
import type { LoadForecast, Spread } from './forecast.ts';
import { LEAD_ENDS, leadIndex } from './level.ts';
import type { Triple } from './pinball.ts';
import { DRIVER_NAMES } from './weather.ts';

export interface ForecastTerm {
  readonly term: 'usual-week' | (typeof DRIVER_NAMES)[number] | 'last-hour' | 'last-day';
  /** kW = times x value. */
  readonly value: number;
  readonly times: number;
}
/** Quarters that were learned from, oldest first. */
export interface LearnedQuarters {
  readonly firstQuarter: number;
  /** NaN where nothing is known. */
  readonly kw: Float64Array;
  /** How much each counted in the usual week: 1 where it is fresh and in line. */
  readonly weight: Float64Array;
  /** Place of each in its local week. */
  readonly week: Uint16Array;
}
export interface ForecastTerms {
  readonly terms: readonly ForecastTerm[];
  readonly usualDistanceKw: number;
  /** P10, P50 and P90 of earlier errors at this time ahead, in usual distances. */
  readonly spread: Triple;
  /** Quarters ahead [from, to] whose errors are taken together. */
  readonly ahead: { readonly from: number; readonly to: number };
  /** Place in the local week: weekday from Monday (a holiday is a Sunday) x 96 + quarter of the day. */
  readonly weekCell: number;
  readonly working: boolean;
}

/** Terms of quarter t: their kW add up to what is expected, and with usual distance x spread on top to each quantile.
 *  @see docs/methods.md#forecast */
export function forecastTerms({ learned, ahead, expected }: Pick<LoadForecast, 'learned' | 'ahead' | 'expected'>, spread: Spread, t: number): ForecastTerms {
  const { fit, holding, standing } = learned;
  const cell = ahead.calendar.week[t] ?? 0;
  const working = isWorking(ahead.calendar.kind[t] ?? 0);
  const lead = leadIndex(t + 1);
  const scaleKw = expected.scaleKw[t] ?? 0;
  const coefficients = working ? fit.coefficients.working : fit.coefficients.other;
  const driven = ahead.drivers.map((driver, i): ForecastTerm => {
    const value = driver[t] ?? Number.NaN;
    // Weather that nobody told drives nothing.
    return { term: DRIVER_NAMES[i] ?? 'sun', value: Number.isNaN(value) ? 0 : value, times: Number.isNaN(value) ? 0 : (coefficients[i] ?? 0) };
  });
  const held = holding[lead] ?? { near: 0, day: 0 };
  return {
    terms: [
      { term: 'usual-week', value: fit.profile[cell] ?? 0, times: 1 },
      ...driven,
      { term: 'last-hour', value: standing.near, times: scaleKw * held.near },
      { term: 'last-day', value: standing.day, times: scaleKw * held.day },
    ],
    usualDistanceKw: scaleKw,
    spread: spread[lead] ?? [0, 0, 0],
    ahead: { from: LEAD_ENDS[lead - 1] ?? 0, to: LEAD_ENDS[lead] ?? LEAD_ENDS[LEAD_ENDS.length - 1] ?? 0 },
    weekCell: cell,
    working,
  };
}

/** The quarters behind the usual week of a forecast.
 *  @see docs/methods.md#forecast */
export const learnedQuarters = ({ learned: { fit, from, to }, history }: Pick<LoadForecast, 'learned' | 'history'>): LearnedQuarters => ({
  firstQuarter: history.calendar.firstQuarter + from,
  kw: history.kw.slice(from, to),
  weight: fit.weight.slice(),
  week: history.calendar.week.slice(from, to),
});

/** Those of the same place in the week, with what they weigh.
 *  @see docs/methods.md#forecast */
export function referencesFor({ firstQuarter, kw, weight, week }: LearnedQuarters, weekCell: number): { quarter: number; kw: number; weight: number }[] {
  return [...week].flatMap((cell, t) => {
    const [power, counts] = [kw[t] ?? Number.NaN, weight[t] ?? 0];
    return cell === weekCell && counts > 0 && !Number.isNaN(power) ? [{ quarter: firstQuarter + t, kw: power, weight: counts }] : [];
  });
}
