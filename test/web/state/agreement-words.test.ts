// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { agreementsEn } from '../../../src/web/i18n/agreements-en.ts';
import { agreementsNl } from '../../../src/web/i18n/agreements-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { agreementWords } = await import('../../../src/web/state/agreement-words.ts');
  expect(agreementWords.value).toBe(agreementsNl);

  lang.value = 'en';
  expect(agreementWords.value).toBe(agreementsEn);
});
