// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { heatEn } from '../../../src/web/i18n/heat-en.ts';
import { heatNl } from '../../../src/web/i18n/heat-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { heatWords } = await import('../../../src/web/state/heat-words.ts');
  expect(heatWords.value).toBe(heatNl);

  lang.value = 'en';
  expect(heatWords.value).toBe(heatEn);
});
