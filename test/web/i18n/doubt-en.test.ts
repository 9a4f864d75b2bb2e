// English of how sure a figure is has the same words as the Dutch.
import { expect, it } from 'vitest';
import { doubtEn } from '../../../src/web/i18n/doubt-en.ts';
import { doubtNl } from '../../../src/web/i18n/doubt-nl.ts';

it('names what the Dutch names, and names it otherwise', () => {
  expect(Object.keys(doubtEn.score.fields)).toEqual(Object.keys(doubtNl.score.fields));
  expect(Object.keys(doubtEn.uncertainty.fields)).toEqual(Object.keys(doubtNl.uncertainty.fields));
  expect(doubtEn.band.tried('200')).toContain('200 other ways');
  expect(doubtEn.measured.flags.E).not.toBe(doubtNl.measured.flags.E);
});
