// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { accountsEn } from '../../../src/web/i18n/accounts-en.ts';
import { accountsNl } from '../../../src/web/i18n/accounts-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { accountWords } = await import('../../../src/web/state/account-words.ts');
  expect(accountWords.value).toBe(accountsNl);

  lang.value = 'en';
  expect(accountWords.value).toBe(accountsEn);
});
