// How good the forecast was: the same method at earlier moments, with what was known then, against plain forecasts. Pure.
import { type Calendar, calendarOf } from './calendar.ts';
import { type Expectation, type Measured, NORMAL_SPREAD, type Spread, expectAfter, historyOf, withSpread } from './forecast.ts';
import { HORIZON_QUARTERS, LEAD_ENDS, leadIndex } from './level.ts';
import { type Triple, lossOf, tripleOf } from './pinball.ts';
import { referencesAt } from './references.ts';
import { type Judgement, judge, skillOf } from './skill.ts';
import { type Weather, driversOf } from './weather.ts';

/** Origins lie this far apart, so that they come by all hours of the day. */
export const ORIGIN_EVERY_QUARTERS = 18 * 4;
/** The last four weeks are judged; the two before them only teach how large errors are. */
const JUDGED_QUARTERS = 28 * 96;
export const BACKTEST_QUARTERS = JUDGED_QUARTERS + 14 * 96;
/** A method is not judged by what it did with less than three weeks. */
const BEFORE_QUARTERS = 21 * 96;
/** Fewer errors than this say little of their spread. */
const ERRORS_LEAST = 48;

/** What came of forecasts: sums over the quarters that were measured later. */
export interface LossSums {
  readonly quarters: number;
  readonly loss: number;
  readonly lastWeek: number;
  readonly anyQuarter: number;
  readonly absolute: number;
  /** Quarters below P10, P50 and P90. */
  readonly below: Triple;
}
/** One earlier moment from which was forecast. */
export interface OriginSums {
  readonly quarter: number;
  readonly leads: readonly LossSums[];
  readonly all: LossSums;
}
export interface LeadResult {
  readonly fromHours: number;
  readonly toHours: number;
  /** Forecast quarters that were measured later. */
  readonly quarters: number;
  /** Mean pinball loss of P10, P50 and P90. */
  readonly lossKw: number;
  readonly lastWeekLossKw: number;
  readonly anyQuarterLossKw: number;
  /** Mean distance of the P50. */
  readonly absoluteKw: number;
  /** Shares that stayed below P10, P50 and P90: 0.1, 0.5 and 0.9 when the band says what it should. */
  readonly below: Triple;
  /** Shares at or above each, and between P10 and P90. */
  readonly above: Triple;
  readonly between: number;
  readonly skillLastWeek: number;
}
export interface Backtest {
  readonly firstOrigin: number;
  readonly lastOrigin: number;
  readonly origins: number;
  readonly leads: readonly LeadResult[];
  readonly all: LeadResult;
  readonly judgement: Judgement;
  /** What each moment brings to the results, oldest first. */
  readonly terms: readonly OriginSums[];
  /** For the next forecast. */
  readonly spread: Spread;
}

/** Closer than this is the same: a load that never changes is not below its forecast. */
const SAME_KW = 1e-6;

class Tally {
  quarters = 0;
  loss = 0;
  lastWeek = 0;
  anyQuarter = 0;
  absolute = 0;
  readonly below: [number, number, number] = [0, 0, 0];

  add(forecast: Triple, value: number, plain: { lastWeek: Triple; anyQuarter: Triple }): void {
    this.quarters += 1;
    this.loss += lossOf(forecast, value);
    this.lastWeek += lossOf(plain.lastWeek, value);
    this.anyQuarter += lossOf(plain.anyQuarter, value);
    this.absolute += Math.abs(value - forecast[1]);
    for (const index of [0, 1, 2] as const) if (value < forecast[index] - SAME_KW) this.below[index] += 1;
  }

  get sums(): LossSums {
    const { quarters, loss, lastWeek, anyQuarter, absolute, below } = this;
    return { quarters, loss, lastWeek, anyQuarter, absolute, below };
  }
}

/** In the order in which they stand, so that whoever adds up the same gets the same last digit. */
function together(all: readonly LossSums[]): LossSums {
  const sum = new Tally();
  for (const one of all) {
    for (const name of ['quarters', 'loss', 'lastWeek', 'anyQuarter', 'absolute'] as const) sum[name] += one[name];
    for (const index of [0, 1, 2] as const) sum.below[index] += one.below[index];
  }
  return sum.sums;
}

/** @param all what each moment brought */
function resultOf(all: readonly LossSums[], fromHours: number, toHours: number): LeadResult {
  const { quarters, loss, lastWeek, anyQuarter, absolute, below } = together(all);
  const mean = (sum: number): number => (quarters === 0 ? Number.NaN : sum / quarters);
  const [low, middle, high] = below;
  return {
    fromHours,
    toHours,
    quarters,
    lossKw: mean(loss),
    lastWeekLossKw: mean(lastWeek),
    anyQuarterLossKw: mean(anyQuarter),
    absoluteKw: mean(absolute),
    below: [mean(low), mean(middle), mean(high)],
    above: [mean(quarters - low), mean(quarters - middle), mean(quarters - high)],
    between: mean(high - low),
    skillLastWeek: quarters === 0 ? Number.NaN : skillOf(loss, lastWeek, all.length),
  };
}

/** Moments at which to forecast again, oldest first, as indexes into a history of this length.
 *  @see docs/methods.md#forecast */
export function originsOf(quarters: number): number[] {
  const origins: number[] = [];
  for (let origin = quarters - HORIZON_QUARTERS; origin >= Math.max(quarters - HORIZON_QUARTERS - BACKTEST_QUARTERS, BEFORE_QUARTERS); origin -= ORIGIN_EVERY_QUARTERS)
    origins.push(origin);
  return origins.reverse();
}

interface Error {
  readonly knownAt: number;
  readonly strays: Float64Array;
}

/** Errors of forecasts that had come to pass by an origin, by time ahead. */
function spreadFrom(errors: readonly Error[], origin: number): Spread {
  const known = errors.filter((one) => one.knownAt <= origin);
  return LEAD_ENDS.map((end, index) => {
    const strays = known.flatMap(({ strays: all }) => [...all.subarray(LEAD_ENDS[index - 1] ?? 0, end)]).filter((one) => !Number.isNaN(one));
    return strays.length < ERRORS_LEAST ? (NORMAL_SPREAD[index] ?? tripleOf(strays)) : tripleOf(strays);
  });
}

/** Forecasts at each origin with what was known then, and judges what became of it.
 *  @param forecasts of the weather, for each of `originsOf`; empty when nobody tells
 *  @returns null when there is too little history to judge by
 *  @see docs/methods.md#forecast */
export function backtest(measured: Measured, forecasts: readonly (Weather | null)[]): Backtest | null {
  const origins = originsOf(measured.kw.length);
  const history = historyOf(measured);
  const errors: Error[] = [];
  const terms: OriginSums[] = [];
  for (const [index, origin] of origins.entries()) {
    const expected = expectAfter(history, origin, aheadOf(measured, origin, forecasts[index] ?? null));
    if (expected === null) continue;
    const spread = spreadFrom(errors, origin);
    errors.push({ knownAt: origin + HORIZON_QUARTERS, strays: straysOf(expected, measured.kw, origin) });
    if (origin < measured.kw.length - HORIZON_QUARTERS - JUDGED_QUARTERS) continue;
    const byLead = LEAD_ENDS.map(() => new Tally());
    score({ ...history, sure: measured.sure }, origin, (t, value, plain) => byLead[leadIndex(t + 1)]?.add(withSpread(expected, spread, t), value, plain));
    const leads = byLead.map(({ sums }) => sums);
    const all = together(leads);
    if (all.quarters > 0) terms.push({ quarter: measured.firstQuarter + origin, leads, all });
  }
  if (terms.length === 0) return null;
  const losses = terms.map(({ all }) => all);
  const hours = HORIZON_QUARTERS / 4;
  return {
    firstOrigin: measured.firstQuarter + (origins.find((origin) => origin >= measured.kw.length - HORIZON_QUARTERS - JUDGED_QUARTERS) ?? 0),
    lastOrigin: measured.firstQuarter + (origins.at(-1) ?? 0),
    origins: losses.length,
    leads: LEAD_ENDS.map((end, index) =>
      resultOf(
        terms.flatMap(({ leads }) => leads[index] ?? []),
        (LEAD_ENDS[index - 1] ?? 0) / 4,
        end / 4,
      ),
    ),
    all: resultOf(losses, 0, hours),
    judgement: judge(losses),
    terms,
    spread: spreadFrom(errors, measured.kw.length),
  };
}

function aheadOf({ firstQuarter, place, weather }: Measured, origin: number, forecast: Weather | null): { calendar: Calendar; drivers: ReturnType<typeof driversOf> } {
  const first = firstQuarter + origin;
  const told = weather === null ? null : (forecast ?? { firstQuarter: first, temperatureC: new Float64Array(0), sunWm2: new Float64Array(0), windMs: new Float64Array(0) });
  return { calendar: calendarOf(first, HORIZON_QUARTERS), drivers: driversOf({ firstQuarter: first, quarters: HORIZON_QUARTERS, place, weather: told }) };
}

const straysOf = ({ expectedKw, scaleKw }: Expectation, kw: Float64Array, origin: number): Float64Array =>
  expectedKw.map((expected, t) => ((kw[origin + t] ?? Number.NaN) - expected) / (scaleKw[t] ?? 1));

function score(
  history: ReturnType<typeof historyOf> & Pick<Measured, 'sure'>,
  origin: number,
  each: (t: number, value: number, plain: { lastWeek: Triple; anyQuarter: Triple }) => void,
): void {
  const { lastWeek, anyQuarter } = referencesAt(history, origin);
  for (let t = 0; t < HORIZON_QUARTERS; t++) {
    const value = history.kw[origin + t] ?? Number.NaN;
    const week = lastWeek(origin + t);
    if (history.sure[origin + t] === 1 && !Number.isNaN(value) && week !== null) each(t, value, { lastWeek: week, anyQuarter });
  }
}
