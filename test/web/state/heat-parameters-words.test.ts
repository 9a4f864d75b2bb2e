// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { heatParametersEn } from '../../../src/web/i18n/heat-parameters-en.ts';
import { heatParametersNl } from '../../../src/web/i18n/heat-parameters-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { heatParametersWords } = await import('../../../src/web/state/heat-parameters-words.ts');
  expect(heatParametersWords.value).toBe(heatParametersNl);

  lang.value = 'en';
  expect(heatParametersWords.value).toBe(heatParametersEn);
});
