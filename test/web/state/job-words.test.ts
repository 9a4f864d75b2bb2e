// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { jobsEn } from '../../../src/web/i18n/jobs-en.ts';
import { jobsNl } from '../../../src/web/i18n/jobs-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { jobWords } = await import('../../../src/web/state/job-words.ts');
  expect(jobWords.value).toBe(jobsNl);

  lang.value = 'en';
  expect(jobWords.value).toBe(jobsEn);
});
