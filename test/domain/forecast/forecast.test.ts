// The coming 48 hours: of made-up loads, without weather, with too little history, and never with a look ahead.
import { describe, expect, it } from 'vitest';
import { LEAST_QUARTERS, type Measured, NORMAL_SPREAD, expectAfter, forecastLoad, historyOf } from '../../../src/domain/forecast/forecast.ts';
import { calendarOf } from '../../../src/domain/forecast/calendar.ts';
import { driversOf } from '../../../src/domain/forecast/weather.ts';
import { makeLattice } from '../../../src/simulate/noise.ts';

const place = { latDeg: 52.1, lonDeg: 6 };
const FIRST = Date.parse('2026-01-05T00:00:00+01:00') / 900_000;
const draw = makeLattice(3);
const load = (quarters: number, of: (t: number) => number): Measured => ({
  firstQuarter: FIRST,
  kw: Float64Array.from({ length: quarters }, (_, t) => of(t)),
  sure: new Uint8Array(quarters).fill(1),
  place,
  weather: null,
});
const week = (t: number): number => (t % 96 >= 28 && t % 96 < 68 && t % 672 < 480 ? 200 : 50);

describe('forecast', () => {
  it('of a load with a week is that week, in a narrow band', () => {
    const forecast = forecastLoad(
      load(8 * 672, (t) => week(t) + 4 * (draw(t) - 0.5)),
      null,
      NORMAL_SPREAD,
    )?.kw;

    expect(forecast).toHaveLength(192);
    for (const t of [0, 40, 100, 191]) {
      const [low, middle, high] = forecast?.[t] ?? [0, 0, 0];
      expect(Math.abs(middle - week(t))).toBeLessThan(3);
      expect(high - low).toBeLessThan(8);
      expect(low <= middle && middle <= high).toBe(true);
    }
  });

  it('is none of eight days or less', () => {
    expect(forecastLoad(load(LEAST_QUARTERS - 1, week), null, NORMAL_SPREAD)).toBeNull();
    expect(forecastLoad(load(LEAST_QUARTERS, week), null, NORMAL_SPREAD)?.kw).toHaveLength(192);
  });

  it('does not begin to count before the load does', () => {
    const begun = load(8 * 672, (t) => (t < 8 * 672 - LEAST_QUARTERS + 1 ? Number.NaN : week(t)));

    expect(forecastLoad(begun, null, NORMAL_SPREAD)).toBeNull();
  });

  it('is none of a load of which less than half is known, however long ago it began', () => {
    const known = (share: number): Measured => load(8 * 672, (t) => (t > 0 && t % 100 >= 100 * share ? Number.NaN : week(t)));

    expect(forecastLoad(known(0.49), null, NORMAL_SPREAD)).toBeNull();
    expect(forecastLoad(known(0.5), null, NORMAL_SPREAD)?.kw).toHaveLength(192);
  });

  it('is none of fewer quarters than eight days have, whatever they are a part of', () => {
    const gappy = load(2 * LEAST_QUARTERS - 2, (t) => (t % 2 === 0 ? week(t) : Number.NaN));

    expect(forecastLoad(gappy, null, NORMAL_SPREAD)).toBeNull();
  });

  it('at an earlier moment knows nothing of what came after', () => {
    const origin = 7 * 672;
    const measured = load(8 * 672, (t) => week(t) + 10 * (draw(t) - 0.5));
    const changed = { ...measured, kw: measured.kw.map((kw, t) => (t >= origin ? 1e5 : kw)) };
    const ahead = { calendar: calendarOf(FIRST + origin, 192), drivers: driversOf({ firstQuarter: FIRST + origin, quarters: 192, place, weather: null }) };

    expect(expectAfter(historyOf(changed), origin, ahead)).toEqual(expectAfter(historyOf(measured), origin, ahead));
  });

  it('goes on with the usual weather where the forecast of it is missing', () => {
    const measured = load(8 * 672, week);
    const weather = { firstQuarter: FIRST, temperatureC: measured.kw.map((_, t) => 10 + Math.sin(t / 300)), sunWm2: measured.kw.map(() => 0), windMs: measured.kw.map(() => 3) };
    const forecast = forecastLoad({ ...measured, weather }, null, NORMAL_SPREAD)?.kw;

    expect(forecast?.every((triple) => triple.every((kw) => Number.isFinite(kw)))).toBe(true);
  });
});
