// Shapes of sun and wind: radiation on a plane, what is measured here first, and a year that adds up to its yield.
import { describe, expect, it } from 'vitest';
import { clearSkyWm2 } from '../../../src/domain/forecast/weather.ts';
import { diffuseShare, planeWm2, sunShape, sunShareOfYear, windShape } from '../../../src/domain/scenario/sun-and-wind.ts';
import { MONDAY, connectionOf, values } from './years.ts';

const place = { latDeg: 52.1, lonDeg: 6 };
const YEAR = 35_040;
const over = { firstQuarter: MONDAY, quarters: 96, place, weather: null, values, connections: [] };
const sum = (list: Float64Array): number => list.reduce((total, one) => total + one, 0);
/** 21 June and 21 December 2026, 12:00 UTC: near noon of the sun at 6 degrees east. */
const [JUNE, DECEMBER] = ['2026-06-21T11:30:00Z', '2026-12-21T11:30:00Z'].map((at) => Date.parse(at) / 900_000);

describe('radiation on a plane', () => {
  it('is that on the level when it lies flat', () => {
    expect(planeWm2(JUNE ?? 0, place, { levelWm2: 800, tiltDeg: 0, azimuthDeg: 180 })).toBeCloseTo(800, 6);
  });

  it('in winter is more on a plane that looks south, and less on one that looks north', () => {
    const on = (azimuthDeg: number): number => planeWm2(DECEMBER ?? 0, place, { levelWm2: 200, tiltDeg: 35, azimuthDeg });

    expect(on(180)).toBeGreaterThan(300);
    expect(on(0)).toBeLessThan(150);
    expect(on(90)).toBeCloseTo(on(270), -2);
  });

  it('is nothing at night', () => {
    expect(planeWm2(MONDAY, place, { levelWm2: 0, tiltDeg: 35, azimuthDeg: 180 })).toBe(0);
  });

  it.each([
    [0, 1],
    [0.22, 0.9802],
    [0.5, 0.6592],
    [0.9, 0.165],
  ])('at clearness %d has %d of it from all of the sky (Erbs)', (clearness, share) => {
    expect(diffuseShare(clearness)).toBeCloseTo(share, 3);
  });
});

describe('panels', () => {
  it('are like those that are measured here, and add up to the yield of the time', () => {
    const day = Array.from({ length: 96 }, (_, t) => (t >= 40 && t < 60 ? 3 : 0));
    const shape = sunShape({ ...over, connections: [connectionOf(1, { import: day.map(() => 1), sun: day })] }, null);

    expect(shape.source).toBe('measured');
    // As much as that day gives under a clear sky.
    expect(sum(shape.kwh)).toBeCloseTo(values.pvYieldKwhPerKwp * sunShareOfYear(over), 9);
    expect([shape.kwh[39], shape.kwh[40] === shape.kwh[50]]).toEqual([0, true]);
  });

  it('measured with gaps are as large in the other quarters as without, and the gap is what the sky lets expect', () => {
    const quarters = 10 * 96;
    const long = { ...over, quarters };
    const sky = Array.from({ length: quarters }, (_, t) => clearSkyWm2(MONDAY + t, place) / 400);
    // Noon of the fourth day is missing: 5 % of the quarters.
    const missing = (t: number): boolean => t >= 3 * 96 + 24 && t < 3 * 96 + 72;
    const shapeOf = (...suns: number[][]): Float64Array => sunShape({ ...long, connections: suns.map((sun, at) => connectionOf(at + 1, { sun })) }, null).kwh;
    const [whole, gap] = [shapeOf(sky), shapeOf(sky.map((one, t) => (missing(t) ? Number.NaN : one)))];

    expect(sum(gap)).toBeCloseTo(sum(whole), 6);
    for (let t = 0; t < quarters; t++) expect(gap[t]).toBeCloseTo(whole[t] ?? Number.NaN, 7);
    // Of two, the one that goes on stands for the one that is silent.
    const two = shapeOf(
      sky.map((one) => one * 3),
      sky.map((one, t) => (missing(t) ? Number.NaN : one)),
    );
    for (let t = 0; t < quarters; t++) expect(two[t]).toBeCloseTo(whole[t] ?? Number.NaN, 7);
  });

  it('of a winter make little of what a year gives, and of a summer much', () => {
    const here = { latDeg: 52.1, lonDeg: 6.1 };
    const share = (from: string, to: string): number =>
      sunShareOfYear({ firstQuarter: Date.parse(from) / 900_000, quarters: (Date.parse(to) - Date.parse(from)) / 900_000, place: here });

    // November to February: 97 of 875 kWh per kWp under a clear sky; June to August: 370.
    expect(share('2025-11-01T00:00:00Z', '2026-03-01T00:00:00Z')).toBeCloseTo(97 / 875, 2);
    expect(share('2026-06-01T00:00:00Z', '2026-09-01T00:00:00Z')).toBeCloseTo(370 / 875, 2);
    expect(share('2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z')).toBe(1);
  });

  it('without weather add up to the yield over a year, most of it in summer', () => {
    const shape = sunShape({ ...over, quarters: YEAR }, null);
    const june = sum(shape.kwh.subarray(96 * 240, 96 * 270));
    const january = sum(shape.kwh.subarray(96 * 90, 96 * 120));

    expect(shape.source).toBe('clear-sky');
    expect(sum(shape.kwh)).toBeCloseTo(values.pvYieldKwhPerKwp, 6);
    expect(june).toBeGreaterThan(4 * january);
  });

  it('with weather are radiation x performance', () => {
    const weather = { firstQuarter: MONDAY, temperatureC: new Float64Array(96), sunWm2: new Float64Array(96).fill(400), windMs: new Float64Array(96) };

    expect(sunShape({ ...over, weather }, null)).toMatchObject({ source: 'weather' });
    expect(sunShape({ ...over, weather }, null).kwh[50]).toBeCloseTo((0.86 * 400) / 4000, 12);
  });

  it('with a tenth of the weather untold have that tenth as clear as the rest, and with more of it untold no weather', () => {
    const told = (untold: number): Float64Array => Float64Array.from({ length: 960 }, (_, t) => (t >= 960 - untold ? Number.NaN : 0.5 * clearSkyWm2(MONDAY + t, place)));
    const weather = (untold: number) => ({ firstQuarter: MONDAY, temperatureC: new Float64Array(960), sunWm2: told(untold), windMs: new Float64Array(960) });
    const [whole, part] = [0, 96].map((untold) => sunShape({ ...over, quarters: 960, weather: weather(untold) }, null));

    expect(part?.source).toBe('weather');
    part?.kwh.forEach((one, t) => expect(one).toBeCloseTo(whole?.kwh[t] ?? 0, 12));
    expect(sunShape({ ...over, quarters: 960, weather: weather(97) }, null).source).toBe('clear-sky');
  });
});

describe('a turbine', () => {
  it('makes nothing in a calm, all it can in a gale, and without weather the same all day', () => {
    const windMs = Float64Array.from({ length: 96 }, (_, t) => (t < 48 ? 1 : 15));
    const weather = { firstQuarter: MONDAY, temperatureC: new Float64Array(96), sunWm2: new Float64Array(96), windMs };
    const shape = windShape({ ...over, weather });

    expect([shape.kwh[0], shape.kwh[60]]).toEqual([0, 0.25]);
    expect(windShape(over)).toMatchObject({ source: 'flat' });
    expect(windShape(over).kwh[0]).toBeCloseTo(values.windFullLoadHours / YEAR, 12);
  });

  it('makes its mean where the wind is not told, and of a few months makes no year', () => {
    const windMs = (untold: number): Float64Array => Float64Array.from({ length: 960 }, (_, t) => (t < untold ? Number.NaN : t % 2 === 0 ? 1 : 15));
    const weather = (untold: number) => ({ firstQuarter: MONDAY, temperatureC: new Float64Array(960), sunWm2: new Float64Array(960), windMs: windMs(untold) });
    const shape = windShape({ ...over, quarters: 960, weather: weather(96) });

    expect([shape.kwh[0], shape.kwh[96], shape.kwh[97]]).toEqual([0.125, 0, 0.25]);
    expect(windShape({ ...over, quarters: 960, weather: weather(97) }).source).toBe('flat');
  });
});
