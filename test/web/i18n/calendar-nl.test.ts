// Dutch of the calendar: a week begins on Monday, and both views say what is above the limit.
import { expect, it } from 'vitest';
import { calendarNl } from '../../../src/web/i18n/calendar-nl.ts';

it('begins the week on Monday and has a sentence for each view', () => {
  expect(calendarNl.weekdays).toHaveLength(7);
  expect(calendarNl.weekdays[0]).toBe('ma');
  expect(Object.keys(calendarNl.above)).toEqual(Object.keys(calendarNl.views));
  expect(JSON.stringify(calendarNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
