// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { reportsEn } from '../../../src/web/i18n/reports-en.ts';
import { reportsNl } from '../../../src/web/i18n/reports-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { reportPageWords } = await import('../../../src/web/state/report-page-words.ts');
  expect(reportPageWords.value).toBe(reportsNl);

  lang.value = 'en';
  expect(reportPageWords.value).toBe(reportsEn);
});
