// English of the calendar: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { calendarEn } from '../../../src/web/i18n/calendar-en.ts';
import { calendarNl } from '../../../src/web/i18n/calendar-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(calendarEn)).toEqual(Object.keys(calendarNl));
  const same = Object.entries(calendarEn).filter(([key, value]) => typeof value === 'string' && value === Object.entries(calendarNl).find(([other]) => other === key)?.[1]);
  expect(same.map(([key]) => key)).toEqual([]);
});
