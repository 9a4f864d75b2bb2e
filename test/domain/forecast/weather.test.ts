// Drivers of a load: sun, cold and warmth, and what is left when nobody tells the weather.
import { describe, expect, it } from 'vitest';
import { clearSkyWm2, driversOf } from '../../../src/domain/forecast/weather.ts';

const place = { latDeg: 52.1, lonDeg: 6 };
const noon = Date.parse('2026-06-21T11:30:00Z') / 900_000;

describe('drivers', () => {
  it('are the sun, the cold below and the warmth above 14 degrees, and what a turbine makes of the wind', () => {
    const weather = { firstQuarter: noon, temperatureC: Float64Array.of(4, 25), sunWm2: Float64Array.of(500, 0), windMs: Float64Array.of(5, 12) };
    const [sun, cold, warm, turbine] = driversOf({ firstQuarter: noon, quarters: 2, place, weather });

    expect([...(sun ?? [])]).toEqual([0.5, 0]);
    expect([...(cold ?? [])]).toEqual([1, 0]);
    expect([...(warm ?? [])]).toEqual([0, 1.1]);
    // 5 m/s is 8 at the hub: (512 - 27) / (1728 - 27); 12 is 19.2, full.
    expect([...(turbine ?? [])]).toEqual([expect.closeTo(485 / 1701, 9), 1]);
  });

  it('without weather are the height of the sun alone', () => {
    const [sun, ...others] = driversOf({ firstQuarter: noon, quarters: 1, place, weather: null });

    // Haurwitz with the sun at 61.3 degrees: 1098 x 0.877 x exp(-0.057 / 0.877) = 902 W/m2.
    expect(sun?.[0]).toBeCloseTo(0.902, 2);
    expect(others).toEqual([]);
    expect(clearSkyWm2(noon + 48, place)).toBe(0);
  });

  it('take the clear sky where the sun is not told, and know no temperature there', () => {
    const weather = { firstQuarter: noon, temperatureC: new Float64Array(0), sunWm2: new Float64Array(0), windMs: new Float64Array(0) };
    const [sun, cold] = driversOf({ firstQuarter: noon, quarters: 1, place, weather });

    expect(sun?.[0]).toBeCloseTo(0.902, 2);
    expect(cold?.[0]).toBeNaN();
  });
});
