// English of the page on cross-checks: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { checksEn } from '../../../src/web/i18n/checks-en.ts';
import { checksNl } from '../../../src/web/i18n/checks-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(checksEn)).toEqual(Object.keys(checksNl));
  const same = Object.entries(checksEn).filter(([key, value]) => typeof value === 'string' && value === Object.entries(checksNl).find(([other]) => other === key)?.[1]);
  expect(same.map(([key]) => key)).toEqual(['meter']);
});
