// Dutch clock, tariffs and days off, against dates that can be looked up.
import { describe, expect, it } from 'vitest';
import { holidaysOf, localHour, secondOfDay, tariffAt, wallStamp } from '../../src/simulate/calendar.ts';
import { makeActivity } from '../../src/simulate/shifts.ts';

const at = (iso: string): number => Date.parse(iso);
const datesOf = (year: number): string[] => [...holidaysOf(year)].map((day) => new Date(day * 86_400_000).toISOString().slice(5, 10)).sort();
const level = (shift: 'day' | 'three-shift' | 'continuous' | 'office', iso: string): number => {
  const local = localHour(at(iso));
  return makeActivity(shift, 0)(secondOfDay(at(iso), local), local);
};

describe('the local clock', () => {
  it.each([
    ['2026-03-29T00:59:59Z', '260329015959W'],
    ['2026-03-29T01:00:00Z', '260329030000S'],
    ['2026-10-25T00:30:00Z', '261025023000S'],
    ['2026-10-25T01:30:00Z', '261025023000W'],
    ['2025-12-31T23:00:00Z', '260101000000W'],
  ])('stamps %s as %s', (iso, stamp) => {
    expect(wallStamp(at(iso))).toBe(stamp);
  });

  it("knows 27 April 2026 as a Monday and King's Day", () => {
    expect(localHour(at('2026-04-27T10:20:00Z'))).toMatchObject({ hour: 12, weekday: 1, holiday: true, summerTime: true });
  });
});

describe('holidays', () => {
  it('of 2026 are those of the government calendar', () => {
    expect(datesOf(2026)).toEqual(['01-01', '04-05', '04-06', '04-27', '05-14', '05-24', '05-25', '12-25', '12-26']);
  });

  it("move King's Day off a Sunday and add Liberation Day every fifth year", () => {
    expect(datesOf(2025)).toEqual(expect.arrayContaining(['04-26', '05-05', '04-20', '05-29', '06-08']));
    expect(datesOf(2025)).not.toContain('04-27');
  });
});

describe('tariffs', () => {
  it.each([
    ['2026-01-12T05:59:59Z', 1],
    ['2026-01-12T06:00:00Z', 2],
    ['2026-01-12T21:59:59Z', 2],
    ['2026-01-12T22:00:00Z', 1],
    ['2026-07-13T05:00:00Z', 2],
    ['2026-01-17T11:00:00Z', 1],
  ])('at %s tariff %d counts', (iso, tariff) => {
    expect(tariffAt(at(iso))).toBe(tariff);
  });
});

describe('shifts', () => {
  it('of a day firm are on at noon, off at night, on Sunday and on a holiday', () => {
    expect(level('day', '2026-03-10T11:00:00Z')).toBe(1);
    expect(level('day', '2026-03-10T23:00:00Z')).toBe(0);
    expect(level('day', '2026-03-08T11:00:00Z')).toBe(0);
    expect(level('day', '2026-04-27T10:00:00Z')).toBe(0);
  });

  it('of three-shift firms run through weekday midnights and stop on Saturday morning', () => {
    expect(level('three-shift', '2026-03-10T23:00:00Z')).toBe(1);
    expect(level('three-shift', '2026-03-14T02:00:00Z')).toBe(1);
    expect(level('three-shift', '2026-03-14T08:00:00Z')).toBe(0);
  });

  it('of mills go on over the weekend and slow down at Christmas', () => {
    expect(level('continuous', '2026-03-08T11:00:00Z')).toBe(1);
    expect(level('continuous', '2026-12-25T11:00:00Z')).toBe(0.35);
  });
});
