// The weather service of the made-up region: near the truth now, further from it the further ahead, and the same when asked again.
import { describe, expect, it } from 'vitest';
import { makeWeatherService } from '../../src/simulate/weather-service.ts';
import { weatherAt } from '../../src/simulate/weather.ts';

const place = { latDeg: 52.1, lonDeg: 6.06 };
const FIRST = Date.parse('2026-05-01T00:00:00Z') / 900_000;
const trueC = (quarter: number): number => weatherAt({ seed: 7, lat: place.latDeg, lon: place.lonDeg, at: (quarter + 0.5) * 900_000 }).temperatureC;
const deviation = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, one) => sum + one * one, 0) / values.length);

describe('weather service', () => {
  it('observes within a few tenths of a degree', async () => {
    const { temperatureC, sunWm2, windMs } = await makeWeatherService(7).observed(place, FIRST, FIRST + 960);
    const errors = [...temperatureC].map((one, t) => one - trueC(FIRST + t));

    expect(deviation(errors)).toBeGreaterThan(0.05);
    expect(deviation(errors)).toBeLessThan(0.4);
    expect(Math.max(...sunWm2)).toBeGreaterThan(300);
    expect(Math.min(...windMs)).toBeGreaterThan(0);
  });

  it('forecasts with an error that grows: about 0.8 K in the first hours, 2 K after two days', async () => {
    const service = makeWeatherService(7);
    const [soon, late]: [number[], number[]] = [[], []];
    for (let issue = 0; issue < 120; issue++) {
      const from = FIRST + issue * 24;
      const { temperatureC } = await service.forecast(place, from, from + 192);
      for (let t = 0; t < 12; t++) {
        soon.push((temperatureC[t] ?? 0) - trueC(from + t));
        late.push((temperatureC[180 + t] ?? 0) - trueC(from + 180 + t));
      }
    }

    expect(deviation(soon)).toBeGreaterThan(0.5);
    expect(deviation(soon)).toBeLessThan(1.2);
    expect(deviation(late)).toBeGreaterThan(1.5);
    expect(deviation(late)).toBeLessThan(2.8);
  });

  it('forecasts the same until it issues again, six hours later', async () => {
    const service = makeWeatherService(7);
    const [first, hourLater, sixLater] = [
      await service.forecast(place, FIRST, FIRST + 192),
      await service.forecast(place, FIRST + 4, FIRST + 196),
      await makeWeatherService(7).forecast(place, FIRST + 24, FIRST + 216),
    ];

    expect(hourLater.temperatureC.subarray(0, 188)).toEqual(first.temperatureC.subarray(4));
    expect(sixLater.temperatureC[0]).not.toBe(first.temperatureC[24]);
    expect(await service.forecast(place, FIRST, FIRST + 192)).toEqual(first);
  });

  it('has no sun at night and never more than a clear sky allows', async () => {
    const { sunWm2 } = await makeWeatherService(7).forecast(place, FIRST, FIRST + 192);

    expect(sunWm2[0]).toBe(0);
    expect(Math.max(...sunWm2)).toBeLessThan(1000);
  });
});
