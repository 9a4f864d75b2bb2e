// Asks a server of Open-Meteo what the weather was and will be where parks are. Off without an address.
import { z } from 'zod';
import type { Place } from '../domain/capacity/clear-sky.ts';
import type { Weather } from '../domain/forecast/weather.ts';
import { HOUR_MS, QUARTER_MS } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { type Service, askJson } from './ask-json.ts';
import type { Job } from './schedule.ts';

export interface WeatherOptions {
  /** `https://api.open-meteo.com`, or a server of one's own. */
  readonly url: string;
  /** Of a paid account; null: none is needed. */
  readonly key: string | null;
  readonly places: readonly Place[];
  readonly kept: {
    askedAt: (place: Place) => Promise<EpochMs | null>;
    add: (place: Place, told: Weather, at: EpochMs) => Promise<void>;
  };
  readonly now: () => EpochMs;
}

/** The free service lets through 10,000 questions a day, of which two weeks of one place count as one. */
export const WEATHER_AGAIN_MS = 10 * 60_000;
/** 97 days of quarters of three values take 200 KB. */
export const WEATHER_BYTES_MAX = 2_000_000;
/** As far back as the service goes with a forecast. */
const BACK_DAYS_MAX = 92;
/** What was said of yesterday is looked at again. */
const BACK_DAYS_MIN = 2;
/** Today and three more: 48 hours from any moment of the next. */
const AHEAD_DAYS = 4;
const DAY_QUARTERS = (24 * HOUR_MS) / QUARTER_MS;
const VALUES_MAX = (BACK_DAYS_MAX + AHEAD_DAYS + 1) * DAY_QUARTERS;
const NAMES = 'temperature_2m,shortwave_radiation,wind_speed_10m';
/** Beyond these it is no weather of the Netherlands. */
const BELIEVED = { temperature_2m: { min: -60, max: 60 }, shortwave_radiation: { min: 0, max: 1500 }, wind_speed_10m: { min: 0, max: 100 } } as const;

const Values = z.array(z.number().nullable()).max(VALUES_MAX);
const Answer = z.object({
  minutely_15_units: z.object({ time: z.literal('unixtime'), temperature_2m: z.literal('°C'), shortwave_radiation: z.literal('W/m²'), wind_speed_10m: z.literal('m/s') }),
  minutely_15: z.object({ time: z.array(z.int()).min(1).max(VALUES_MAX), temperature_2m: Values, shortwave_radiation: Values, wind_speed_10m: Values }),
});

/** Temperature and wind are told of an instant, radiation of the 15 minutes before it: a quarter has the mean of both its ends,
 *  and the radiation that is told at its end (open-meteo.com/en/docs, "15-minutely").
 *  @returns one quarter less than instants, and how many values could not be believed
 *  @throws Error when the form, a unit or the times are not those that were asked for */
export function weatherOf(answer: unknown): { weather: Weather; refused: number } {
  const read = Answer.safeParse(answer);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`the weather service answered in a form that is not known: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  const { time, ...told } = read.data.minutely_15;
  const firstQuarter = ((time[0] ?? 0) * 1000) / QUARTER_MS;
  if (!time.every((at, index) => (at * 1000) / QUARTER_MS === firstQuarter + index))
    throw new Error('the weather service answered with times that are not quarter-hours one after the other');
  let refused = 0;
  const believed = (name: keyof typeof BELIEVED): ((index: number) => number) => {
    const { min, max } = BELIEVED[name];
    const values = time.map((_, index) => {
      const value = told[name][index] ?? null;
      if (value !== null && value >= min && value <= max) return value;
      if (value !== null) refused++;
      return Number.NaN;
    });
    return (index) => values[index] ?? Number.NaN;
  };
  const [temperature, radiation, wind] = [believed('temperature_2m'), believed('shortwave_radiation'), believed('wind_speed_10m')];
  const filled = (at: (index: number) => number): Float64Array => Float64Array.from({ length: time.length - 1 }, (_, index) => at(index));
  return {
    weather: {
      firstQuarter,
      temperatureC: filled((index) => (temperature(index) + temperature(index + 1)) / 2),
      sunWm2: filled((index) => radiation(index + 1)),
      windMs: filled((index) => (wind(index) + wind(index + 1)) / 2),
    },
    refused,
  };
}

export function fetchWeather(options: WeatherOptions): Job {
  const { places, kept, now } = options;
  /** A try that failed was a question too. */
  const tried = new Map<Place, EpochMs>();
  return {
    name: 'fetch-weather',
    schedule: '12 * * * *',
    run: async ({ stopping }) => {
      const found = { asked: 0, quarters: 0, refused: 0 };
      for (const place of places) {
        if (stopping()) break;
        const [at, last] = [now(), await kept.askedAt(place)];
        if (at - Math.max(last ?? -Infinity, tried.get(place) ?? -Infinity) < WEATHER_AGAIN_MS) continue;
        tried.set(place, at);
        const { weather, refused } = weatherOf(await askJson(questionOf(options, place, backDays(last, at)), SERVICE));
        await kept.add(place, weather, at);
        found.asked++;
        found.quarters += weather.temperatureC.length;
        found.refused += refused;
      }
      return found;
    },
  };
}

/** As many days as were missed, as far as the service goes; the first time all of them. */
const backDays = (last: EpochMs | null, at: EpochMs): number =>
  last === null ? BACK_DAYS_MAX : Math.min(Math.max(Math.ceil((at - last) / (24 * HOUR_MS)) + 1, BACK_DAYS_MIN), BACK_DAYS_MAX);

const SERVICE: Service = { name: 'the weather service', keySetting: 'WEATHER_API_KEY', answerBytesMax: WEATHER_BYTES_MAX, headers: { accept: 'application/json' } };

function questionOf({ url, key }: Pick<WeatherOptions, 'url' | 'key'>, { latDeg, lonDeg }: Place, pastDays: number): string {
  const query = new URLSearchParams({
    latitude: String(latDeg),
    longitude: String(lonDeg),
    minutely_15: NAMES,
    wind_speed_unit: 'ms',
    timeformat: 'unixtime',
    timezone: 'GMT',
    past_days: String(pastDays),
    forecast_days: String(AHEAD_DAYS),
    ...(key !== null && { apikey: key }),
  });
  return `${url}/v1/forecast?${query.toString()}`;
}
