// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { metersEn } from '../../../src/web/i18n/meters-en.ts';
import { metersNl } from '../../../src/web/i18n/meters-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { meterWords } = await import('../../../src/web/state/meter-words.ts');
  expect(meterWords.value).toBe(metersNl);

  lang.value = 'en';
  expect(meterWords.value).toBe(metersEn);
});
