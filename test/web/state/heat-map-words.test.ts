// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { heatMapEn } from '../../../src/web/i18n/heat-map-en.ts';
import { heatMapNl } from '../../../src/web/i18n/heat-map-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { heatMapWords } = await import('../../../src/web/state/heat-map-words.ts');
  expect(heatMapWords.value).toBe(heatMapNl);

  lang.value = 'en';
  expect(heatMapWords.value).toBe(heatMapEn);
});
