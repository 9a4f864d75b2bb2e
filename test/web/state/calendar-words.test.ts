// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { calendarEn } from '../../../src/web/i18n/calendar-en.ts';
import { calendarNl } from '../../../src/web/i18n/calendar-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { calendarWords } = await import('../../../src/web/state/calendar-words.ts');
  expect(calendarWords.value).toBe(calendarNl);

  lang.value = 'en';
  expect(calendarWords.value).toBe(calendarEn);
});
