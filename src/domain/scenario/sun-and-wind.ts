// What one kWp of panels or one kW of a turbine makes in each quarter of a year. Pure.
import { type ConnectionQuarters, type GenerationFlow, NO_VALUE } from '../balance.ts';
import { type Place, sunDirection } from '../capacity/clear-sky.ts';
import { type Weather, clearSkyWm2, turbineShare } from '../forecast/weather.ts';
import { QUARTER_MS } from '../time.ts';
import { epochMs } from '../units.ts';
import type { ScenarioValues } from './parameters.ts';
import { YEAR_QUARTERS } from './year.ts';

/** measured: of those who make it here already; weather: of the radiation or wind that was measured; clear-sky and flat: of neither. */
export type ShapeSource = 'measured' | 'weather' | 'clear-sky' | 'flat';
/** kWh of each quarter for one kWp or kW. */
export interface Shape {
  readonly source: ShapeSource;
  readonly kwh: Float64Array;
}
export interface ShapeOver {
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly place: Place;
  readonly weather: Weather | null;
  readonly values: ScenarioValues;
  /** Where it may be measured already. */
  readonly connections: readonly ConnectionQuarters[];
}

/** Of what is there at least this share of the quarters, the shape is taken. */
const MEASURED_MIN = 0.9;
const QUARTERS_PER_DAY = 96;
const RADIANS = Math.PI / 180;
const SOLAR_WM2 = 1361;
/** Reflection of the ground. */
const ALBEDO = 0.2;
/** Below this the direct beam of an almost level sun would be divided by nearly nothing. */
const COS_MIN = 0.05;

/** Share of the radiation on a level surface that comes from all of the sky (Erbs, Klein and Duffie 1982).
 *  @param clearness radiation / what there is outside the atmosphere
 *  @see docs/scenarios.md#sun */
export function diffuseShare(clearness: number): number {
  if (clearness <= 0.22) return 1 - 0.09 * clearness;
  if (clearness > 0.8) return 0.165;
  return 0.9511 - 0.1604 * clearness + 4.388 * clearness ** 2 - 16.638 * clearness ** 3 + 12.336 * clearness ** 4;
}

/** Radiation on a plane from that on a level surface, W/m2: beam by the angle, sky isotropic, ground 0.2.
 *  @see docs/scenarios.md#sun */
export function planeWm2(quarter: number, place: Place, over: { levelWm2: number; tiltDeg: number; azimuthDeg: number }): number {
  const { levelWm2, tiltDeg, azimuthDeg } = over;
  const { up, north, east } = sunDirection(epochMs((quarter + 0.5) * QUARTER_MS), place);
  if (levelWm2 <= 0) return 0;
  const [sin, cos] = [Math.sin(tiltDeg * RADIANS), Math.cos(tiltDeg * RADIANS)];
  const sky = (1 + cos) / 2;
  if (up <= COS_MIN) return levelWm2 * sky;
  const diffuse = levelWm2 * diffuseShare(Math.min(levelWm2 / (SOLAR_WM2 * up), 1));
  const facing = Math.max(sin * Math.sin(azimuthDeg * RADIANS) * east + sin * Math.cos(azimuthDeg * RADIANS) * north + cos * up, 0);
  return ((levelWm2 - diffuse) / up) * facing + diffuse * sky + levelWm2 * ALBEDO * (1 - sky);
}

/** What is made here already, of one kind, as a shape that adds up to so much in a year; null: too little of it was measured. Where
 *  nothing was measured it is as much as the sky or the time of the year lets expect, so that a gap makes the rest no larger; and where
 *  one of several is silent, the others stand for it by their size.
 *  @see docs/scenarios.md#sun */
function measuredShape(over: ShapeOver, flow: GenerationFlow, yearKwh: number): Shape | null {
  const { connections, firstQuarter, quarters, place } = over;
  const mine = connections.flatMap((one) => one.registers.filter((register) => register.flow === flow)).filter(({ flags }) => shareKnown(flags) >= MEASURED_MIN);
  const sky = Float64Array.from({ length: quarters }, (_, t) => (flow === 'sun' ? clearSkyWm2(firstQuarter + t, place) : 1));
  const expected = sky.some((one) => one > 0) ? sky : sky.fill(1);
  const [made, size] = [new Float64Array(quarters), new Float64Array(quarters)];
  for (const { amounts, flags } of mine) {
    let [sum, of] = [0, 0];
    for (let t = 0; t < quarters; t++) {
      if (flags[t] === NO_VALUE) continue;
      sum += Math.max(amounts[t] ?? 0, 0);
      of += expected[t] ?? 0;
    }
    const one = of > 0 ? sum / of : 0;
    for (let t = 0; t < quarters; t++) {
      if (flags[t] === NO_VALUE) continue;
      made[t] = (made[t] ?? 0) + Math.max(amounts[t] ?? 0, 0);
      size[t] = (size[t] ?? 0) + one;
    }
  }
  const shape = made.map((one, t) => ((size[t] ?? 0) > 0 ? one / (size[t] ?? 1) : (expected[t] ?? 0)));
  const total = made.some((one) => one > 0) ? shape.reduce((all, one) => all + one, 0) : 0;
  if (!(total > 0)) return null;
  const scale = (yearKwh * ((flow === 'sun' ? sunShareOfYear(over) : 0) || quarters / YEAR_QUARTERS)) / total;
  return { source: 'measured', kwh: shape.map((one) => one * scale) };
}

/** Of what the sun gives in a year, the part that falls in the period: under a clear sky, of the year that ends with it. A winter
 *  half makes no half of the yield.
 *  @see docs/scenarios.md#sun */
export function sunShareOfYear({ firstQuarter, quarters, place }: Pick<ShapeOver, 'firstQuarter' | 'quarters' | 'place'>): number {
  if (Math.abs(quarters - YEAR_QUARTERS) <= QUARTERS_PER_DAY) return quarters / YEAR_QUARTERS;
  let [inside, year] = [0, 0];
  const end = firstQuarter + quarters;
  for (let quarter = Math.min(firstQuarter, end - YEAR_QUARTERS); quarter < end; quarter++) {
    const levelWm2 = clearSkyWm2(quarter, place);
    if (quarter >= firstQuarter) inside += levelWm2;
    if (quarter >= end - YEAR_QUARTERS) year += levelWm2;
  }
  return year > 0 ? inside / year : 0;
}

/** The weather, where it is told of nearly all of the period: what a few months say is no year. */
function weatherOver({ firstQuarter, quarters, weather }: ShapeOver, field: 'sunWm2' | 'windMs'): Float64Array | null {
  if (weather === null) return null;
  const values = Float64Array.from({ length: quarters }, (_, t) => weather[field][firstQuarter + t - weather.firstQuarter] ?? Number.NaN);
  const told = values.reduce((count, one) => (Number.isNaN(one) ? count : count + 1), 0);
  return quarters > 0 && told / quarters >= MEASURED_MIN ? values : null;
}

/** What is not told is as the rest: of the sun that share of a clear sky, of the wind its mean. */
function filledUp(values: Float64Array, expected: (t: number) => number): Float64Array {
  let [told, of] = [0, 0];
  values.forEach((one, t) => {
    if (Number.isNaN(one)) return;
    told += one;
    of += expected(t);
  });
  return values.map((one, t) => (Number.isNaN(one) ? (of > 0 ? told / of : 0) * expected(t) : one));
}

function shareKnown(flags: Uint8Array): number {
  let known = 0;
  for (let t = 0; t < flags.length; t++) if (flags[t] !== NO_VALUE) known += 1;
  return flags.length === 0 ? 0 : known / flags.length;
}

/** One kWp of panels: like those that are measured here, else from the weather, else under a sky that is as clear as the yearly
 *  yield asks. A plane that is given is reckoned from the weather or the clear sky.
 *  @see docs/scenarios.md#sun */
export function sunShape(over: ShapeOver, plane: { tiltDeg: number; azimuthDeg: number } | null): Shape {
  const { firstQuarter, quarters, place, values } = over;
  const measured = plane === null ? measuredShape(over, 'sun', values.pvYieldKwhPerKwp) : null;
  if (measured !== null) return measured;
  const on = (quarter: number, levelWm2: number): number => (plane === null ? levelWm2 : planeWm2(quarter, place, { levelWm2, ...plane }));
  const told = weatherOver(over, 'sunWm2');
  if (told === null) {
    const kwh = new Float64Array(quarters);
    let clear = 0;
    for (let t = 0; t < quarters; t++) {
      const levelWm2 = clearSkyWm2(firstQuarter + t, place);
      clear += levelWm2;
      kwh[t] = on(firstQuarter + t, levelWm2);
    }
    const scale = clear > 0 ? (values.pvYieldKwhPerKwp * sunShareOfYear(over)) / clear : 0;
    return { source: 'clear-sky', kwh: kwh.map((one) => one * scale) };
  }
  const level = filledUp(told, (t) => clearSkyWm2(firstQuarter + t, place));
  return { source: 'weather', kwh: level.map((levelWm2, t) => (values.pvPerformance * on(firstQuarter + t, levelWm2)) / 4000) };
}

/** One kW of a turbine: from the wind, else like those that are measured here, else as much in every quarter.
 *  @see docs/scenarios.md#wind */
export function windShape(over: ShapeOver): Shape {
  const { quarters, values } = over;
  const told = weatherOver(over, 'windMs');
  if (told === null)
    return measuredShape(over, 'wind', values.windFullLoadHours) ?? { source: 'flat', kwh: new Float64Array(quarters).fill(values.windFullLoadHours / YEAR_QUARTERS) };
  // A mean wind would turn less than the winds it is the mean of: what they make is filled up.
  const kwh = filledUp(
    told.map((windMs) => turbineShare(windMs) / 4),
    () => 1,
  );
  return { source: 'weather', kwh };
}
