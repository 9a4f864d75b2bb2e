// The figures of a forecast that the compute worker makes: one load out of many, and its coming 48 hours beside the limit.
import type { Direction } from '../domain/capacity/limits.ts';
import { rootsOf } from '../domain/capacity/loads.ts';
import { type Entities, secretNetQuarters } from '../domain/capacity/secret-quarters.ts';
import { type Measured, type Spread, forecastLoad } from '../domain/forecast/forecast.ts';
import { HORIZON_QUARTERS } from '../domain/forecast/level.ts';
import { type ForecastTerms, type LearnedQuarters, forecastTerms, learnedQuarters } from '../domain/forecast/forecast-terms.ts';
import type { Triple } from '../domain/forecast/pinball.ts';
import type { Weather } from '../domain/forecast/weather.ts';
import { type WholeLoad, wholeLoad } from '../domain/forecast/whole-load.ts';
import { type Loads, joined, measuredOnly } from './stretch-loads.ts';
import { type LimitPart, rightsOf } from '../domain/capacity/limit-parts.ts';

export interface WholeJob {
  readonly stretches: readonly Loads[];
  /** Connections to count; null: those that speak. */
  readonly only: readonly number[] | null;
  /** Legal entities of the companies, where the reader may not see them one by one: a quarter that says too much of one is not learned from. */
  readonly entities?: Entities;
}
export interface ForecastJob {
  /** Net import, whatever the direction. */
  readonly measured: Measured;
  readonly ahead: Weather | null;
  readonly spread: Spread;
  readonly direction: Direction;
  readonly parts: readonly LimitPart[];
  /** Connections of which the load is made: the limits of others are no room. */
  readonly counted: readonly number[];
}
interface RightAhead {
  readonly of: LimitPart['of'];
  readonly id: number;
  /** NaN where it is unknown. */
  readonly kw: Float64Array;
}
export interface ForecastOutcome {
  readonly firstQuarter: number;
  /** In the direction that was asked for; of export, what is fed in counts. */
  readonly kw: readonly Triple[];
  /** NaN where no limit is known. */
  readonly limitKw: Float64Array;
  /** Rights that add up to the limit, by quarter; 0 of a connection while its group counts instead. */
  readonly rights: readonly RightAhead[];
  /** What each quarter is the sum of, as net import. */
  readonly terms: readonly ForecastTerms[];
  readonly learned: LearnedQuarters;
  /** Weather that is forecast, of the same quarters; null: nobody tells. */
  readonly weather: Weather | null;
}

/** The loads on the public grid of stretches that follow each other, as one. */
export function wholeOf({ stretches, only, entities }: WholeJob): WholeLoad {
  const { loads, quarters } = measuredOnly(joined(stretches));
  const whole = wholeLoad(rootsOf(loads), quarters, only === null ? undefined : new Set(only));
  return entities === undefined ? whole : { ...whole, ...secretNetQuarters(loads, quarters, entities).without(whole) };
}

/** The coming 48 hours of a load and its limit. */
export function forecastOf({ measured, ahead, spread, direction, parts, counted }: ForecastJob): ForecastOutcome | null {
  const made = forecastLoad(measured, ahead, spread);
  if (made === null) return null;
  const firstQuarter = measured.firstQuarter + measured.kw.length;
  const kw = direction === 'import' ? made.kw : made.kw.map(([low, middle, high]): Triple => [0 - high, 0 - middle, 0 - low]);
  const rights = rightsAhead(parts, { direction, firstQuarter, counted: new Set(counted) });
  const limitKw = new Float64Array(HORIZON_QUARTERS).map((_, t) => (rights.length === 0 ? Number.NaN : rights.reduce((sum, right) => sum + (right.kw[t] ?? Number.NaN), 0)));
  return { firstQuarter, kw, limitKw, rights, terms: kw.map((_, t) => forecastTerms(made, spread, t)), learned: learnedQuarters(made), weather: ahead };
}

function rightsAhead(
  parts: readonly LimitPart[],
  { direction, firstQuarter, counted }: { direction: Direction; firstQuarter: number; counted: ReadonlySet<number> },
): RightAhead[] {
  const known = parts.filter((part) => (part.of === 'group' ? part.members.every((one) => counted.has(one)) : counted.has(part.connection)));
  return rightsOf(known, { direction, firstQuarter, quarters: HORIZON_QUARTERS }).map(({ part, kw }) => ({
    of: part.of,
    id: part.of === 'group' ? part.group : part.connection,
    kw,
  }));
}
