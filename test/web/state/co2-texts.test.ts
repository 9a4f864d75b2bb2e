// The words of the CO2 screens follow the reader's language, and both say everything.
import { expect, it, vi } from 'vitest';
import { co2En } from '../../../src/web/i18n/co2-en.ts';
import { co2Nl } from '../../../src/web/i18n/co2-nl.ts';

const keys = (words: object, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) => (typeof value === 'object' && value !== null ? keys(value, `${path}${key}.`) : [`${path}${key}`]));

it('says the same things in Dutch and English', () => {
  expect(keys(co2En).toSorted((a, b) => a.localeCompare(b))).toEqual(keys(co2Nl).toSorted((a, b) => a.localeCompare(b)));
  expect(JSON.stringify(co2Nl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
  expect(JSON.stringify(co2En)).not.toMatch(/\b(een|het|niet|wordt|geen|uitstoot)\b/i);
});

it('are those of the language that is chosen, and change with it', async () => {
  const { signal } = await import('@preact/signals');
  const lang = signal('nl');
  vi.doMock('../../../src/web/state/settings.ts', () => ({ lang }));
  const { co2Texts } = await import('../../../src/web/state/co2-texts.ts');
  expect(co2Texts.value).toBe(co2Nl);

  lang.value = 'en';
  expect(co2Texts.value).toBe(co2En);
});
