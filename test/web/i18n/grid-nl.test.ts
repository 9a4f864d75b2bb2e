// The Dutch words about the grid's hours: something is said everywhere, and calmly.
import { expect, it } from 'vitest';
import { gridNl } from '../../../src/web/i18n/grid-nl.ts';

it('says what it is asked, and never shouts', () => {
  expect([gridNl.hours(3), gridNl.yearly('200', 'een lijst'), gridNl.source('NED', '08:05')]).toEqual([
    '3 uur',
    expect.stringContaining('200 g/kWh (een lijst)'),
    expect.stringContaining('NED, gevraagd 08:05'),
  ]);
  expect(JSON.stringify(gridNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
