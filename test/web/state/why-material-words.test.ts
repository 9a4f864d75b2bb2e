// Words of explanations about materials follow the language that was chosen.
import { expect, it, vi } from 'vitest';
import { whyMaterialsEn } from '../../../src/web/i18n/why-materials-en.ts';
import { whyMaterialsNl } from '../../../src/web/i18n/why-materials-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { whyMaterialWords } = await import('../../../src/web/state/why-material-words.ts');
  expect(whyMaterialWords.value).toBe(whyMaterialsNl);

  lang.value = 'en';
  expect(whyMaterialWords.value).toBe(whyMaterialsEn);
});
