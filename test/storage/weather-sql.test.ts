// The weather of places in the registry: what it was, and which forecast was known at a moment.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Weather } from '../../src/domain/forecast/weather.ts';
import { HOUR_MS, QUARTER_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { WeatherSql } from '../../src/storage/weather-sql.ts';

const PLACE = { latDeg: 52.1, lonDeg: 6.05 };
/** The quarter at which a day begins. */
const DAY = 20_700 * 96;
let weather: WeatherSql;

/** So many days from a day on, in which every value is one number. */
const told = (value: number, firstQuarter = DAY, days = 6): Weather => {
  const series = (): Float64Array => new Float64Array(days * 96).fill(value);
  return { firstQuarter, temperatureC: series(), sunWm2: series(), windMs: series() };
};
const at = (quarter: number, minute = 5): ReturnType<typeof epochMs> => epochMs(quarter * QUARTER_MS + minute * 60_000);
const valuesOf = ({ temperatureC }: Weather): number[] => [...temperatureC];

beforeEach(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-weather-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  weather = new WeatherSql(db, 'the service');
  return async () => {
    await registry.close();
    rmSync(dir, { recursive: true, force: true });
  };
});

describe('what the weather was', () => {
  it('is what was told last of a day that had passed, and of the time since then what is expected', async () => {
    await weather.add(PLACE, told(1), at(DAY + 100));
    await weather.add(PLACE, told(2, DAY + 96), at(DAY + 120));

    const known = valuesOf(await weather.observed(PLACE, DAY + 94, DAY + 122));
    expect(known.slice(0, 2)).toEqual([1, 1]);
    expect(known.slice(2, 26)).toEqual(Array.from({ length: 24 }, () => 2));
    // Both were told within five hours: the second is kept as a forecast too.
    expect(known.slice(26)).toEqual([2, 2]);
    expect(await weather.askedAt(PLACE)).toBe(at(DAY + 120));
  });

  it('is not known before it was told, elsewhere, or where nothing was said', async () => {
    const holes = told(3);
    holes.temperatureC[1] = Number.NaN;
    await weather.add(PLACE, holes, at(DAY + 96));

    expect(valuesOf(await weather.observed(PLACE, DAY - 1, DAY + 3))).toEqual([Number.NaN, 3, Number.NaN, 3]);
    expect(valuesOf(await weather.observed({ ...PLACE, latDeg: 52.2 }, DAY, DAY + 1))).toEqual([Number.NaN]);
    expect(await weather.askedAt({ ...PLACE, latDeg: 52.2 })).toBeNull();
  });

  it('is as exact as it is told', async () => {
    const one = told(0);
    one.temperatureC.fill(-3.26);
    one.sunWm2.fill(123.4);
    one.windMs.fill(4.04);
    await weather.add(PLACE, one, at(DAY + 96));

    const { temperatureC, sunWm2, windMs } = await weather.observed(PLACE, DAY, DAY + 1);
    expect([temperatureC[0], sunWm2[0], windMs[0]]).toEqual([-3.3, 123, 4]);
  });
});

describe('a forecast', () => {
  it('is the last one that was issued by then', async () => {
    await weather.add(PLACE, told(1), at(DAY + 10));
    await weather.add(PLACE, told(2), at(DAY + 30));

    expect(valuesOf(await weather.forecast(PLACE, DAY + 9, DAY + 11))).toEqual([Number.NaN, Number.NaN]);
    expect(valuesOf(await weather.forecast(PLACE, DAY + 10, DAY + 12))).toEqual([1, 1]);
    expect(valuesOf(await weather.forecast(PLACE, DAY + 29, DAY + 30))).toEqual([1]);
    expect(valuesOf(await weather.forecast(PLACE, DAY + 30, DAY + 31))).toEqual([2]);
    // It ends where what was told ends.
    expect(valuesOf(await weather.forecast(PLACE, DAY + 6 * 96 - 1, DAY + 6 * 96 + 1))).toEqual([2, Number.NaN]);
  });

  it('that follows one within three hours is not kept, and one of two months ago goes', async () => {
    await weather.add(PLACE, told(1), at(DAY + 10));
    await weather.add(PLACE, told(2), epochMs(at(DAY + 10) + 3 * HOUR_MS - 1));
    expect(valuesOf(await weather.forecast(PLACE, DAY + 24, DAY + 25))).toEqual([1]);

    const later = DAY + 61 * 96;
    await weather.add(PLACE, told(3, later), at(later + 10));
    expect(valuesOf(await weather.forecast(PLACE, DAY + 24, DAY + 25))).toEqual([Number.NaN]);
    expect(valuesOf(await weather.forecast(PLACE, later + 11, later + 12))).toEqual([3]);
  });
});
