// Local days as numbers, held against the calendar at the days that are not 24 hours long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, firstQuarterOf, localDayOf, monthOfDay, nextMonthOf } from '../../src/domain/local-days.ts';

const QUARTER_MS = 900_000;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const quarterOf = (instant: string): number => Date.parse(instant) / QUARTER_MS;

describe('a local day', () => {
  it.each([
    ['2026-03-28', 96],
    ['2026-03-29', 92],
    ['2026-10-25', 100],
    ['2026-12-31', 96],
  ])('%s has %i quarters', (date, quarters) => {
    const day = dayOf(date);

    expect(firstQuarterOf(day + 1) - firstQuarterOf(day)).toBe(quarters);
  });

  it('begins at 23:00 UTC of the day before in winter, at 22:00 in summer', () => {
    expect(localDayOf(quarterOf('2026-12-31T22:45:00Z'))).toBe(dayOf('2026-12-31'));
    expect(localDayOf(quarterOf('2026-12-31T23:00:00Z'))).toBe(dayOf('2027-01-01'));
    expect(localDayOf(quarterOf('2026-07-14T21:45:00Z'))).toBe(dayOf('2026-07-14'));
    expect(localDayOf(quarterOf('2026-07-14T22:00:00Z'))).toBe(dayOf('2026-07-15'));
  });

  it('holds exactly the quarters between its first one and the first one of the next day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 3_000_000 }), (quarter) => {
        const day = localDayOf(quarter);

        expect(firstQuarterOf(day)).toBeLessThanOrEqual(quarter);
        expect(firstQuarterOf(day + 1)).toBeGreaterThan(quarter);
      }),
    );
  });
});

describe('local days between two quarters', () => {
  it.each([
    ['2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00', 31],
    ['2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00', 31],
    ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 1],
    ['2026-11-15T00:00:00+01:00', '2026-11-15T12:00:00+01:00', 0.5],
    // 1 of 25 hours.
    ['2026-10-25T00:00:00+02:00', '2026-10-25T01:00:00+02:00', 0.04],
    ['2026-11-15T00:00:00+01:00', '2026-11-14T00:00:00+01:00', 0],
  ])('%s to %s are %f', (from, to, days) => {
    expect(daysBetween(quarterOf(from), quarterOf(to))).toBeCloseTo(days, 9);
  });
});

describe('a local month', () => {
  it('is named by its first day and ends where the next one begins', () => {
    expect(monthOfDay(dayOf('2026-10-25'))).toBe(dayOf('2026-10-01'));
    expect(nextMonthOf(dayOf('2026-10-25'))).toBe(dayOf('2026-11-01'));
    expect(nextMonthOf(dayOf('2026-12-31'))).toBe(dayOf('2027-01-01'));
    expect(nextMonthOf(dayOf('2028-02-01'))).toBe(dayOf('2028-03-01'));
  });
});
