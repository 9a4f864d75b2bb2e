// Where the degree days of a change come from: whoever asks, else the source of weather, day by day and once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { degreeDaysIn } from '../../src/api/degree-days-query.ts';
import type { Weather, WeatherSource } from '../../src/domain/forecast/weather.ts';
import { localDate } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { makeWeatherService } from '../../src/simulate/weather-service.ts';
import { type SmallRegion, makeCompany, startApp } from './small-region.ts';

/** It is 10 °C before 2026 and 8 °C since, everywhere. */
const station = (asked: { from: number; to: number; lonDeg: number }[]): WeatherSource => ({
  name: 'the station of the test',
  simulated: false,
  observed: ({ lonDeg }, from, to): Promise<Weather> => {
    asked.push({ from, to, lonDeg });
    const values = (celsius: number): Float64Array =>
      Float64Array.from({ length: to - from }, (_, at) => ((from + at) * 900_000 < localDate('2026-01-01') ? celsius + 2 : celsius));
    return Promise.resolve({ firstQuarter: from, temperatureC: values(8), sunWm2: values(0), windMs: values(0) });
  },
  forecast: () => Promise.reject(new Error('nobody asks what is to come')),
});
const over = {
  area: { kind: 'park', park: 'de-mars' },
  base: { from: localDate('2025-02-01'), to: localDate('2025-04-01') },
  now: { from: localDate('2026-02-01'), to: localDate('2026-04-01') },
} as const;
let region: SmallRegion;
let company: number;

beforeAll(async () => {
  region = await startApp();
  ({ company } = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true }));
}, 60_000);
afterAll(() => region.stop());

describe('degree days of a change', () => {
  it('are the weighted ones of the days of both periods, as the source of weather measured them, of which each day is asked once', async () => {
    const asked: { from: number; to: number; lonDeg: number }[] = [];
    const deps = { ...region.app.parts.deps, weather: station(asked) };
    const first = await degreeDaysIn(deps, {}, over);

    // 28 days of February weigh 1.1, 31 of March 1: (28 x 1.1 + 31) x 8 K and x 10 K.
    expect(first?.baseDegreeDays).toBeCloseTo(494.4, 6);
    expect(first?.nowDegreeDays).toBeCloseTo(618, 6);
    expect(first).toMatchObject({ source: 'the station of the test', simulated: false });
    expect(asked).toHaveLength(2);
    await degreeDaysIn(deps, {}, { ...over, area: { kind: 'company', company } });
    expect(asked).toHaveLength(2);
    await degreeDaysIn(deps, {}, { ...over, now: { ...over.now, to: epochMs(over.now.to + 86_400_000) } });
    expect(asked.at(-1)).toMatchObject({ from: over.now.to / 900_000, to: over.now.to / 900_000 + 96 });
    await degreeDaysIn(deps, {}, { ...over, area: { kind: 'region' } });
    expect(new Set(asked.map(({ lonDeg }) => lonDeg)).size).toBe(2);
  });

  it('are those that were given, whatever the weather was', async () => {
    const deps = { ...region.app.parts.deps, weather: station([]) };

    expect(await degreeDaysIn(deps, { degreeDays: 2500, baseDegreeDays: 2800 }, over)).toEqual({ baseDegreeDays: 2800, nowDegreeDays: 2500, source: null, simulated: false });
  });

  it('are not known where nobody tells the weather', async () => {
    expect(await degreeDaysIn({ ...region.app.parts.deps, weather: null }, { degreeDays: 2500 }, over)).toBeNull();
  });

  it('of the simulated region are about as many as of a Dutch winter, and are said to be simulated', async () => {
    const known = await degreeDaysIn({ ...region.app.parts.deps, weather: makeWeatherService(1) }, {}, over);

    expect(known).toMatchObject({ source: 'simulated weather service', simulated: true });
    expect(known?.nowDegreeDays).toBeGreaterThan(500);
    expect(known?.nowDegreeDays).toBeLessThan(1100);
  });
});
