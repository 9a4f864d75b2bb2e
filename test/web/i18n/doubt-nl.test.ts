// Dutch of how sure a figure is: each flag and figure has a name, and nobody is called by a first name.
import { expect, it } from 'vitest';
import { doubtNl } from '../../../src/web/i18n/doubt-nl.ts';

it('names each flag and each figure of a score by itself', () => {
  for (const names of [doubtNl.measured.flags, doubtNl.score.fields, doubtNl.score.levels]) expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length);
  expect(doubtNl.measured.of('3', '4')).toBe('3 van 4');
  expect(JSON.stringify(doubtNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
