// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { conversionsEn } from '../../../src/web/i18n/conversions-en.ts';
import { conversionsNl } from '../../../src/web/i18n/conversions-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { conversionWords } = await import('../../../src/web/state/conversion-words.ts');
  expect(conversionWords.value).toBe(conversionsNl);

  lang.value = 'en';
  expect(conversionWords.value).toBe(conversionsEn);
});
