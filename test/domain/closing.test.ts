// Working days of the Netherlands and the day a month closes.
import { describe, expect, it } from 'vitest';
import { closedBeforeQuarter, closesAt, easter, isWorkingDay, monthState, openFrom } from '../../src/domain/closing.ts';
import { localDate, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

describe('a working day', () => {
  it('is none in a weekend or on a day that the Algemene termijnenwet calls a holiday', () => {
    const none = ['2026-01-01', '2026-04-03', '2026-04-06', '2026-04-27', '2026-05-05', '2026-05-14', '2026-05-25', '2026-12-25', '2026-12-26', '2026-11-21', '2026-11-22'];

    expect(none.filter((day) => isWorkingDay(localDate(day)))).toEqual([]);
    expect(['2026-01-02', '2026-04-02', '2026-04-07', '2026-12-24', '2026-11-23'].filter((day) => !isWorkingDay(localDate(day)))).toEqual([]);
  });

  it('follows Easter, and the day of the King, which is never a Sunday', () => {
    expect([2025, 2026, 2027, 2038].map(easter)).toEqual([
      { month: 4, day: 20 },
      { month: 4, day: 5 },
      { month: 3, day: 28 },
      { month: 4, day: 25 },
    ]);
    // 2025-04-27 is a Sunday: the day is kept on Saturday; Monday the 28th is an ordinary day.
    expect(isWorkingDay(localDate('2025-04-28'))).toBe(true);
    expect(isWorkingDay(localDate('2027-03-26'))).toBe(false);
  });
});

describe('a month', () => {
  it('closes at the end of its tenth working day after it', () => {
    // October 2026: 2-6 and 9-13 November are ten working days. December: 1 January is none, so 4-8 and 11-15.
    expect(toIso(closesAt(localDate('2026-10-01')))).toBe('2026-11-13T23:00:00Z');
    expect(toIso(closesAt(localDate('2026-12-01')))).toBe('2027-01-15T23:00:00Z');
    expect(toIso(closesAt(localDate('2026-10-01'), 1))).toBe('2026-11-02T23:00:00Z');
  });

  it('is running, then open, then closed', () => {
    const month = localDate('2026-10-01');

    expect(monthState(month, localDate('2026-10-31'))).toBe('running');
    expect(monthState(month, localDate('2026-11-01'))).toBe('open');
    expect(monthState(month, epochMs(closesAt(month) - 1))).toBe('open');
    expect(monthState(month, closesAt(month))).toBe('closed');
  });

  it('lies before the first open instant once it is closed, and two can be open at once', () => {
    expect(openFrom(localDate('2026-11-14'))).toBe(localDate('2026-11-01'));
    expect(openFrom(localDate('2026-11-13'))).toBe(localDate('2026-10-01'));
    expect(openFrom(localDate('2026-11-13'), 40)).toBe(localDate('2026-09-01'));
    // As a number of a quarter-hour, with the days of the setting and with ten.
    expect([closedBeforeQuarter(localDate('2026-11-13')), closedBeforeQuarter(localDate('2026-11-13'), 40)].map((quarter) => quarter * 900_000)).toEqual([
      localDate('2026-10-01'),
      localDate('2026-09-01'),
    ]);
  });
});
