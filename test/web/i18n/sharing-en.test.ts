// English of sharing: the same words as the Dutch one, in English.
import { expect, it } from 'vitest';
import { sharingEn } from '../../../src/web/i18n/sharing-en.ts';
import { sharingNl } from '../../../src/web/i18n/sharing-nl.ts';

it('has what the Dutch has, sentences in other words', () => {
  expect(Object.keys(sharingEn)).toEqual(Object.keys(sharingNl));
  expect(Object.keys(sharingEn.audience)).toEqual(Object.keys(sharingNl.audience));
  const dutch = new Map<string, unknown>(Object.entries(sharingNl));
  const same = Object.entries(sharingEn).filter(([key, value]) => typeof value === 'string' && key !== 'status' && value === dutch.get(key));
  expect(same).toEqual([]);
  expect(sharingEn.grant('region')).toBe('Give region consent');
});
