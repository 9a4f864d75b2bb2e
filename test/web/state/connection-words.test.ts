// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { connectionsEn } from '../../../src/web/i18n/connections-en.ts';
import { connectionsNl } from '../../../src/web/i18n/connections-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { connectionWords } = await import('../../../src/web/state/connection-words.ts');
  expect(connectionWords.value).toBe(connectionsNl);

  lang.value = 'en';
  expect(connectionWords.value).toBe(connectionsEn);
});
