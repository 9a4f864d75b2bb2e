// What a load usually does: its week, what the weather adds, and how far it strays from both. Pure; drops what is out of line.
import { quartersSinceBreak } from './break.ts';
import { type Calendar, HOUR_CELLS, WEEK_CELLS, calendarPart, isWorking } from './calendar.ts';
import { quantileOf } from './pinball.ts';
import { type WeekProfile, weekProfile, withoutWeekMeans } from './profile.ts';
import { drivenBy } from './ridge.ts';
import { ALIKE_QUARTERS, type Drivers } from './weather.ts';

/** History of consecutive quarters, with the calendar and drivers of each. */
export interface History {
  readonly calendar: Calendar;
  /** Mean power, kW; NaN where it is not known. */
  readonly kw: Float64Array;
  readonly drivers: Drivers;
}
export interface Fit {
  readonly profile: WeekProfile;
  /** What each driver adds: on working days and on others, when less is on that could be warmed or cooled. */
  readonly coefficients: { readonly working: readonly number[]; readonly other: readonly number[] };
  /** Usual distance from what was expected, kW, by kind of day and hour. */
  readonly scaleKw: Float64Array;
  /** How much each quarter counted in the week. */
  readonly weight: Float64Array;
}

/** A fortnight ago counts half. */
const HALF_LIFE_QUARTERS = 14 * 96;
const ROUNDS = 3;
/** Beyond this many usual distances a quarter weighs less, the further the less: a plant stop makes no new week. */
const OUT_OF_LINE = 2.5;
/** What was before a new level weighs this much. */
const BEFORE_BREAK = 0.05;
/** The median distance of a normal variable is 0.6745 of its deviation. */
const MEDIAN_TO_DEVIATION = 1 / 0.6745;

/** What is usual, from the quarters [from, to) of a history.
 *  @see docs/methods.md#forecast */
export function fitUsual(history: History, from: number, to: number): Fit {
  const [calendar, y] = [calendarPart(history.calendar, from, to), history.kw.subarray(from, to)];
  const x = history.drivers.map((driver) => driver.subarray(from, to));
  const age = Float64Array.from(y, (value, t) => (Number.isNaN(value) ? 0 : 0.5 ** ((y.length - t) / HALF_LIFE_QUARTERS)));
  const { hour, week } = calendar;
  let weight = age;
  let since: number | null = null;
  let fit: Fit = { profile: new Float64Array(0), coefficients: { working: [], other: [] }, scaleKw: new Float64Array(0), weight: age };
  for (let round = 0; round < ROUNDS; round++) {
    const without = (values: Float64Array): Float64Array => withoutWeekMeans(values, calendar, weight);
    const coefficients = coefficientsOf(x.map(without), without(y), { calendar, weight, scaleKw: fit.scaleKw });
    const rest = withoutDriven(y, { coefficients, drivers: x, calendar });
    const profile = weekProfile(rest, calendar, weight);
    for (let t = 0; t < rest.length; t++) rest[t] = (rest[t] ?? 0) - (profile[week[t] ?? 0] ?? 0);
    const scaleKw = scaleOf(rest, hour);
    fit = { profile, coefficients, scaleKw, weight };
    const strays = rest.map((value, t) => value / (scaleKw[hour[t] ?? 0] ?? 1));
    since ??= quartersSinceBreak(strays);
    // At a new level nothing is out of line until the week has been learned again; before it all weighs little.
    const changed = since === null ? y.length : y.length - since;
    weight = age.map((w, t) => {
      if (t >= changed) return w;
      const away = Math.abs(strays[t] ?? 0);
      return w * (w === 0 || away <= OUT_OF_LINE ? 1 : (OUT_OF_LINE / away) ** 2) * (since === null ? 1 : BEFORE_BREAK);
    });
  }
  return fit;
}

/** Quiet hours tell what the weather does better than busy ones, so each counts by how far it usually strays. */
function coefficientsOf(x: Drivers, y: Float64Array, { calendar, weight, scaleKw }: { calendar: Calendar; weight: Float64Array; scaleKw: Float64Array }): Fit['coefficients'] {
  const sure = weight.map((w, t) => (scaleKw.length === 0 ? w : w / (scaleKw[calendar.hour[t] ?? 0] ?? 1) ** 2));
  const on = (working: boolean): Float64Array => sure.map((w, t) => (isWorking(calendar.kind[t] ?? 0) === working ? w : 0));
  const by = (working: boolean, cells: number): number[] => drivenBy(x, y, { weight: on(working), alike: ALIKE_QUARTERS, cells });
  return { working: by(true, (WEEK_CELLS * 5) / 7), other: by(false, (WEEK_CELLS * 2) / 7) };
}

interface Driven {
  readonly coefficients: Fit['coefficients'];
  readonly drivers: Drivers;
  readonly calendar: Calendar;
}

/** Values without what the drivers add to them. */
function withoutDriven(values: Float64Array, { coefficients, drivers, calendar }: Driven): Float64Array {
  const rest = values.slice();
  drivers.forEach((driver, i) => {
    const [working, other] = [coefficients.working[i] ?? 0, coefficients.other[i] ?? 0];
    for (let t = 0; t < rest.length; t++) {
      const part = (isWorking(calendar.kind[t] ?? 0) ? working : other) * (driver[t] ?? 0);
      if (!Number.isNaN(part)) rest[t] = (rest[t] ?? 0) - part;
    }
  });
  return rest;
}

/** What is expected in each quarter of a calendar with drivers, kW.
 *  @see docs/methods.md#forecast */
export function usualKw({ profile, coefficients }: Fit, calendar: Calendar, drivers: Drivers): Float64Array {
  const base = withoutDriven(new Float64Array(calendar.week.length), { coefficients, drivers, calendar });
  for (let t = 0; t < base.length; t++) base[t] = (profile[calendar.week[t] ?? 0] ?? 0) - (base[t] ?? 0);
  return base;
}

function scaleOf(residual: Float64Array, hour: Uint8Array): Float64Array {
  const cells: number[][] = Array.from({ length: HOUR_CELLS }, () => []);
  for (let t = 0; t < residual.length; t++) {
    const value = residual[t] ?? Number.NaN;
    if (!Number.isNaN(value)) cells[hour[t] ?? 0]?.push(Math.abs(value));
  }
  const median = (values: readonly number[]): number => quantileOf(Float64Array.from(values).sort(), 0.5) * MEDIAN_TO_DEVIATION;
  const all = cells.flat();
  const common = all.length === 0 ? 1 : median(all);
  // A load that never strays still needs a distance to divide by.
  const least = Math.max(common * 0.05, 1e-6);
  return Float64Array.from(cells, (values) => (values.length < 8 ? Math.max(common, least) : Math.max(median(values), least)));
}
