// Dutch of the accounts: a name for every role, and the reader is addressed politely.
import { expect, it } from 'vitest';
import { accountsNl } from '../../../src/web/i18n/accounts-nl.ts';

it('names every role and says what a button will do to whom', () => {
  expect(Object.keys(accountsNl.roleNames).sort()).toEqual(['company', 'operator', 'parkmanager', 'region']);
  expect(accountsNl.of(accountsNl.remove, 'Els')).toBe('Verwijder: Els');
  expect([accountsNl.says(1), accountsNl.says(2)]).toEqual(['1 account', '2 accounts']);
  expect(JSON.stringify(accountsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
