// Periods are calendar arithmetic: no clock change can move them.
import { describe, expect, it } from 'vitest';
import {
  earlierPart,
  following,
  isDate,
  isoWeek,
  lastDay,
  periodAround,
  periodIn,
  periodFrom,
  periodLabel,
  periodOver,
  periodQuery,
  preceding,
  spanQuery,
  stepStarts,
} from '../../src/web/period.ts';

const range = ({ from, to }: { from: string; to: string }): string[] => [from, to];

describe('period', () => {
  it('starts weeks on Monday', () => {
    expect(range(periodAround('week', '2026-11-22'))).toEqual(['2026-11-16', '2026-11-23']);
    expect(range(periodAround('week', '2026-11-23'))).toEqual(['2026-11-23', '2026-11-30']);
  });

  it('takes whole months and years, also over the turn of the year', () => {
    expect(range(periodAround('month', '2026-12-31'))).toEqual(['2026-12-01', '2027-01-01']);
    expect(range(periodAround('year', '2028-02-29'))).toEqual(['2028-01-01', '2029-01-01']);
  });

  it('goes one period forward and back again', () => {
    for (const kind of ['day', 'week', 'month', 'year'] as const) {
      const period = periodAround(kind, '2026-03-29');

      expect(preceding(following(period))).toEqual(period);
    }
  });

  it('crosses the clock change without losing a day', () => {
    expect(following(periodAround('day', '2026-10-25')).from).toBe('2026-10-26');
    expect(preceding(periodAround('day', '2026-03-30')).from).toBe('2026-03-29');
  });

  it('of another kind is the present one where today lies in what was looked at, else the first', () => {
    const [running, past] = [periodAround('year', '2026-11-28'), periodAround('year', '2025-06-01')];

    expect(range(periodIn('month', running, '2026-11-28'))).toEqual(['2026-11-01', '2026-12-01']);
    expect(range(periodIn('day', running, '2026-12-31'))).toEqual(['2026-12-31', '2027-01-01']);
    expect(range(periodIn('month', past, '2026-11-28'))).toEqual(['2025-01-01', '2025-02-01']);
    // The first moment after it is not in it.
    expect(range(periodIn('month', past, '2026-01-01'))).toEqual(['2025-01-01', '2025-02-01']);
    expect(range(periodIn('year', periodAround('month', '2026-11-28'), '2026-11-28'))).toEqual(['2026-01-01', '2027-01-01']);
  });

  it('while it is running, is compared with as much of the one before', () => {
    const until = (kind: 'day' | 'month' | 'year', now: string): string => {
      const period = periodAround(kind, now.slice(0, 10));
      return new Date(earlierPart(period, Date.parse(now)).until ?? Number.NaN).toISOString();
    };

    expect(until('month', '2026-11-27T17:52:00+01:00')).toBe('2026-10-27T16:45:00.000Z');
    // As late on the clock, also where a day of 25 hours lies between.
    expect(until('day', '2026-10-26T07:01:00+01:00')).toBe('2026-10-25T06:00:00.000Z');
    // February has no 31st: then all of it counts.
    expect(until('month', '2026-03-31T12:00:00+02:00')).toBe('2026-02-28T23:00:00.000Z');
    expect(until('year', '2026-01-01T00:03:00+01:00')).toBe('2024-12-31T23:15:00.000Z');
  });

  it('that is over is compared with all of the one before', () => {
    const { earlier, until } = earlierPart(periodAround('month', '2026-10-05'), Date.parse('2026-11-01T00:00:00+01:00'));

    expect(until).toBeNull();
    expect(spanQuery(earlier, until)).toBe('from=2026-09-01&to=2026-10-01');
    expect(spanQuery(earlier, Date.parse('2026-09-27T14:45:00Z'))).toBe('from=2026-09-01&to=2026-09-27T14:45:00.000Z');
  });

  it('reads the address and refuses what is no date', () => {
    const nowMs = Date.parse('2026-11-23T23:30:00Z');

    expect(periodFrom({ periode: 'maand', datum: '2026-02-14' }, nowMs).from).toBe('2026-02-01');
    expect(periodFrom({ datum: '2026-02-30' }, nowMs).from).toBe('2026-11-24');
    expect(isDate('2026-02-30')).toBe(false);
    expect(periodQuery(periodAround('day', '2026-02-14'), 'gas')).toBe('?periode=dag&datum=2026-02-14&drager=gas');
  });

  it('has 92, 96 and 100 quarter-hours in its days and 167 to 169 hours in its weeks', () => {
    const count = (kind: 'day' | 'week', date: string): number => stepStarts(periodAround(kind, date)).length - 1;

    expect(count('day', '2026-03-29')).toBe(92);
    expect(count('day', '2026-11-23')).toBe(96);
    expect(count('day', '2026-10-25')).toBe(100);
    expect(count('week', '2026-10-25')).toBe(169);
  });

  it('starts each day of a month and each month of a year at local midnight', () => {
    const days = stepStarts(periodAround('month', '2026-10-01')).map((at) => new Date(at).toISOString());

    expect(days).toHaveLength(32);
    expect([days[0], days.at(-1)]).toEqual(['2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z']);
    expect(stepStarts(periodAround('year', '2026-10-01'))).toHaveLength(13);
  });

  it('counts ISO weeks', () => {
    expect(isoWeek('2026-11-21')).toBe(47);
    expect(isoWeek('2027-01-01')).toBe(53);
    expect(isoWeek('2026-01-01')).toBe(1);
  });

  it('names the period in words', () => {
    expect(periodLabel(periodAround('day', '2026-11-21'), 'nl', (number) => `week ${number}`)).toBe('Zaterdag 21 november 2026 · week 47');
    expect(periodLabel(periodAround('week', '2026-11-21'), 'nl', (number) => `week ${number}`)).toBe('Week 47 · 16 nov – 22 nov 2026');
    expect(periodLabel(periodAround('week', '2026-12-30'), 'nl', (number) => `week ${number}`)).toBe('Week 53 · 28 dec – 3 jan 2027');
  });
});

describe('a free period', () => {
  const free = periodOver('2026-09-21', '2026-10-04');
  const week = (number: number): string => `week ${number}`;

  it('has both its days, survives the address and steps by its own length', () => {
    if (free === null) throw new Error('it is a period');

    expect([free.from, free.to, lastDay(free), free.kind]).toEqual(['2026-09-21', '2026-10-05', '2026-10-04', 'month']);
    expect(periodQuery(free, 'electricity')).toBe('?periode=vrij&datum=2026-09-21&tot=2026-10-04');
    expect(periodFrom({ periode: 'vrij', datum: '2026-09-21', tot: '2026-10-04' }, 0)).toEqual(free);
    expect(range(preceding(free))).toEqual(['2026-09-07', '2026-09-21']);
    expect(following(preceding(free))).toEqual(free);
    expect(periodLabel(free, 'nl', week)).toBe('21 sep – 4 okt 2026');
  });

  it('is refused where the days are none or the wrong way round, and then the address says today', () => {
    expect([periodOver('2026-09-21', '2026-09-20'), periodOver('2026-02-30', '2026-03-01'), periodOver('2010-01-01', '2026-01-01')]).toEqual([null, null, null]);
    expect(periodFrom({ periode: 'vrij', datum: '2026-09-21' }, Date.parse('2026-11-23T12:00:00Z')).kind).toBe('day');
  });

  it('begins its first month on its first day', () => {
    const long = periodOver('2026-01-15', '2026-06-14');
    const starts = long === null ? [] : stepStarts(long).map((at) => new Date(at).toISOString());

    expect(long?.kind).toBe('year');
    expect([starts[0], starts[1], starts.at(-1)]).toEqual(['2026-01-14T23:00:00.000Z', '2026-01-31T23:00:00.000Z', '2026-06-14T22:00:00.000Z']);
    expect([periodOver('2026-01-15', '2026-01-15')?.kind, periodOver('2026-01-15', '2026-01-21')?.kind]).toEqual(['day', 'week']);
  });
});
