// Answers the coming 48 hours of a park, company or connection, and how good such forecasts were.
import type { Principal } from '../domain/access.ts';
import { published, withWithheld } from '../domain/balance-rows.ts';
import { type StepSums, coverageOf, qualityOf } from '../domain/balance-steps.ts';
import type { Place as Spot } from '../domain/capacity/clear-sky.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { type Backtest, type LeadResult, originsOf } from '../domain/forecast/backtest.ts';
import { NORMAL_SPREAD, TRAIN_QUARTERS } from '../domain/forecast/forecast.ts';
import { HORIZON_QUARTERS } from '../domain/forecast/level.ts';
import type { Weather } from '../domain/forecast/weather.ts';
import { QUARTER_MS, localAdd, localFloor, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { LimitPart } from '../domain/capacity/limit-parts.ts';
import type { ForecastOutcome } from '../jobs/forecast-sums.ts';
import { scopeKey } from './balance-pieces.ts';
import { type Place, capacityScope, endOf, scopeTerms, limitParts, loadsIn } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import type { Scope } from './scope.ts';
import type { Forecast, ForecastBacktest } from './shapes-forecast.ts';

/** Eight weeks to learn from before the earliest of six weeks of forecasts. */
const DAYS = 100;
/** Before midnight, so that what a connection does not tell today can be what it told a week ago. */
const TAIL_DAYS = 8;

/** What a forecast rests on: the load up to midnight, the weather, and how good earlier forecasts were. */
interface ForecastBase {
  readonly firstQuarter: number;
  /** Net import, kW. */
  readonly kw: Float64Array;
  readonly sure: Uint8Array;
  readonly counted: readonly number[];
  readonly silent: readonly number[];
  /** Somebody told the weather of some of these quarters. */
  readonly weatherTold: boolean;
  readonly backtest: Backtest | null;
  readonly sums: StepSums;
}
export interface ForecastOver {
  readonly place: Place;
  readonly direction: Direction;
  /** Where the sun stands and the weather is. */
  readonly spot: Spot;
}
type Unmarked<T> = Omit<T, 'simulated'>;
interface Base {
  readonly scope: Scope;
  readonly base: ForecastBase;
}

const isoOf = (quarter: number): string => toIso(epochMs(quarter * QUARTER_MS));
/** As it is told; null where there is none. */
export const orNull = (value: number): number | null => (Number.isNaN(value) ? null : published(value));

/** The days before today, and how good forecasts of them were. */
export async function forecastBase(deps: Deps, principal: Principal, over: ForecastOver): Promise<Base> {
  const midnight = localFloor(endOf(deps, principal, over.place), 'P1D');
  const period = { from: localAdd(midnight, 'P1D', -DAYS), to: midnight };
  const scope = await capacityScope(deps, principal, { ...period, place: over.place });
  const [first, end] = [period.from / QUARTER_MS, midnight / QUARTER_MS];
  const make = async (): Promise<ForecastBase> => {
    const { stretches, sums } = await loadsIn(deps, scope, period);
    const whole = await deps.compute.whole({ stretches, only: null, ...scopeTerms(scope) });
    const begin = whole.kw.findIndex((kw) => !Number.isNaN(kw));
    const skipped = begin < 0 ? whole.kw.length : begin;
    const [firstQuarter, kw, sure] = [first + skipped, whole.kw.slice(skipped), whole.sure.slice(skipped)];
    const weather = kw.length === 0 ? null : await observedIn(deps, over.spot, { firstQuarter, end });
    const measured = { firstQuarter, kw, sure, place: over.spot, weather };
    const forecasts = weather === null ? [] : await forecastsThen(deps, over.spot, { firstQuarter, quarters: kw.length });
    const backtest = await deps.compute.backtest(measured, forecasts);
    return { firstQuarter, kw, sure, counted: whole.counted, silent: whole.silent, weatherTold: weather !== null, backtest, sums };
  };
  return { scope, base: await deps.keptForecasts.of(`forecast ${scopeKey(scope)} ${first} ${end}`, deps.store.days.of(first, end), make) };
}

/** @returns null where nobody tells the weather, or told nothing of these quarters */
async function observedIn({ weather }: Deps, spot: Spot, { firstQuarter, end }: { firstQuarter: number; end: number }): Promise<Weather | null> {
  const observed = await weather?.observed(spot, firstQuarter, end);
  return observed?.temperatureC.some((one) => !Number.isNaN(one)) ? observed : null;
}

/** The weather as it was forecast at each earlier moment. */
async function forecastsThen(deps: Deps, spot: Spot, { firstQuarter, quarters }: { firstQuarter: number; quarters: number }): Promise<Weather[]> {
  if (deps.weather === null) return [];
  const forecasts: Weather[] = [];
  for (const origin of originsOf(quarters)) forecasts.push(await deps.weather.forecast(spot, firstQuarter + origin, firstQuarter + origin + HORIZON_QUARTERS));
  return forecasts;
}

function known(deps: Deps, sums: StepSums, scope: Scope): Pick<Forecast, 'coverage' | 'quality' | 'asOf'> {
  const seen = withWithheld(sums, scope.withheld);
  return { coverage: coverageOf(seen), quality: qualityOf(seen), asOf: toIso(deps.now()) };
}

export const methodOf = ({ weatherTold }: ForecastBase): Forecast['method'] => (weatherTold ? 'week-weather-level' : 'week-level');

const weatherOf = ({ weather }: Deps, { weatherTold }: ForecastBase): Forecast['weather'] =>
  weather === null || !weatherTold ? null : { source: weather.name, simulated: weather.simulated };

function skillOf({ backtest }: ForecastBase): Pick<Forecast, 'skill' | 'skillError' | 'reference' | 'verdict'> {
  if (backtest === null) return { skill: null, skillError: null, reference: null, verdict: 'too-few' };
  const { skill, skillError, reference, verdict } = backtest.judgement;
  return { skill: published(skill), skillError: published(skillError), reference, verdict };
}

/** A forecast as it was made once, for all who ask. */
interface KeptForecast extends ForecastOutcome {
  readonly madeAt: EpochMs;
}
/** What an answer and its explanation are made from. */
export interface ForecastGround extends Base {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** null: too little is known. */
  readonly outcome: KeptForecast | null;
  readonly source: Forecast['limitKind'];
  readonly noForecast: Forecast['noForecast'];
  readonly method: Forecast['method'];
  readonly learnedFrom: string | null;
  readonly learnedTo: string | null;
}

export async function forecastGround(deps: Deps, principal: Principal, over: ForecastOver): Promise<ForecastGround> {
  const { scope, base } = await forecastBase(deps, principal, over);
  // From where the load is told on.
  const now = endOf(deps, principal, over.place);
  const [from, to] = [now, epochMs(now + HORIZON_QUARTERS * QUARTER_MS)];
  const { parts, source } = limitParts(deps, scope, { from, to, direction: over.direction, place: over.place });
  const key = `forecast ahead ${scopeKey(scope)} ${over.direction} ${from} ${JSON.stringify(parts)}`;
  const ahead = async (): Promise<KeptForecast | null> => {
    const made = await outcomeOf(deps, { ...over, scope, base, parts, now: from / QUARTER_MS });
    return made === null ? null : { ...made, madeAt: deps.now() };
  };
  const outcome = await deps.keptForecasts.of(key, deps.store.days.of(localFloor(now, 'P1D') / QUARTER_MS, from / QUARTER_MS), ahead);
  const learnedFrom = outcome === null ? null : isoOf(Math.max(base.firstQuarter, outcome.firstQuarter - TRAIN_QUARTERS));
  const noForecast = outcome !== null ? null : base.counted.length === 0 ? 'no-measurements' : 'too-little-history';
  return { scope, base, from, to, outcome, source, noForecast, method: methodOf(base), learnedFrom, learnedTo: outcome === null ? null : isoOf(outcome.firstQuarter) };
}

/** The 48 hours from the running quarter on. */
export async function answerForecast(deps: Deps, principal: Principal, over: ForecastOver): Promise<Unmarked<Forecast>> {
  const { scope, base, from, to, outcome, source, noForecast, method, learnedFrom, learnedTo } = await forecastGround(deps, principal, over);
  const steps = outcome === null ? [] : stepsOf(outcome);
  return {
    direction: over.direction,
    from: toIso(from),
    to: toIso(to),
    steps,
    noForecast,
    ...highlights(steps),
    limitKind: source,
    method,
    learnedFrom,
    learnedTo,
    weather: weatherOf(deps, base),
    ...skillOf(base),
    bandCoverage: base.backtest === null ? null : orNull(base.backtest.all.between),
    connections: base.counted.length,
    connectionsSilent: base.silent.length,
    ...known(deps, base.sums, scope),
  };
}

/** The coming 48 hours, from the load up to now and the weather that is forecast. */
async function outcomeOf(deps: Deps, over: ForecastOver & { scope: Scope; base: ForecastBase; parts: readonly LimitPart[]; now: number }): Promise<ForecastOutcome | null> {
  const { scope, base, now, spot, direction, parts } = over;
  const { firstQuarter } = base;
  const { kw, sure } = await untilNow(deps, scope, { base, now });
  if (kw.length === 0) return null;
  const end = firstQuarter + kw.length;
  const weather = base.weatherTold ? await observedIn(deps, spot, { firstQuarter, end }) : null;
  const ahead = deps.weather === null || weather === null ? null : await deps.weather.forecast(spot, end, end + HORIZON_QUARTERS);
  const measured = { firstQuarter, kw, sure, place: spot, weather };
  return deps.compute.forecast({ measured, ahead, spread: base.backtest?.spread ?? NORMAL_SPREAD, direction, parts, counted: base.counted });
}

/** The load up to now: the days that are kept, and today. */
async function untilNow(deps: Deps, scope: Scope, { base, now }: { base: ForecastBase; now: number }): Promise<{ kw: Float64Array; sure: Uint8Array }> {
  const midnight = base.firstQuarter + base.kw.length;
  if (now <= midnight || base.counted.length === 0) return base;
  const from = localAdd(epochMs(midnight * QUARTER_MS), 'P1D', -TAIL_DAYS);
  const { stretches } = await loadsIn(deps, scope, { from, to: epochMs(now * QUARTER_MS) });
  const tail = await deps.compute.whole({ stretches, only: base.counted, ...scopeTerms(scope) });
  const before = midnight - from / QUARTER_MS;
  const [kw, sure] = [new Float64Array(base.kw.length + now - midnight), new Uint8Array(base.kw.length + now - midnight)];
  kw.set(base.kw);
  sure.set(base.sure);
  kw.set(tail.kw.subarray(before), base.kw.length);
  sure.set(tail.sure.subarray(before), base.sure.length);
  return { kw, sure };
}

export function stepsOf({ firstQuarter, kw, limitKw }: Pick<ForecastOutcome, 'firstQuarter' | 'kw' | 'limitKw'>): Forecast['steps'] {
  return kw.map(([p10, p50, p90], t) => {
    const limit = orNull(limitKw[t] ?? Number.NaN);
    return {
      start: isoOf(firstQuarter + t),
      end: isoOf(firstQuarter + t + 1),
      p10Kw: published(p10),
      p50Kw: published(p50),
      p90Kw: published(p90),
      limitKw: limit,
      // Of what is told, so that whoever subtracts gets the last digit.
      headroomKw: limit === null ? null : published(limit - published(p90)),
    };
  });
}

function highlights(steps: Forecast['steps']): Pick<Forecast, 'peak' | 'headroom'> {
  let peak: Forecast['steps'][number] | null = null;
  let least: Forecast['headroom'] = null;
  for (const step of steps) {
    if (peak === null || step.p90Kw > peak.p90Kw) peak = step;
    const { headroomKw, limitKw, start } = step;
    if (headroomKw !== null && limitKw !== null && (least === null || headroomKw < least.headroomKw)) least = { start, headroomKw, limitKw };
  }
  return { peak: peak === null ? null : { start: peak.start, p50Kw: peak.p50Kw, p90Kw: peak.p90Kw, limitKw: peak.limitKw }, headroom: least };
}

/** What became of the forecasts of the last four weeks. */
export async function answerBacktest(deps: Deps, principal: Principal, over: ForecastOver): Promise<Unmarked<ForecastBacktest>> {
  const { scope, base } = await forecastBase(deps, principal, over);
  const { backtest } = base;
  const lead = (result: LeadResult): ForecastBacktest['items'][number] => leadOf(result, over.direction);
  return {
    direction: over.direction,
    from: backtest === null ? null : isoOf(backtest.firstOrigin),
    to: backtest === null ? null : isoOf(backtest.lastOrigin),
    forecasts: backtest?.origins ?? 0,
    items: backtest === null ? [] : backtest.leads.map(lead),
    totals: backtest === null ? null : lead(backtest.all),
    ...skillOf(base),
    skillLastWeek: backtest === null ? null : published(backtest.judgement.skillLastWeek),
    skillAnyQuarter: backtest === null ? null : published(backtest.judgement.skillAnyQuarter),
    weather: weatherOf(deps, base),
    ...known(deps, base.sums, scope),
  };
}

/** The losses are the same in both directions: P10 of what is drawn is P90 of what is fed in. */
export function leadOf(result: LeadResult, direction: Direction): ForecastBacktest['items'][number] {
  const [p10, p50, p90] = direction === 'import' ? result.below : [result.above[2], result.above[1], result.above[0]];
  return {
    fromHours: result.fromHours,
    toHours: result.toHours,
    quarters: result.quarters,
    pinballKw: orNull(result.lossKw),
    lastWeekPinballKw: orNull(result.lastWeekLossKw),
    anyQuarterPinballKw: orNull(result.anyQuarterLossKw),
    skillLastWeek: orNull(result.skillLastWeek),
    meanErrorKw: orNull(result.absoluteKw),
    belowP10: orNull(p10),
    belowP50: orNull(p50),
    belowP90: orNull(p90),
    bandCoverage: orNull(result.between),
  };
}
