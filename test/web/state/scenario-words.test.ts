// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { scenariosEn } from '../../../src/web/i18n/scenarios-en.ts';
import { scenariosNl } from '../../../src/web/i18n/scenarios-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { scenarioWords } = await import('../../../src/web/state/scenario-words.ts');
  expect(scenarioWords.value).toBe(scenariosNl);

  lang.value = 'en';
  expect(scenarioWords.value).toBe(scenariosEn);
});
