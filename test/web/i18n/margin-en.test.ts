// English of margins: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { marginEn } from '../../../src/web/i18n/margin-en.ts';
import { marginNl } from '../../../src/web/i18n/margin-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(marginEn)).toEqual(Object.keys(marginNl));
  expect(Object.keys(marginEn.alarm)).toEqual(Object.keys(marginNl.alarm));
  const same = Object.entries(marginEn).filter(([key, value]) => typeof value === 'string' && value === Object.entries(marginNl).find(([other]) => other === key)?.[1]);
  expect(same.map(([key]) => key)).toEqual([]);
});
