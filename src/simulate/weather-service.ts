// A weather service for the made-up region: what a station measured, and forecasts that err the more the further they look ahead.
// Whoever asks for a forecast gets no true future weather, as from any service.
import { Recent } from '../domain/recent.ts';
import type { Place } from '../domain/capacity/clear-sky.ts';
import type { Weather, WeatherSource } from '../domain/forecast/weather.ts';
import { QUARTER_MS } from '../domain/time.ts';
import { makeNoise, seedFor } from './noise.ts';
import { weatherStation } from './weather.ts';

const QUARTERS_PER_DAY = 96;
/** Forecasts are issued every six hours. */
const ISSUE_QUARTERS = 24;
/** Standard errors at no time ahead and what each hour adds: 0.7 K, and 2.1 K two days ahead; a tenth of the sky, and a third. */
const TEMPERATURE_ERROR = { atOnceC: 0.7, perHourC: 0.03 };
const CLOUD_ERROR = { atOnce: 0.12, perHour: 0.0045 };
/** Errors last: neighbouring hours err alike. */
const TEMPERATURE_ERROR_QUARTERS = 24;
const CLOUD_ERROR_QUARTERS = 12;
/** Of the wind itself: an eighth, and a quarter two days ahead. */
const WIND_ERROR = { atOnce: 0.12, perHour: 0.0025 };
const WIND_ERROR_QUARTERS = 20;
const STATION_ERROR_C = 0.2;
const STATION_ERROR_WIND = 0.04;
/** Noise between -1 and 1 that is smooth has about this standard deviation. */
const NOISE_DEVIATION = 0.5;
const PLACES_MAX = 32;
const DAYS_MAX = 130;
/** Kasten and Czeplak (1980). */
const dimmedBy = (cloud: number): number => 1 - 0.75 * cloud ** 3.4;

interface Day {
  readonly temperatureC: Float64Array;
  readonly cloud: Float64Array;
  readonly sunWm2: Float64Array;
  readonly windMs: Float64Array;
}
interface Moment {
  readonly temperatureC: number;
  readonly cloud: number;
  readonly sunWm2: number;
  readonly windMs: number;
}
type At = (quarter: number) => Moment;
type Told = Omit<Moment, 'cloud'>;

/** The service of one region.
 *  @param seed of the region */
export function makeWeatherService(seed: number): WeatherSource {
  const places = new Recent<string, Map<number, Day>>(PLACES_MAX);
  return {
    name: 'simulated weather service',
    simulated: true,
    observed: async (place, from, to) => {
      const at = await truth({ seed, places, place, from, to });
      const station = makeNoise(seedFor(seed, `station ${keyOf(place)}`));
      return filled(from, to, (quarter) => {
        const { temperatureC, sunWm2, windMs } = at(quarter);
        return { temperatureC: temperatureC + (STATION_ERROR_C / NOISE_DEVIATION) * station(quarter), sunWm2, windMs: windMs * (1 + STATION_ERROR_WIND * station(-quarter)) };
      });
    },
    forecast: async (place, from, to) => {
      const at = await truth({ seed, places, place, from, to });
      const issued = Math.floor(from / ISSUE_QUARTERS) * ISSUE_QUARTERS;
      const noise = (name: string): ((position: number) => number) => makeNoise(seedFor(seed, `forecast ${issued} ${keyOf(place)} ${name}`));
      const [warmer, cloudier, windier] = [noise('temperature'), noise('cloud'), noise('wind')];
      return filled(from, to, (quarter) => {
        const { temperatureC, cloud, sunWm2, windMs } = at(quarter);
        const aheadHours = (quarter - issued) / 4;
        const errorC = TEMPERATURE_ERROR.atOnceC + TEMPERATURE_ERROR.perHourC * aheadHours;
        const error = CLOUD_ERROR.atOnce + CLOUD_ERROR.perHour * aheadHours;
        const told = Math.min(Math.max(cloud + (error / NOISE_DEVIATION) * cloudier(quarter / CLOUD_ERROR_QUARTERS), 0), 1);
        return {
          temperatureC: temperatureC + (errorC / NOISE_DEVIATION) * warmer(quarter / TEMPERATURE_ERROR_QUARTERS),
          sunWm2: (sunWm2 / dimmedBy(cloud)) * dimmedBy(told),
          windMs: windMs * Math.max(1 + ((WIND_ERROR.atOnce + WIND_ERROR.perHour * aheadHours) / NOISE_DEVIATION) * windier(quarter / WIND_ERROR_QUARTERS), 0),
        };
      });
    },
  };
}

const keyOf = ({ latDeg, lonDeg }: Place): string => `${latDeg.toFixed(2)} ${lonDeg.toFixed(2)}`;

function filled(from: number, to: number, at: (quarter: number) => Told): Weather {
  const [temperatureC, sunWm2, windMs] = [new Float64Array(to - from), new Float64Array(to - from), new Float64Array(to - from)];
  for (let quarter = from; quarter < to; quarter++) {
    const one = at(quarter);
    temperatureC[quarter - from] = one.temperatureC;
    sunWm2[quarter - from] = one.sunWm2;
    windMs[quarter - from] = one.windMs;
  }
  return { firstQuarter: from, temperatureC, sunWm2, windMs };
}

/** Day by day, remembered, and with a pause between days: whoever else runs in this thread gets its turn. */
async function truth(over: { seed: number; places: Recent<string, Map<number, Day>>; place: Place; from: number; to: number }): Promise<At> {
  const { seed, places, place, from, to } = over;
  const days = places.put(keyOf(place), places.get(keyOf(place)) ?? new Map<number, Day>());
  const wanted = new Map<number, Day>();
  for (let day = Math.floor(from / QUARTERS_PER_DAY); day * QUARTERS_PER_DAY < to; day++) {
    const known = days.get(day);
    const one = known ?? dayOf({ seed, place, day });
    days.delete(day);
    days.set(day, one);
    wanted.set(day, one);
    if (known === undefined) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const day of days.keys()) {
    if (days.size <= DAYS_MAX) break;
    days.delete(day);
  }
  return (quarter) => {
    const day = wanted.get(Math.floor(quarter / QUARTERS_PER_DAY));
    const index = quarter % QUARTERS_PER_DAY;
    const of = (values: Float64Array | undefined): number => values?.[index] ?? Number.NaN;
    return { temperatureC: of(day?.temperatureC), cloud: of(day?.cloud), sunWm2: of(day?.sunWm2), windMs: of(day?.windMs) };
  };
}

function dayOf({ seed, place, day }: { seed: number; place: Place; day: number }): Day {
  const station = weatherStation({ seed, lat: place.latDeg, lon: place.lonDeg });
  const empty = (): Float64Array => new Float64Array(QUARTERS_PER_DAY);
  const made: Day = { temperatureC: empty(), cloud: empty(), sunWm2: empty(), windMs: empty() };
  for (let index = 0; index < QUARTERS_PER_DAY; index++) {
    const { temperatureC, cloud, irradianceWm2, windMs } = station((day * QUARTERS_PER_DAY + index + 0.5) * QUARTER_MS);
    made.temperatureC[index] = temperatureC;
    made.cloud[index] = cloud;
    made.sunWm2[index] = irradianceWm2;
    made.windMs[index] = windMs;
  }
  return made;
}
