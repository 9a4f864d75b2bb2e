// English of the forecast screen: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { forecastEn } from '../../../src/web/i18n/forecast-en.ts';
import { forecastNl } from '../../../src/web/i18n/forecast-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(forecastEn)).toEqual(Object.keys(forecastNl));
  const same = Object.entries(forecastEn).filter(([key, value]) => typeof value === 'string' && value === Object.entries(forecastNl).find(([other]) => other === key)?.[1]);
  expect(same.map(([key]) => key)).toEqual(['band']);
});
