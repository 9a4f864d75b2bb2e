// What the weather does to a load: sun on panels, heating when it is cold, cooling when it is warm. Pure.
import { type Place, cosZenith } from '../capacity/clear-sky.ts';
import { QUARTER_MS } from '../time.ts';
import { epochMs } from '../units.ts';

/** Weather of consecutive quarters; NaN where it is not known. */
export interface Weather {
  readonly firstQuarter: number;
  readonly temperatureC: Float64Array;
  /** On a level surface. */
  readonly sunWm2: Float64Array;
  /** At 10 m above the ground. */
  readonly windMs: Float64Array;
}

/** Who tells the weather: what it was, and what was forecast at a moment for the time after it. */
export interface WeatherSource {
  /** Named in answers. */
  readonly name: string;
  readonly simulated: boolean;
  /** Observations of the quarters [from, to) at a place. */
  readonly observed: (place: Place, from: number, to: number) => Promise<Weather>;
  /** The forecast that was issued last, in quarter `from` at the latest, for the quarters [from, to). */
  readonly forecast: (place: Place, from: number, to: number) => Promise<Weather>;
}

/** Below this the cold counts, above it the warmth. */
const MILD_C = 14;
/** At 80 to 120 m over open land it blows about this many times as hard as at 10 m; a turbine begins at 3 m/s and is full at 12. */
const HUB_TIMES = 1.6;
const TURBINE = { fromMs: 3, fullMs: 12 };
/** Of the order of one, so that one ridge serves all. */
const TEN_KELVIN = 10;
const FULL_SUN_WM2 = 1000;

/** Names of the drivers, in their order. */
export const DRIVER_NAMES = ['sun', 'cold', 'warmth', 'wind'] as const;
/** One array a driver, of equal length: sun, cold, warmth and turbines, or the sun alone. */
export type Drivers = readonly Float64Array[];
/** Quarters that say as much as one of each driver, because neighbours are alike: the sun changes by the hour, the cold by the day. */
export const ALIKE_QUARTERS = [8, 96, 96, 32] as const;

/** Radiation on a level surface under a clear sky, W/m2 (Haurwitz 1945).
 *  @see docs/methods.md#forecast */
export function clearSkyWm2(quarter: number, place: Place): number {
  const cos = cosZenith(epochMs((quarter + 0.5) * QUARTER_MS), place);
  return cos <= 0 ? 0 : 1098 * cos * Math.exp(-0.057 / cos);
}

/** What a turbine makes of the wind at 10 m, of its full power: by the cube between the wind at which it begins and is full.
 *  @see docs/methods.md#forecast */
export function turbineShare(windMs: number): number {
  const hubMs = windMs * HUB_TIMES;
  const { fromMs, fullMs } = TURBINE;
  return Math.min(Math.max((hubMs ** 3 - fromMs ** 3) / (fullMs ** 3 - fromMs ** 3), 0), 1);
}

/** Drivers of consecutive quarters: sun, cold, warmth and turbines. Without weather there is the height of the sun alone.
 *  @see docs/methods.md#forecast */
export function driversOf(over: { firstQuarter: number; quarters: number; place: Place; weather: Weather | null }): Drivers {
  const { firstQuarter, quarters, place, weather } = over;
  const sun = Float64Array.from({ length: quarters }, (_, t) => clearSkyWm2(firstQuarter + t, place) / FULL_SUN_WM2);
  if (weather === null) return [sun];
  const at = (values: Float64Array, t: number): number => values[firstQuarter + t - weather.firstQuarter] ?? Number.NaN;
  const wind = Float64Array.from({ length: quarters }, (_, t) => at(weather.windMs, t));
  const temperature = Float64Array.from({ length: quarters }, (_, t) => at(weather.temperatureC, t));
  return [
    sun.map((clear, t) => {
      const told = at(weather.sunWm2, t);
      return Number.isNaN(told) ? clear : told / FULL_SUN_WM2;
    }),
    temperature.map((one) => Math.max(MILD_C - one, 0) / TEN_KELVIN),
    temperature.map((one) => Math.max(one - MILD_C, 0) / TEN_KELVIN),
    wind.map(turbineShare),
  ];
}
