// The words of the grid's hours follow the language of the reader, and say the same.
import { expect, it, vi } from 'vitest';
import { gridEn } from '../../../src/web/i18n/grid-en.ts';
import { gridNl } from '../../../src/web/i18n/grid-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { gridWords } = await import('../../../src/web/state/grid-words.ts');
  expect(gridWords.value).toBe(gridNl);

  lang.value = 'en';
  expect(gridWords.value).toBe(gridEn);
  expect(Object.keys(gridEn)).toEqual(Object.keys(gridNl));
});
