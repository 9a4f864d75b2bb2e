// English of the page on connections: the same words as the Dutch one, each in English.
import { expect, it } from 'vitest';
import { connectionsEn } from '../../../src/web/i18n/connections-en.ts';
import { connectionsNl } from '../../../src/web/i18n/connections-nl.ts';

it('has what the Dutch has, in other words', () => {
  expect(Object.keys(connectionsEn)).toEqual(Object.keys(connectionsNl));
  const same = Object.entries(connectionsEn).filter(([key, value]) => typeof value === 'string' && value === Object.entries(connectionsNl).find(([other]) => other === key)?.[1]);
  expect(same).toEqual([]);
  expect(connectionsEn.says(1, 2)).toBe('1 connection with 2 meters');
});
