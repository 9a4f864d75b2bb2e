// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { alertsEn } from '../../../src/web/i18n/alerts-en.ts';
import { alertsNl } from '../../../src/web/i18n/alerts-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { alertWords } = await import('../../../src/web/state/alert-words.ts');
  expect(alertWords.value).toBe(alertsNl);

  lang.value = 'en';
  expect(alertWords.value).toBe(alertsEn);
});
