// Cells of the week: weekdays, holidays as Sundays, and the two days a year that are no 24 hours long.
import { describe, expect, it } from 'vitest';
import { calendarOf, calendarPart, kindCellOf } from '../../../src/domain/forecast/calendar.ts';

const quarterOf = (at: string): number => Date.parse(at) / 900_000;
const cellAt = (at: string): number => calendarOf(quarterOf(at), 1).week[0] ?? -1;

describe('calendar', () => {
  it('counts from Monday 00:00 of the local clock', () => {
    expect(cellAt('2026-11-23T00:00:00+01:00')).toBe(0);
    expect(cellAt('2026-11-25T13:45:00+01:00')).toBe(2 * 96 + 55);
    expect(cellAt('2026-07-26T23:45:00+02:00')).toBe(7 * 96 - 1);
  });

  it('takes a holiday for a Sunday', () => {
    expect(cellAt('2026-05-14T10:00:00+02:00')).toBe(6 * 96 + 40);
    expect(cellAt('2026-05-13T10:00:00+02:00')).toBe(2 * 96 + 40);
    expect(cellAt('2026-12-31T23:45:00+01:00')).toBe(3 * 96 + 95);
    expect(cellAt('2027-01-01T00:00:00+01:00')).toBe(6 * 96);
  });

  it('has the doubled hour of autumn twice and the missing one of spring not at all', () => {
    const autumn = calendarOf(quarterOf('2026-10-25T00:00:00+02:00'), 100);
    const spring = calendarOf(quarterOf('2026-03-29T00:00:00+01:00'), 92);

    expect([...autumn.week].filter((cell) => cell === 6 * 96 + 8)).toHaveLength(2);
    expect([...spring.week].filter((cell) => cell === 6 * 96 + 8)).toHaveLength(0);
    expect(autumn.week.at(-1)).toBe(7 * 96 - 1);
    expect(spring.week.at(-1)).toBe(7 * 96 - 1);
  });

  it('puts the working days together', () => {
    expect([0, 100, 4 * 96 + 5, 5 * 96 + 5, 6 * 96 + 95].map(kindCellOf)).toEqual([0, 4, 5, 96 + 5, 2 * 96 + 95]);
    expect(calendarOf(quarterOf('2026-11-28T13:45:00+01:00'), 1).hour[0]).toBe(24 + 13);
  });

  it('of a part is that part', () => {
    const whole = calendarOf(1000, 50);

    expect(calendarPart(whole, 10, 20)).toEqual(calendarOf(1010, 10));
  });
});
