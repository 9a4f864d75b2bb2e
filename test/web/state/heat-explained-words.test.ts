// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { heatExplainedEn } from '../../../src/web/i18n/heat-explained-en.ts';
import { heatExplainedNl } from '../../../src/web/i18n/heat-explained-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { heatExplainedWords } = await import('../../../src/web/state/heat-explained-words.ts');
  expect(heatExplainedWords.value).toBe(heatExplainedNl);

  lang.value = 'en';
  expect(heatExplainedWords.value).toBe(heatExplainedEn);
});
