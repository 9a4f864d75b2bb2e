// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { toldEn } from '../../../src/web/i18n/told-en.ts';
import { toldNl } from '../../../src/web/i18n/told-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { toldWords } = await import('../../../src/web/state/told-words.ts');
  expect(toldWords.value).toBe(toldNl);

  lang.value = 'en';
  expect(toldWords.value).toBe(toldEn);
});
