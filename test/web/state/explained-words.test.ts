// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { explainedEn } from '../../../src/web/i18n/explained-en.ts';
import { explainedNl } from '../../../src/web/i18n/explained-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { explainedWords } = await import('../../../src/web/state/explained-words.ts');
  expect(explainedWords.value).toBe(explainedNl);

  lang.value = 'en';
  expect(explainedWords.value).toBe(explainedEn);
});
