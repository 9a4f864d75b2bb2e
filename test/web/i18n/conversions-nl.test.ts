// Dutch of conversions: a word for each kind.
import { expect, it } from 'vitest';
import { CONVERSION_KINDS } from '../../../src/domain/conversions.ts';
import { conversionsNl } from '../../../src/web/i18n/conversions-nl.ts';

it('names every kind, and never shouts', () => {
  expect(Object.keys(conversionsNl.kinds)).toEqual([...CONVERSION_KINDS]);
  expect(JSON.stringify(conversionsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
