// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { materialsEn } from '../../../src/web/i18n/materials-en.ts';
import { materialsNl } from '../../../src/web/i18n/materials-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { materialWords } = await import('../../../src/web/state/material-words.ts');
  expect(materialWords.value).toBe(materialsNl);

  lang.value = 'en';
  expect(materialWords.value).toBe(materialsEn);
});
