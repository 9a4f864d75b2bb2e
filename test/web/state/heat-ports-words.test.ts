// The words follow the language of the reader.
import { expect, it, vi } from 'vitest';
import { heatPortsEn } from '../../../src/web/i18n/heat-ports-en.ts';
import { heatPortsNl } from '../../../src/web/i18n/heat-ports-nl.ts';

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { heatPortsWords } = await import('../../../src/web/state/heat-ports-words.ts');
  expect(heatPortsWords.value).toBe(heatPortsNl);

  lang.value = 'en';
  expect(heatPortsWords.value).toBe(heatPortsEn);
});
