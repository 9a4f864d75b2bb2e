import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  QUARTER_MS,
  ZONE,
  fromWallClock,
  localAdd,
  localDate,
  localDay,
  localFloor,
  quarterStart,
  quartersInDay,
  stepBounds,
  toIso,
  wallClock,
  wallClockInstants,
  localHour,
} from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';

const utc = (text: string): EpochMs => epochMs(Date.parse(text));
const isoOf = (list: readonly EpochMs[]): string[] => list.map(toIso);

describe('day lengths in Europe/Amsterdam, case O23', () => {
  it.each([
    ['2026-03-28', 96],
    ['2026-03-29', 92],
    ['2026-10-25', 100],
    ['2026-10-26', 96],
  ])('%s has %i quarter-hours', (day, quarters) => {
    expect(quartersInDay(localDate(day))).toBe(quarters);
  });

  it('add up to 35,040 quarter-hours in 2026 and 35,136 in the leap year 2028', () => {
    expect((localDate('2027-01-01') - localDate('2026-01-01')) / QUARTER_MS).toBe(35_040);
    expect((localDate('2029-01-01') - localDate('2028-01-01')) / QUARTER_MS).toBe(35_136);
  });

  it('make 92 kWh of a constant 4 kW on the day summer time begins, and 100 kWh where it ends', () => {
    const quarterKwh = 4 * 0.25;
    const quartersOf = (day: string): number => stepBounds(localDate(day), localAdd(localDate(day), 'P1D', 1), 'PT15M').length - 1;

    expect(quartersOf('2026-03-29') * quarterKwh).toBe(92);
    expect(quartersOf('2026-10-25') * quarterKwh).toBe(100);
  });
});

describe('a local boundary', () => {
  it('is midnight in Amsterdam: 23:00 UTC in winter, 22:00 UTC in summer', () => {
    expect(toIso(localFloor(utc('2026-01-15T12:00:00Z'), 'P1D'))).toBe('2026-01-14T23:00:00Z');
    expect(toIso(localFloor(utc('2026-07-15T12:00:00Z'), 'P1D'))).toBe('2026-07-14T22:00:00Z');
  });

  it('of the first instant of a day is that instant', () => {
    expect(localFloor(localDate('2026-03-29'), 'P1D')).toBe(localDate('2026-03-29'));
  });

  it('of a month and of a year is a midnight too', () => {
    expect(toIso(localFloor(utc('2026-11-30T22:59:59Z'), 'P1M'))).toBe('2026-10-31T23:00:00Z');
    expect(toIso(localFloor(utc('2026-11-30T23:00:00Z'), 'P1M'))).toBe('2026-11-30T23:00:00Z');
    expect(toIso(localFloor(utc('2026-12-31T23:00:00Z'), 'P1Y'))).toBe('2026-12-31T23:00:00Z');
    expect(toIso(localFloor(utc('2026-12-31T22:59:59Z'), 'P1Y'))).toBe('2025-12-31T23:00:00Z');
  });

  it('begin where the calendar says, of every day of a century', () => {
    const wrong: string[] = [];
    for (let day = Temporal.PlainDate.from('1950-01-01'); day.year < 2050; day = day.add({ days: 1 })) {
      const start = epochMs(day.toZonedDateTime(ZONE).epochMilliseconds);
      if (localFloor(start, 'P1D') !== start || localFloor(epochMs(start - 1), 'P1D') === start) wrong.push(day.toString());
    }

    expect(wrong).toEqual([]);
  });

  it('begin where the calendar says, of months and years of any date', () => {
    const instant = fc.date({ min: new Date('1971-01-02'), max: new Date('2099-12-30'), noInvalidDate: true }).map((date) => epochMs(date.getTime()));
    fc.assert(
      fc.property(instant, fc.integer({ min: -30, max: 30 }), (at, count) => {
        const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).startOfDay();

        expect(localFloor(at, 'P1M')).toBe(day.with({ day: 1 }).startOfDay().epochMilliseconds);
        expect(localFloor(at, 'P1Y')).toBe(day.with({ month: 1, day: 1 }).startOfDay().epochMilliseconds);
        expect(localDay(at)).toEqual({ year: day.year, month: day.month, day: day.day, weekday: day.dayOfWeek });
        expect(localAdd(at, 'P1M', count)).toBe(day.add({ months: count }).startOfDay().epochMilliseconds);
        expect(localAdd(at, 'P1Y', count)).toBe(day.add({ years: count }).startOfDay().epochMilliseconds);
      }),
      {
        numRuns: 300,
        examples: [
          [utc('2024-02-29T12:00:00Z'), 1],
          [utc('2024-12-31T22:59:59.999Z'), 2],
          [utc('2024-12-31T23:00:00Z'), -1],
          [utc('2026-08-30T22:00:00Z'), 1],
        ],
      },
    );
  });

  it('goes back as well as forward', () => {
    expect(toIso(localAdd(localDate('2026-10-26'), 'P1D', -1))).toBe('2026-10-24T22:00:00Z');
    expect(toIso(localAdd(localDate('2026-04-01'), 'P1M', -1))).toBe('2026-02-28T23:00:00Z');
  });

  it('goes over the turn of the year in both directions, and over several years', () => {
    const newYear = localDate('2027-01-01');

    expect(localAdd(newYear, 'P1D', -1)).toBe(localDate('2026-12-31'));
    expect(localAdd(newYear, 'P1D', -366)).toBe(localDate('2025-12-31'));
    expect(localAdd(localDate('2026-12-31'), 'P1D', 1)).toBe(newYear);
    expect(localAdd(localDate('2027-02-28'), 'P1D', 1000)).toBe(localDate('2029-11-24'));
    expect(localAdd(localDate('2028-02-29'), 'P1D', -1000)).toBe(localDate('2025-06-04'));
  });

  it('is refused for a text that is no date', () => {
    expect(() => localDate('2026-02-30')).toThrow(RangeError);
    expect(() => localDate('gisteren')).toThrow(RangeError);
  });
});

describe('a quarter', () => {
  it('starts on the UTC clock, whatever the local one says', () => {
    expect(toIso(quarterStart(utc('2026-10-25T01:14:59.999Z')))).toBe('2026-10-25T01:00:00Z');
    expect(toIso(quarterStart(utc('2026-10-25T01:15:00Z')))).toBe('2026-10-25T01:15:00Z');
  });
});

describe('a wall clock without a zone', () => {
  const october = { year: 2026, month: 10, day: 25, hour: 2, minute: 30, second: 0 };

  it('in the doubled hour is the instant nearest to now: summer time before, winter time after', () => {
    expect(toIso(fromWallClock(october, utc('2026-10-25T00:31:00Z')))).toBe('2026-10-25T00:30:00Z');
    expect(toIso(fromWallClock(october, utc('2026-10-25T01:29:00Z')))).toBe('2026-10-25T01:30:00Z');
  });

  it('in the missing hour is read as if the clock had not been set forward', () => {
    expect(toIso(fromWallClock({ ...october, month: 3, day: 29 }, utc('2026-03-29T01:30:00Z')))).toBe('2026-03-29T01:30:00Z');
  });

  it('elsewhere has one meaning, however far now is', () => {
    expect(toIso(fromWallClock({ ...october, month: 7, day: 1 }, utc('2020-01-01T00:00:00Z')))).toBe('2026-07-01T00:30:00Z');
  });

  it('that no clock shows is refused', () => {
    expect(() => fromWallClock({ ...october, hour: 24 }, utc('2026-10-25T00:00:00Z'))).toThrow(RangeError);
    expect(() => fromWallClock({ ...october, month: 2, day: 29 }, utc('2026-02-28T00:00:00Z'))).toThrow(RangeError);
  });
});

describe('the bounds of steps', () => {
  it('of hours over the autumn change are 25, each an hour of UTC', () => {
    const bounds = stepBounds(localDate('2026-10-25'), localDate('2026-10-26'), 'PT1H');

    expect(bounds).toHaveLength(26);
    expect(bounds.slice(1).every((at, index) => at - (bounds[index] ?? 0) === 3_600_000)).toBe(true);
  });

  it('of days over both changes are 92, 96 and 100 quarters long', () => {
    const spring = stepBounds(localDate('2026-03-28'), localDate('2026-03-30'), 'P1D');
    const autumn = stepBounds(localDate('2026-10-25'), localDate('2026-10-27'), 'P1D');

    expect(spring.slice(1).map((at, index) => (at - (spring[index] ?? 0)) / QUARTER_MS)).toEqual([96, 92]);
    expect(autumn.slice(1).map((at, index) => (at - (autumn[index] ?? 0)) / QUARTER_MS)).toEqual([100, 96]);
  });

  it('of months are twelve a year, 31 days minus an hour in March and plus one in October', () => {
    const months = stepBounds(localDate('2026-01-01'), localDate('2027-01-01'), 'P1M');
    const hours = months.slice(1).map((at, index) => (at - (months[index] ?? 0)) / 3_600_000);

    expect(hours).toEqual([744, 672, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744]);
  });

  it('cover a period that begins or ends inside a step', () => {
    expect(isoOf(stepBounds(utc('2026-06-17T10:20:00Z'), utc('2026-06-17T10:40:00Z'), 'PT15M'))).toEqual(['2026-06-17T10:15:00Z', '2026-06-17T10:30:00Z', '2026-06-17T10:45:00Z']);
    expect(isoOf(stepBounds(utc('2026-06-17T10:20:00Z'), utc('2026-06-18T10:40:00Z'), 'P1D'))).toEqual(['2026-06-16T22:00:00Z', '2026-06-17T22:00:00Z', '2026-06-18T22:00:00Z']);
  });
});

describe('an instant', () => {
  it('is written in UTC, with thousandths only where it has any', () => {
    expect(toIso(utc('2026-06-17T10:20:00Z'))).toBe('2026-06-17T10:20:00Z');
    expect(toIso(epochMs(utc('2026-06-17T10:20:00Z') + 5))).toBe('2026-06-17T10:20:00.005Z');
  });
});

describe('the instants of a wall clock', () => {
  it.each([
    ['2026-10-25', 135, ['2026-10-25T00:15:00Z', '2026-10-25T01:15:00Z']],
    ['2026-03-29', 135, []],
    ['2026-03-29', 180, ['2026-03-29T01:00:00Z']],
    ['2026-10-25', 180, ['2026-10-25T02:00:00Z']],
  ])('on %s at %d minutes are %j', (date, minutes, expected) => {
    expect(wallClockInstants(date, minutes).map((at) => toIso(at))).toEqual(expected);
  });

  it('of a day that does not exist are refused', () => {
    expect(() => wallClockInstants('2026-02-29', 0)).toThrow(RangeError);
  });
});

describe('the wall clock', () => {
  it.each([
    // A Friday in winter, the doubled hour of a Sunday in autumn twice, and just before a Monday in summer.
    ['2026-11-27T15:00:00Z', 16 * 60, 5],
    ['2026-10-25T00:30:00Z', 150, 7],
    ['2026-10-25T01:30:00Z', 150, 7],
    ['2026-07-05T21:45:00Z', 23 * 60 + 45, 7],
    ['2026-07-05T22:00:00Z', 0, 1],
  ])('at %s shows minute %d of weekday %d', (instant, minute, weekday) => {
    expect(wallClock(utc(instant))).toEqual({ minute, weekday });
  });
});

it.each([
  // Summer time ends at 03:00 on 25 October 2026: the hour from 02:00 comes twice.
  ['2026-10-25T00:30:00Z', 2],
  ['2026-10-25T01:30:00Z', 2],
  ['2026-10-25T02:30:00Z', 3],
  ['2026-03-29T01:00:00Z', 3],
  ['2026-01-01T23:00:00Z', 0],
])('%s lies in hour %i of Amsterdam', (at, hour) => {
  expect(localHour(epochMs(Date.parse(at)))).toBe(hour);
});
