// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { doubtEn } from '../../../src/web/i18n/doubt-en.ts';
import { doubtNl } from '../../../src/web/i18n/doubt-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { doubtWords } = await import('../../../src/web/state/doubt-words.ts');
  expect(doubtWords.value).toBe(doubtNl);

  lang.value = 'en';
  expect(doubtWords.value).toBe(doubtEn);
});
