// Plain forecasts, with quantiles by hand, and that they see nothing of what is to come.
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/domain/forecast/calendar.ts';
import { referencesAt } from '../../../src/domain/forecast/references.ts';

const FIRST = Date.parse('2026-01-05T00:00:00+01:00') / 900_000;
const calendar = calendarOf(FIRST, 7 * 672);

describe('plain forecasts', () => {
  it('are last week again with how far weeks differed, and the spread of all quarters', () => {
    // Weeks are 100, 110, 120 ... : each 10 above the one before.
    const kw = Float64Array.from(calendar.week, (_, t) => 100 + 10 * Math.floor(t / 672));
    const { lastWeek, anyQuarter } = referencesAt({ calendar, kw }, 5 * 672);

    expect(lastWeek(5 * 672)).toEqual([140, 140, 150]);
    expect(anyQuarter).toEqual([110, 125, 140]);
  });

  it('see nothing after the origin', () => {
    const kw = Float64Array.from(calendar.week, (cell) => cell);
    const changed = kw.map((value, t) => (t >= 5 * 672 ? -1e6 : value));
    const [before, after] = [referencesAt({ calendar, kw }, 5 * 672), referencesAt({ calendar, kw: changed }, 5 * 672)];

    expect(after.anyQuarter).toEqual(before.anyQuarter);
    expect(after.lastWeek(5 * 672 + 100)).toEqual(before.lastWeek(5 * 672 + 100));
  });

  it('say nothing where last week is not known', () => {
    const kw = new Float64Array(7 * 672).fill(5);
    kw[4 * 672] = Number.NaN;

    expect(referencesAt({ calendar, kw }, 5 * 672).lastWeek(5 * 672)).toBeNull();
  });
});
