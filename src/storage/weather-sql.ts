// Keeps the weather of places in the registry database: what it was, and forecasts as they were issued, so that a forecast of
// the past is judged with what was known then. Runs in the main thread only.
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Place } from '../domain/capacity/clear-sky.ts';
import type { Weather, WeatherSource } from '../domain/forecast/weather.ts';
import { HOUR_MS, QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';

/** An alias, not an interface: Kysely asks for tables by any name. */
export type WeatherTables = {
  /** day: days since 1970, UTC. */
  weather_day: { place: string; day: number; told: string; fetched_at: number };
  weather_forecast: { place: string; issued_at: number; first_quarter: number; told: string };
};

const DAY_MS = 24 * HOUR_MS;
const DAY_QUARTERS = DAY_MS / QUARTER_MS;
/** Backtests go back six weeks and two days. */
const FORECASTS_KEPT_MS = 60 * DAY_MS;
/** Models are run every three hours; a forecast that follows one sooner says the same. */
const KEPT_EVERY_MS = 3 * HOUR_MS;

const Values = z.array(z.number().nullable());
const Told = z.object({ temperatureC: Values, sunWm2: Values, windMs: Values });
type Series = Omit<Weather, 'firstQuarter'>;
const FIELDS = ['temperatureC', 'sunWm2', 'windMs'] as const;

/** Some hundred metres: one name for a place, however its position is written. */
const keyOf = ({ latDeg, lonDeg }: Place): string => `${latDeg.toFixed(3)} ${lonDeg.toFixed(3)}`;

/** The weather as it was told; a source that knows the places it was asked for. */
export class WeatherSql implements WeatherSource {
  readonly simulated = false;
  readonly name: string;
  readonly #db: Kysely<WeatherTables>;

  /** @param name who tells it, as answers say */
  constructor(db: Kysely<WeatherTables>, name: string) {
    this.#db = db;
    this.name = name;
  }

  /** When a place was last told of; null: never. */
  async askedAt(place: Place): Promise<EpochMs | null> {
    const found = await this.#db
      .selectFrom('weather_day')
      .select(({ fn }) => fn.max('fetched_at').as('at'))
      .where('place', '=', keyOf(place))
      .executeTakeFirst();
    return found?.at === undefined || found.at === null ? null : epochMs(found.at);
  }

  /** Keeps what was told at a moment: its past by day in place of what was known of those days, the rest as a forecast.
   *  @param told from the begin of a UTC day on, at least to `at` */
  async add(place: Place, told: Weather, at: EpochMs): Promise<void> {
    const now = Math.floor(at / QUARTER_MS);
    const end = told.firstQuarter + told.temperatureC.length;
    const key = keyOf(place);
    const days: WeatherTables['weather_day'][] = [];
    for (let first = told.firstQuarter; first < Math.min(now, end); first += DAY_QUARTERS) {
      days.push({ place: key, day: Math.floor(first / DAY_QUARTERS), told: written(told, first, Math.min(first + DAY_QUARTERS, now)), fetched_at: at });
    }
    await this.#db.transaction().execute(async (db) => {
      for (const day of days) {
        await db
          .insertInto('weather_day')
          .values(day)
          .onConflict((conflict) => conflict.columns(['place', 'day']).doUpdateSet({ told: day.told, fetched_at: at }))
          .execute();
      }
      const last = await this.#issued(db, key, at);
      if (end <= now || (last !== undefined && at - last.issued_at < KEPT_EVERY_MS)) return;
      await db
        .deleteFrom('weather_forecast')
        .where('place', '=', key)
        .where('issued_at', '<', at - FORECASTS_KEPT_MS)
        .execute();
      await db
        .insertInto('weather_forecast')
        .values({ place: key, issued_at: at, first_quarter: now, told: written(told, now, end) })
        .execute();
    });
  }

  /** What was measured or, of the last hour, was expected. */
  async observed(place: Place, from: number, to: number): Promise<Weather> {
    const key = keyOf(place);
    const rows = await this.#db
      .selectFrom('weather_day')
      .selectAll()
      .where('place', '=', key)
      .where('day', '>=', Math.floor(from / DAY_QUARTERS))
      .where('day', '<', Math.ceil(to / DAY_QUARTERS))
      .orderBy('day')
      .execute();
    const weather = unknownOver(from, to);
    const expected = await this.#issued(this.#db, key, epochMs(to * QUARTER_MS));
    if (expected !== undefined) fill(weather, read(expected.told), expected.first_quarter);
    for (const { day, told } of rows) fill(weather, read(told), day * DAY_QUARTERS);
    return weather;
  }

  async forecast(place: Place, from: number, to: number): Promise<Weather> {
    const weather = unknownOver(from, to);
    const row = await this.#issued(this.#db, keyOf(place), epochMs((from + 1) * QUARTER_MS - 1));
    if (row !== undefined) fill(weather, read(row.told), row.first_quarter);
    return weather;
  }

  async #issued(db: Kysely<WeatherTables>, place: string, before: EpochMs): Promise<WeatherTables['weather_forecast'] | undefined> {
    return db.selectFrom('weather_forecast').selectAll().where('place', '=', place).where('issued_at', '<=', before).orderBy('issued_at', 'desc').limit(1).executeTakeFirst();
  }
}

/** Tenths and whole W/m2: what is told is no more exact. */
function written(told: Weather, from: number, to: number): string {
  const part = (values: Float64Array, times: number): (number | null)[] =>
    [...values.subarray(from - told.firstQuarter, to - told.firstQuarter)].map((value) => (Number.isNaN(value) ? null : Math.round(value * times) / times));
  return JSON.stringify({ temperatureC: part(told.temperatureC, 10), sunWm2: part(told.sunWm2, 1), windMs: part(told.windMs, 10) });
}

function read(text: string): Series {
  const told = Told.parse(JSON.parse(text));
  const series = (values: readonly (number | null)[]): Float64Array => Float64Array.from(values, (value) => value ?? Number.NaN);
  return { temperatureC: series(told.temperatureC), sunWm2: series(told.sunWm2), windMs: series(told.windMs) };
}

const unknownOver = (from: number, to: number): Weather => {
  const unknown = (): Float64Array => new Float64Array(to - from).fill(Number.NaN);
  return { firstQuarter: from, temperatureC: unknown(), sunWm2: unknown(), windMs: unknown() };
};

/** Puts what is known of a series that begins at a quarter into the weather of a period. */
function fill(weather: Weather, series: Series, firstQuarter: number): void {
  for (const field of FIELDS) {
    series[field].forEach((value, at) => {
      const index = firstQuarter + at - weather.firstQuarter;
      if (!Number.isNaN(value) && index >= 0 && index < weather[field].length) weather[field][index] = value;
    });
  }
}
