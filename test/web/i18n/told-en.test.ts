// English of what is told when: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { toldEn } from '../../../src/web/i18n/told-en.ts';
import { toldNl } from '../../../src/web/i18n/told-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(toldEn)).toEqual(Object.keys(toldNl));
  expect(toldEn.until('14:00')).toMatch(/up to 14:00 .*whole hour/);
  expect(toldEn.untilDay('27 Nov')).toMatch(/up to 27 Nov .*whole day/);
});
