// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { marginEn } from '../../../src/web/i18n/margin-en.ts';
import { marginNl } from '../../../src/web/i18n/margin-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { marginWords } = await import('../../../src/web/state/margin-words.ts');
  expect(marginWords.value).toBe(marginNl);

  lang.value = 'en';
  expect(marginWords.value).toBe(marginEn);
});
