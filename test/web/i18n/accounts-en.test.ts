// English of the accounts: the same words as the Dutch one, in English.
import { expect, it } from 'vitest';
import { accountsEn } from '../../../src/web/i18n/accounts-en.ts';
import { accountsNl } from '../../../src/web/i18n/accounts-nl.ts';

it('has what the Dutch has, sentences in other words', () => {
  expect(Object.keys(accountsEn)).toEqual(Object.keys(accountsNl));
  expect(Object.keys(accountsEn.own)).toEqual(Object.keys(accountsNl.own));
  const same = Object.entries(accountsEn.own).filter(([key, value]) => value === Object.entries(accountsNl.own).find(([other]) => other === key)?.[1]);
  expect(same).toEqual([]);
  expect(accountsEn.of(accountsEn.change, 'Els')).toBe('Change: Els');
});
