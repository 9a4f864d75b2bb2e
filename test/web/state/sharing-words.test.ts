// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { sharingEn } from '../../../src/web/i18n/sharing-en.ts';
import { sharingNl } from '../../../src/web/i18n/sharing-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { sharingWords } = await import('../../../src/web/state/sharing-words.ts');
  expect(sharingWords.value).toBe(sharingNl);

  lang.value = 'en';
  expect(sharingWords.value).toBe(sharingEn);
});
