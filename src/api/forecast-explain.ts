// Explains one quarter of a forecast: the terms that add up to it, the errors around it, and the quarters it was learned from.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { EDITION, NORMAL_SPREAD } from '../domain/forecast/forecast.ts';
import { type ForecastTerms, referencesFor } from '../domain/forecast/forecast-terms.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { wholeParts } from '../domain/whole-parts.ts';
import { limitsFor } from './capacity-explain.ts';
import type { Deps } from './deps.ts';
import { seesMembers } from './members.ts';
import { ApiError } from './errors.ts';
import { type ForecastGround, type ForecastOver, forecastGround, stepsOf } from './forecast-query.ts';
import type { Forecast } from './shapes-forecast.ts';
import type { ForecastExplanation } from './shapes-explained.ts';

const SLOTS = 96;
const QUARTER_MINUTES = 15;

type Answer = Omit<ForecastExplanation, 'simulated'>;
type Outcome = NonNullable<ForecastGround['outcome']>;

/** @param over at: start of a step of the forecast; null: its first. path: of the place, below /api/v1
 *  @throws ApiError when there is no such step */
export async function explainForecast(deps: Deps, principal: Principal, over: ForecastOver & { at: EpochMs | null; path: string }): Promise<Answer> {
  const { outcome, from, to, noForecast, method, learnedFrom, learnedTo } = await forecastGround(deps, principal, over);
  const at = over.at ?? from;
  const model = { method, edition: EDITION, fittedAt: outcome === null ? null : toIso(outcome.madeAt), learnedFrom, learnedTo };
  const known = { direction: over.direction, noForecast, model, asOf: toIso(deps.now()) };
  if (at < from || at >= to || at % QUARTER_MS !== 0) throw new ApiError('bad-time', "'at' must be the start of a quarter-hour of the forecast, as `start` of a step.");
  const t = at / QUARTER_MS - (outcome?.firstQuarter ?? 0);
  const step = outcome === null ? undefined : stepsOf(outcome)[t];
  const terms = outcome?.terms[t];
  if (outcome === null || step === undefined || terms === undefined) return { ...known, ...nothingAt(at) };
  const members = over.place.kind === 'connection' || seesMembers(principal, over.place);
  return {
    ...known,
    ...step,
    ...summed(terms, step, over.direction),
    limits: limitsFor(
      deps,
      principal,
      outcome.rights.map(({ kw, ...right }) => ({ ...right, kw: kw[t] ?? Number.NaN })),
    ),
    weather: weatherAt(deps, outcome, t),
    week: { weekday: Math.floor(terms.weekCell / SLOTS) + 1, minute: (terms.weekCell % SLOTS) * QUARTER_MINUTES, working: terms.working },
    // Quarter by quarter it says more than the forecast does.
    references: members ? referencesOf(outcome, terms, over) : [],
  };
}

const nothingAt = (at: EpochMs): Omit<Answer, 'direction' | 'noForecast' | 'model' | 'asOf'> => ({
  start: toIso(at),
  end: toIso(epochMs(at + QUARTER_MS)),
  p10Kw: null,
  p50Kw: null,
  p90Kw: null,
  limitKw: null,
  headroomKw: null,
  limits: [],
  terms: [],
  spread: null,
  weather: null,
  week: null,
  references: [],
});

/** In whole millionths: the terms add up to what is expected, and each quantile is that and its own error. */
function summed(made: ForecastTerms, step: Forecast['steps'][number], direction: Direction): Pick<Answer, 'terms' | 'spread'> {
  const sign = direction === 'import' ? 1 : -1;
  const micro = wholeParts(made.terms.map(({ value, times }) => sign * value * times * 1e6));
  const expected = micro.reduce((sum, one) => sum + one, 0);
  const errorKw = (quantileKw: number): number => fromMicro(toMicro(quantileKw) - expected);
  const [low, middle, high] = made.spread;
  // P10 of what is fed in is P90 of what is drawn.
  const [p10, p50, p90] = direction === 'import' ? [low, middle, high] : [0 - high, 0 - middle, 0 - low];
  return {
    terms: made.terms.map(({ term, value, times }, index) => ({ term, value, times: sign * times, kw: fromMicro(micro[index] ?? 0) })),
    spread: {
      usualDistanceKw: made.usualDistanceKw,
      hoursAhead: { from: made.ahead.from / 4, to: made.ahead.to / 4 },
      rule: NORMAL_SPREAD.some((normal) => normal.every((one, index) => one === made.spread[index])) ? 'normal' : 'learned',
      p10,
      p50,
      p90,
      p10Kw: errorKw(step.p10Kw),
      p50Kw: errorKw(step.p50Kw),
      p90Kw: errorKw(step.p90Kw),
    },
  };
}

function weatherAt(deps: Deps, { weather, firstQuarter }: Outcome, t: number): Answer['weather'] {
  if (deps.weather === null || weather === null) return null;
  const told = (values: Float64Array): number | null => {
    const value = values[firstQuarter + t - weather.firstQuarter] ?? Number.NaN;
    return Number.isNaN(value) ? null : published(value);
  };
  const { name, simulated } = deps.weather;
  return { source: name, simulated, sunWm2: told(weather.sunWm2), temperatureC: told(weather.temperatureC), windMs: told(weather.windMs) };
}

/** Each is a load of that quarter, which the room on the grid explains. */
function referencesOf({ learned }: Outcome, { weekCell }: ForecastTerms, { direction, path }: { direction: Direction; path: string }): Answer['references'] {
  const sign = direction === 'import' ? 1 : -1;
  return referencesFor(learned, weekCell).map(({ quarter, kw, weight }) => {
    const start = toIso(epochMs(quarter * QUARTER_MS));
    return { start, kw: published(sign * kw), weight: published(weight), explain: `${path}/capacity/explain?direction=${direction}&at=${start}` };
  });
}
