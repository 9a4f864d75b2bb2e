// Weather that could be Dutch, the same on every run.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weatherAt } from '../../src/simulate/weather.ts';

const PLACE = { seed: 5, lat: 52.1, lon: 6.05 };
const HOUR_MS = 3_600_000;
const yearOf = (from: number): ReturnType<typeof weatherAt>[] => Array.from({ length: 8760 }, (_, hour) => weatherAt({ ...PLACE, at: from + hour * HOUR_MS }));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('weather', () => {
  it('is a function of seed, place and instant', () => {
    const instant = Date.UTC(2026, 5, 21, 12, 34, 56);
    const first = weatherAt({ ...PLACE, at: instant });
    weatherAt({ ...PLACE, at: instant + 2048 * 60_000 });

    expect(weatherAt({ ...PLACE, at: instant })).toEqual(first);
    expect(weatherAt({ ...PLACE, seed: 6, at: instant })).not.toEqual(first);
  });

  it('has a Dutch year: 9 to 12 degrees, colder in January than in July, 900 to 1200 kWh of sun per m2', () => {
    const year = yearOf(Date.UTC(2026, 0, 1));
    const temperatures = year.map((one) => one.temperatureC);
    const sunKwhM2 = year.reduce((sum, one) => sum + one.irradianceWm2, 0) / 1000;

    expect(mean(temperatures)).toBeGreaterThan(9);
    expect(mean(temperatures)).toBeLessThan(12);
    expect(mean(temperatures.slice(0, 744))).toBeLessThan(mean(temperatures.slice(4344, 5088)) - 8);
    expect(Math.min(...temperatures)).toBeGreaterThan(-15);
    expect(Math.max(...temperatures)).toBeLessThan(38);
    expect(sunKwhM2).toBeGreaterThan(900);
    expect(sunKwhM2).toBeLessThan(1200);
    expect(mean(year.map((one) => one.windMs))).toBeGreaterThan(3.5);
  });

  it('puts the sun of 21 June 61 degrees high at Eerbeek, and none at midnight', () => {
    expect(weatherAt({ ...PLACE, at: Date.UTC(2026, 5, 21, 11, 38) }).sunAltitudeDeg).toBeCloseTo(61.3, 0);
    expect(weatherAt({ ...PLACE, at: Date.UTC(2026, 5, 21, 23, 38) }).irradianceWm2).toBe(0);
  });

  it('moves smoothly: within a minute less than a tenth of a degree, and all values stay physical', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 * 86_400 }), (second) => {
        const at = Date.UTC(2025, 6, 1) + second * 1000;
        const now = weatherAt({ ...PLACE, at });
        const next = weatherAt({ ...PLACE, at: at + 60_000 });

        expect(Math.abs(next.temperatureC - now.temperatureC)).toBeLessThan(0.1);
        expect(now.cloud >= 0 && now.cloud <= 1 && now.windMs > 0 && now.irradianceWm2 >= 0 && now.irradianceWm2 < 1100).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
