// The usual week: found where there is one, flat where there is none.
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/domain/forecast/calendar.ts';
import { weekProfile, withoutWeekMeans } from '../../../src/domain/forecast/profile.ts';
import { makeLattice } from '../../../src/simulate/noise.ts';

const WEEKS = 8;
/** Monday 5 January 2026, local midnight. */
const FIRST = Date.parse('2026-01-05T00:00:00+01:00') / 900_000;
const calendar = calendarOf(FIRST, WEEKS * 672);
const weight = new Float64Array(WEEKS * 672).fill(1);
const draw = makeLattice(7);

describe('usual week', () => {
  it('is the week itself when every week is alike', () => {
    const values = Float64Array.from(calendar.week, (cell) => 100 + (cell % 96) + Math.floor(cell / 96) * 10);
    const profile = weekProfile(values, calendar, weight);

    for (const cell of [0, 50, 96 + 3, 6 * 96 + 95]) expect(profile[cell]).toBeCloseTo(100 + (cell % 96) + Math.floor(cell / 96) * 10, 6);
  });

  it('is nearly flat when there is nothing but noise: less than a third of what plain means would show', () => {
    const values = Float64Array.from(calendar.week, (_, t) => 100 + 20 * (draw(t) - 0.5));
    const profile = weekProfile(values, calendar, weight);
    const deviation = Math.sqrt(profile.reduce((sum, one) => sum + (one - 100) ** 2, 0) / profile.length);
    const plain = 20 / Math.sqrt(12) / Math.sqrt(WEEKS);

    expect(deviation).toBeLessThan(plain / 3);
  });

  it('leaves out what has no weight, and takes an unseen kind of day for a working day', () => {
    const values = Float64Array.from(calendar.week, (cell) => (cell < 5 * 96 ? 50 : Number.NaN));
    const working = Float64Array.from(calendar.week, (cell) => (cell < 5 * 96 ? 1 : 0));
    const profile = weekProfile(values, calendar, working);

    expect(profile[3]).toBeCloseTo(50, 9);
    expect(profile[6 * 96 + 3]).toBeCloseTo(50, 9);
  });
});

describe('means of a weekday and quarter', () => {
  it('are taken out', () => {
    const values = Float64Array.from(calendar.week, (cell, t) => cell + (Math.floor(t / 672) % 2 === 0 ? 1 : -1));
    const rest = withoutWeekMeans(values, calendar, weight);

    expect(rest.every((one) => Math.abs(Math.abs(one) - 1) < 1e-9)).toBe(true);
  });
});
