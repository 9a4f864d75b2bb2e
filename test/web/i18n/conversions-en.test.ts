// English of conversions: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { conversionsEn } from '../../../src/web/i18n/conversions-en.ts';
import { conversionsNl } from '../../../src/web/i18n/conversions-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(conversionsEn)).toEqual(Object.keys(conversionsNl));
  const same = Object.entries(conversionsEn).filter(([key, value]) => typeof value === 'string' && value === Object.entries(conversionsNl).find(([other]) => other === key)?.[1]);
  expect(same.map(([key]) => key)).toEqual([]);
});
