// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { forecastEn } from '../../../src/web/i18n/forecast-en.ts';
import { forecastNl } from '../../../src/web/i18n/forecast-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { forecastWords } = await import('../../../src/web/state/forecast-words.ts');
  expect(forecastWords.value).toBe(forecastNl);

  lang.value = 'en';
  expect(forecastWords.value).toBe(forecastEn);
});
