// Dutch holidays against the calendars that were printed, and Easter against a table.
import { describe, expect, it } from 'vitest';
import { easterDay, holidaysOf } from '../../../src/domain/forecast/holidays.ts';

const date = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

describe('Easter', () => {
  // Dates of Easter Sunday; 1954, 1981, 2049 and 2076 are the years in which a plain rule gives a Sunday too late.
  it.each(['1954-04-18', '1981-04-19', '2000-04-23', '2008-03-23', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2049-04-18', '2076-04-19'])(
    '%s',
    (expected) => {
      expect(date(easterDay(Number(expected.slice(0, 4))))).toBe(expected);
    },
  );
});

describe('holidays', () => {
  it('of 2026 are those of the calendar', () => {
    expect([...holidaysOf(2026)].map(date).sort()).toEqual([
      '2026-01-01',
      '2026-04-05',
      '2026-04-06',
      '2026-04-27',
      '2026-05-14',
      '2026-05-24',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it('have King’s Day a day earlier when it is a Sunday, and Liberation Day every fifth year', () => {
    expect([...holidaysOf(2025)].map(date)).toEqual(expect.arrayContaining(['2025-04-26', '2025-05-05']));
    expect([...holidaysOf(2025)].map(date)).not.toContain('2025-04-27');
    expect([...holidaysOf(2026)].map(date)).not.toContain('2026-05-05');
  });
});
