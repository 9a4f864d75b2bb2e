// The terms of a forecast quarter add up to what was forecast, with weather and without, and name the quarters it was learned from.
import { describe, expect, it } from 'vitest';
import { forecastTerms, learnedQuarters, referencesFor } from '../../../src/domain/forecast/forecast-terms.ts';
import { type Measured, NORMAL_SPREAD, forecastLoad } from '../../../src/domain/forecast/forecast.ts';
import { makeLattice } from '../../../src/simulate/noise.ts';

const place = { latDeg: 52.1, lonDeg: 6 };
const FIRST = Date.parse('2026-01-05T00:00:00+01:00') / 900_000;
const QUARTERS = 6 * 672;
const draw = makeLattice(3);
const cold = (t: number): number => 6 + 5 * Math.sin(t / 300);
const week = (t: number): number => (t % 96 >= 28 && t % 96 < 68 && t % 672 < 480 ? 200 : 50);
const weatherOf = (firstQuarter: number, quarters: number) => {
  const at = (of: (t: number) => number): Float64Array => Float64Array.from({ length: quarters }, (_, t) => of(firstQuarter - FIRST + t));
  return { firstQuarter, temperatureC: at(cold), sunWm2: at((t) => Math.max(0, 400 * Math.sin((t / 96) * 2 * Math.PI))), windMs: at((t) => 5 + 3 * Math.sin(t / 70)) };
};
const measured = (told: boolean): Measured => ({
  firstQuarter: FIRST,
  kw: Float64Array.from({ length: QUARTERS }, (_, t) => week(t) + 8 * (draw(t) - 0.5) + (told ? 3 * (14 - cold(t)) : 0)),
  sure: new Uint8Array(QUARTERS).fill(1),
  place,
  weather: told ? weatherOf(FIRST, QUARTERS) : null,
});

describe('terms of a forecast', () => {
  it.each([true, false])('add up to each quantile of each quarter (weather: %s)', (told) => {
    const made = forecastLoad(measured(told), told ? weatherOf(FIRST + QUARTERS, 192) : null, NORMAL_SPREAD);
    if (made === null) throw new Error('nothing is forecast');
    for (let t = 0; t < 192; t++) {
      const { terms, usualDistanceKw, spread } = forecastTerms(made, NORMAL_SPREAD, t);
      const expected = terms.reduce((sum, one) => sum + one.value * one.times, 0);
      made.kw[t]?.forEach((kw, index) => expect(expected + usualDistanceKw * (spread[index] ?? 0)).toBeCloseTo(kw, 9));
    }
  });

  it('name week, weather and where the load stands, and what they hold', () => {
    const made = forecastLoad(measured(true), weatherOf(FIRST + QUARTERS, 192), NORMAL_SPREAD);
    if (made === null) throw new Error('nothing is forecast');
    const first = forecastTerms(made, NORMAL_SPREAD, 0);

    expect(first.terms.map((one) => one.term)).toEqual(['usual-week', 'sun', 'cold', 'warmth', 'wind', 'last-hour', 'last-day']);
    // 3 kW a degree is 30 kW for ten.
    expect(first.terms[2]?.times).toBeGreaterThan(20);
    expect(first.terms[2]?.value).toBeCloseTo(Math.max(14 - cold(QUARTERS), 0) / 10, 9);
    expect([first.weekCell, first.working, first.ahead]).toEqual([0, true, { from: 0, to: 4 }]);
    expect(forecastTerms(made, NORMAL_SPREAD, 191).ahead).toEqual({ from: 144, to: 192 });
  });

  it('were learned from the same quarter of earlier weeks, the latest counting most', () => {
    const made = forecastLoad(measured(false), null, NORMAL_SPREAD);
    if (made === null) throw new Error('nothing is forecast');
    const learned = learnedQuarters(made);
    const references = referencesFor(learned, 672 - 96 + 40);

    expect(references).toHaveLength(6);
    for (const { quarter, kw } of references) {
      expect((quarter - FIRST) % 672).toBe(672 - 96 + 40);
      expect(kw).toBe(measured(false).kw[quarter - FIRST]);
    }
    expect(references.at(-1)?.weight).toBeGreaterThan(references[0]?.weight ?? 1);
  });
});
