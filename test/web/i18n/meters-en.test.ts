// The English words say what the Dutch ones say, part by part.
import { expect, it } from 'vitest';
import { metersEn } from '../../../src/web/i18n/meters-en.ts';
import { metersNl } from '../../../src/web/i18n/meters-nl.ts';

const keys = (words: object): string[] => Object.entries(words).flatMap(([key, value]) => (typeof value === 'object' && value !== null ? [key, ...keys(value)] : [key]));

it('has the same words', () => {
  expect(keys(metersEn)).toEqual(keys(metersNl));
  expect([metersEn.pick.count(1), metersEn.pick.count(2)]).toEqual(['1 meter chosen', '2 meters chosen']);
});
