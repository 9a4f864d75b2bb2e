// Declared hours follow the local clock and the season.
import { expect, it } from 'vitest';
import { declaredHours } from '../../../src/domain/heat/profiles.ts';

const HOUR_MS = 3_600_000;
const from = (iso: string): { firstHour: number; hours: number } => ({ firstHour: Date.parse(iso) / HOUR_MS, hours: 24 });

it('flat is always the same', () => {
  expect(new Set(declaredHours('flat', 7, from('2026-01-05T00:00:00Z')))).toEqual(new Set([7]));
});

it('working days run from 7 to 18 h on the clock, summer and winter', () => {
  // Monday: local midnight is 23:00 UTC in winter and 22:00 in summer.
  const winter = declaredHours('weekdays', 5, from('2026-01-04T23:00:00Z'));
  const summer = declaredHours('weekdays', 5, from('2026-07-05T22:00:00Z'));

  expect([...winter].map(Boolean)).toEqual(Array.from({ length: 24 }, (_, hour) => hour >= 7 && hour < 18));
  expect(summer).toEqual(winter);
  expect(declaredHours('weekdays', 5, from('2026-01-03T23:00:00Z')).every((kw) => kw === 0)).toBe(true);
});

it('the heating season is January, and little of July', () => {
  expect(declaredHours('heating-season', 100, from('2026-01-10T00:00:00Z'))[0]).toBe(100);
  expect(declaredHours('heating-season', 100, from('2026-07-10T00:00:00Z'))[0]).toBe(3);
});
