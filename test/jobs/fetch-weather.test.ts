// The weather from a server that speaks as Open-Meteo does: what is asked, what is believed, and what a quarter gets of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, QUARTER_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { WEATHER_AGAIN_MS, WEATHER_BYTES_MAX, fetchWeather, weatherOf } from '../../src/jobs/fetch-weather.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { WeatherSql } from '../../src/storage/weather-sql.ts';
import { type OpenMeteoServer, openMeteoAnswer, startOpenMeteo } from './open-meteo-server.ts';

const KEY = 'a-key-of-the-test';
const HERE = { latDeg: 52.1, lonDeg: 6.1 };
const THERE = { latDeg: 52.3, lonDeg: 5.9 };
const DAY_MS = 24 * HOUR_MS;
const progress = { stopping: () => false };
let service: OpenMeteoServer;
let dir: string;
let open: Awaited<ReturnType<typeof openRegistry>>;
let kept: WeatherSql;
let nowMs: number;
const run = async (places = [HERE, THERE]): Promise<unknown> => fetchWeather({ url: service.url, key: KEY, places, kept, now: () => epochMs(nowMs) }).run(progress);
const failure = async (): Promise<string> =>
  run().then(
    () => '',
    (error: unknown) => String(error),
  );

beforeAll(async () => {
  service = await startOpenMeteo();
});
afterAll(() => service.close());
beforeEach(async () => {
  nowMs = Date.now();
  service.questions.length = 0;
  service.answer = null;
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-weather-'));
  open = await openRegistry(join(dir, 'registry.db'));
  kept = new WeatherSql(open.db, 'the service');
  return async () => {
    await open.registry.close();
    rmSync(dir, { recursive: true, force: true });
  };
});

describe('the weather', () => {
  it('is asked for each place, the first time as far back as the service goes and then what was missed', async () => {
    expect(await run()).toEqual({ asked: 2, quarters: 2 * (96 * 96 - 1), refused: 0 });
    nowMs += 5 * DAY_MS - HOUR_MS;
    await run([HERE]);
    nowMs += HOUR_MS;
    await run([HERE]);

    const [first, , later, last] = service.questions;
    expect(Object.fromEntries(first ?? [])).toEqual({
      latitude: '52.1',
      longitude: '6.1',
      minutely_15: 'temperature_2m,shortwave_radiation,wind_speed_10m',
      wind_speed_unit: 'ms',
      timeformat: 'unixtime',
      timezone: 'GMT',
      past_days: '92',
      forecast_days: '4',
      apikey: KEY,
    });
    expect([later?.get('past_days'), last?.get('past_days')]).toEqual(['6', '2']);
  });

  it('is kept as what it was and as what was expected then, of each place its own', async () => {
    await run();
    const now = Math.floor(nowMs / QUARTER_MS);
    const [here, there] = [await kept.observed(HERE, now - 90 * 96, now), await kept.observed(THERE, now - 4, now)];
    expect(new Set(here.temperatureC)).toEqual(new Set([6.1]));
    expect(new Set(here.sunWm2)).toEqual(new Set([100]));
    expect(there.temperatureC[0]).toBe(5.9);
    const ahead = await kept.forecast(HERE, now + 1, now + 1 + 192);
    expect(new Set(ahead.windMs)).toEqual(new Set([5]));
  });

  it('is not asked for again within ten minutes, whether it was told or not', async () => {
    await run();
    nowMs += WEATHER_AGAIN_MS - 1;
    expect(await run()).toMatchObject({ asked: 0 });
    nowMs += 1;
    service.answer = { status: 503, body: '' };
    const job = fetchWeather({ url: service.url, key: null, places: [HERE], kept, now: () => epochMs(nowMs) });
    await expect(Promise.resolve(job.run(progress))).rejects.toThrow('the weather service answered 503');
    expect(await job.run(progress)).toMatchObject({ asked: 0 });
    expect(service.questions).toHaveLength(3);
    expect(service.questions[2]?.has('apikey')).toBe(false);
  });

  it('is asked no further when the process stops', async () => {
    expect(await fetchWeather({ url: service.url, key: null, places: [HERE], kept, now: () => epochMs(nowMs) }).run({ stopping: () => true })).toMatchObject({ asked: 0 });
  });

  const good = openMeteoAnswer({ fromS: 1_795_000_500, steps: 3, at: () => ({ temperature: 5, radiation: 0, wind: 3 }) });
  it.each([
    ['a key that is refused', { status: 401, body: '' }, /refused the key \(401\): look at WEATHER_API_KEY/],
    ['a limit', { status: 429, body: '' }, /too many requests/],
    ['an error', { status: 400, body: '{"error":true,"reason":"no"}' }, /answered 400/],
    ['no JSON', { status: 200, body: '<html>' }, /not answer with JSON/],
    ['another form', { status: 200, body: '{"hourly":{}}' }, /form that is not known: minutely_15_units/],
    ['kilometres an hour', { status: 200, body: JSON.stringify(good).replace('m/s', 'km/h') }, /minutely_15_units.wind_speed_10m/],
    ['hours for quarters', { status: 200, body: JSON.stringify(good).replace(String(1_795_000_500 + 900), String(1_795_000_500 + 3600)) }, /not quarter-hours one after the other/],
    ['too much', { status: 200, body: `"${'x'.repeat(WEATHER_BYTES_MAX)}"` }, /more than 2000000 bytes/],
  ])('that is answered with %s changes nothing and tells no key', async (_, answer, message) => {
    service.answer = answer;
    const failed = await failure();

    expect(failed).toMatch(message);
    expect(failed).not.toContain(KEY);
    expect(await kept.askedAt(HERE)).toBeNull();
  });
});

describe('a quarter', () => {
  it('has the mean of temperature and wind at its ends, and the radiation that is told at its end', () => {
    const told = [
      { temperature: 4, radiation: 900, wind: 2 },
      { temperature: 6, radiation: 100, wind: 4 },
      { temperature: 7, radiation: 300, wind: 8 },
    ];
    const fromS = 1_795_000_500;
    const { weather, refused } = weatherOf(openMeteoAnswer({ fromS, steps: 3, at: (timeS) => told[(timeS - fromS) / 900] ?? { temperature: null, radiation: null, wind: null } }));

    expect([weather.firstQuarter * 900, refused]).toEqual([fromS, 0]);
    expect([[...weather.temperatureC], [...weather.sunWm2], [...weather.windMs]]).toEqual([
      [5, 6.5],
      [100, 300],
      [3, 6],
    ]);
  });

  it.each([
    ['nothing', null, 0],
    ['more heat than there is', 61, 1],
    ['more cold than there is', -60.1, 1],
  ])('of which an end says %s is not known', (_, temperature, times) => {
    const { weather, refused } = weatherOf(openMeteoAnswer({ fromS: 900, steps: 3, at: (timeS) => ({ temperature: timeS === 900 ? temperature : 5, radiation: 0, wind: 3 }) }));

    expect([...weather.temperatureC]).toEqual([Number.NaN, 5]);
    expect(refused).toBe(times);
  });
});
