// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { nowEn } from '../../../src/web/i18n/now-en.ts';
import { nowNl } from '../../../src/web/i18n/now-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { nowWords } = await import('../../../src/web/state/now-words.ts');
  expect(nowWords.value).toBe(nowNl);

  lang.value = 'en';
  expect(nowWords.value).toBe(nowEn);
});
