// English of the alerts screen is English, and says of one that is urgent that it is.
import { expect, it } from 'vitest';
import { alertsEn } from '../../../src/web/i18n/alerts-en.ts';
import { alertsNl } from '../../../src/web/i18n/alerts-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(alertsEn)).toEqual(Object.keys(alertsNl));
  expect(JSON.stringify(alertsEn)).not.toMatch(/\b(een|het|niet|wordt|geen|melding)\b/i);
});

it('counts the urgent ones', () => {
  expect([alertsEn.says(3, 0), alertsEn.says(3, 1)]).toEqual(['3 open', '3 open, 1 of them urgent']);
});
