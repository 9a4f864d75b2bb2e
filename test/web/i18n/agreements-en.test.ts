// English of the page on limits and groups: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { agreementsEn } from '../../../src/web/i18n/agreements-en.ts';
import { agreementsNl } from '../../../src/web/i18n/agreements-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(agreementsEn)).toEqual(Object.keys(agreementsNl));
  const same = Object.entries(agreementsEn).filter(([key, value]) => typeof value === 'string' && value === Object.entries(agreementsNl).find(([other]) => other === key)?.[1]);
  expect(same.map(([key]) => key)).toEqual(['kw']);
});
