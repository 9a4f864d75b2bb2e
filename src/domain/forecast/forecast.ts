// The next 48 hours of a load, quarter by quarter, as P10, P50 and P90. Pure: history, calendar and weather in, figures out.
import { type Calendar, calendarOf, calendarPart } from './calendar.ts';
import { type Fit, type History, fitUsual, usualKw } from './fit.ts';
import { HORIZON_QUARTERS, type Holding, LEAD_ENDS, type Standing, leadIndex, learnHolding, standingAt, stillHolds } from './level.ts';
import type { Triple } from './pinball.ts';
import { type Drivers, type Weather, driversOf } from './weather.ts';
import type { Place } from '../capacity/clear-sky.ts';

/** What is usual is learned from at most this much; older weeks say little of the coming days. */
export const TRAIN_QUARTERS = 56 * 96;
/** With less than this nothing is forecast. */
export const LEAST_QUARTERS = 8 * 96;
/** Nor with less than this part of the quarters since the first that is known: the few that may be told are not like the others. */
const LEAST_SHARE = 0.5;
/** Errors as a normal distribution has them, for a load whose own are not known yet. */
const NORMAL: Triple = [-1.2816, 0, 1.2816];
/** Of the method: it counts up when its figures would come out differently. */
export const EDITION = '2026-11';
export const NORMAL_SPREAD: Spread = LEAD_ENDS.map(() => NORMAL);

/** Errors in usual distances, P10, P50 and P90, for each time ahead. */
export type Spread = readonly Triple[];

export interface Measured {
  readonly firstQuarter: number;
  /** kW; NaN where nothing is known. */
  readonly kw: Float64Array;
  /** 1 where every part was measured: only such a quarter is held against a forecast. */
  readonly sure: Uint8Array;
  readonly place: Place;
  /** What the weather was, over at least the same quarters; null when nobody tells. */
  readonly weather: Weather | null;
}

/** A load up to an origin and its coming 48 hours, before errors are put around it. */
export interface Expectation {
  readonly calendar: Calendar;
  /** Of each coming quarter, kW. */
  readonly expectedKw: Float64Array;
  /** Usual distance from it, kW. */
  readonly scaleKw: Float64Array;
  readonly coefficients: Fit['coefficients'];
}

/** Calendar and drivers of a measured load; made once for all origins in it.
 *  @see docs/methods.md#forecast */
export function historyOf({ firstQuarter, kw, place, weather }: Measured): History {
  return { calendar: calendarOf(firstQuarter, kw.length), kw, drivers: driversOf({ firstQuarter, quarters: kw.length, place, weather }) };
}

/** What a load taught up to an origin. */
export interface Learned {
  readonly fit: Fit;
  readonly holding: Holding;
  readonly standing: Standing;
  /** Indexes [from, to) of the quarters that were learned from. */
  readonly from: number;
  readonly to: number;
}
/** Calendar and drivers of the coming 48 hours. */
export interface Ahead {
  readonly calendar: Calendar;
  readonly drivers: Drivers;
}

/** What is usual before an origin, where the load stands then and how long that holds.
 *  @returns null when too little is known
 *  @see docs/methods.md#forecast */
export function learnUntil(history: History, origin: number): Learned | null {
  const from = firstKnown(history.kw, Math.max(origin - TRAIN_QUARTERS, 0), origin);
  const known = knownIn(history.kw.subarray(from, origin));
  if (known < LEAST_QUARTERS || known < LEAST_SHARE * (origin - from)) return null;
  const fit = fitUsual(history, from, origin);
  const strays = straysOf(history, fit, { from, to: origin });
  return { fit, holding: learnHolding(strays), standing: standingAt(strays, strays.length), from, to: origin };
}

/** What is expected after an origin, from the quarters before it and the weather that was forecast then.
 *  @param origin index of the first quarter that is not known yet
 *  @param ahead drivers of the coming 48 hours
 *  @returns null when too little is known
 *  @see docs/methods.md#forecast */
export function expectAfter(history: History, origin: number, ahead: Ahead): Expectation | null {
  const learned = learnUntil(history, origin);
  return learned === null ? null : expectationOf(learned, ahead);
}

/** What is expected of the coming 48 hours by what was learned.
 *  @see docs/methods.md#forecast */
export function expectationOf({ fit, holding, standing }: Learned, ahead: Ahead): Expectation {
  const scaleKw = Float64Array.from(ahead.calendar.hour, (cell) => fit.scaleKw[cell] ?? 0);
  const expectedKw = usualKw(fit, ahead.calendar, ahead.drivers).map((usual, t) => usual + (scaleKw[t] ?? 0) * stillHolds(holding, standing, t + 1));
  return { calendar: ahead.calendar, expectedKw, scaleKw, coefficients: fit.coefficients };
}

function firstKnown(kw: Float64Array, from: number, to: number): number {
  let first = from;
  while (first < to && Number.isNaN(kw[first] ?? Number.NaN)) first++;
  return first;
}

const knownIn = (kw: Float64Array): number => kw.reduce((known, one) => (Number.isNaN(one) ? known : known + 1), 0);

/** Distance of each quarter in [from, to) from the usual, in usual distances. */
function straysOf({ calendar, kw, drivers }: History, fit: Fit, { from, to }: { from: number; to: number }): Float64Array {
  const part = calendarPart(calendar, from, to);
  const usual = usualKw(
    fit,
    part,
    drivers.map((driver) => driver.subarray(from, to)),
  );
  return usual.map((expected, t) => ((kw[from + t] ?? Number.NaN) - expected) / (fit.scaleKw[part.hour[t] ?? 0] ?? 1));
}

/** Puts the errors of earlier forecasts around what is expected.
 *  @see docs/methods.md#forecast */
export function withSpread({ expectedKw, scaleKw }: Pick<Expectation, 'expectedKw' | 'scaleKw'>, spread: Spread, t: number): Triple {
  const [kw, scale] = [expectedKw[t] ?? 0, scaleKw[t] ?? 0];
  const [low, middle, high] = spread[leadIndex(t + 1)] ?? NORMAL;
  return [kw + scale * low, kw + scale * middle, kw + scale * high];
}

/** A forecast with what it was made from. */
export interface LoadForecast {
  readonly kw: readonly Triple[];
  readonly expected: Expectation;
  readonly learned: Learned;
  readonly ahead: Ahead;
  readonly history: History;
}

/** Forecast of the 48 hours after the last measured quarter.
 *  @param ahead the weather that is forecast for them
 *  @returns one triple a quarter; null when too little is known
 *  @see docs/methods.md#forecast */
export function forecastLoad(measured: Measured, ahead: Weather | null, spread: Spread): LoadForecast | null {
  const history = historyOf(measured);
  const firstQuarter = measured.firstQuarter + measured.kw.length;
  // Learned with weather it cannot go on without, and the other way round.
  const drivers = driversOf({ firstQuarter, quarters: HORIZON_QUARTERS, place: measured.place, weather: measured.weather === null ? null : (ahead ?? unknownFrom(firstQuarter)) });
  const learned = learnUntil(history, measured.kw.length);
  if (learned === null) return null;
  const coming = { calendar: calendarOf(firstQuarter, HORIZON_QUARTERS), drivers };
  const expected = expectationOf(learned, coming);
  return { kw: Array.from({ length: HORIZON_QUARTERS }, (_, t) => withSpread(expected, spread, t)), expected, learned, ahead: coming, history };
}

const unknownFrom = (firstQuarter: number): Weather => ({ firstQuarter, temperatureC: new Float64Array(0), sunWm2: new Float64Array(0), windMs: new Float64Array(0) });
