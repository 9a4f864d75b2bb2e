// A name for each assumption that the files hold, in both languages, no two alike.
import { expect, it } from 'vitest';
import { heatCodeWords } from '../../src/charts/heat-code-words.ts';
import { parameters } from '../domain/heat/given.ts';

it.each(['nl', 'en'] as const)('names every assumption in %s by a name of its own', (lang) => {
  const names = heatCodeWords(lang);

  expect(Object.keys(names).sort()).toEqual(Object.keys(parameters.rows).sort());
  expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length);
});
