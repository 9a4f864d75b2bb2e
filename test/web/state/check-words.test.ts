// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { checksEn } from '../../../src/web/i18n/checks-en.ts';
import { checksNl } from '../../../src/web/i18n/checks-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { checkWords } = await import('../../../src/web/state/check-words.ts');
  expect(checkWords.value).toBe(checksNl);

  lang.value = 'en';
  expect(checkWords.value).toBe(checksEn);
});
