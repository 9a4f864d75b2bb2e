// English of the scenario bench has what the Dutch has.
import { expect, it } from 'vitest';
import { scenariosEn } from '../../../src/web/i18n/scenarios-en.ts';
import { scenariosNl } from '../../../src/web/i18n/scenarios-nl.ts';

const namesOf = (words: object, above = ''): string[] =>
  Object.entries(words).flatMap(([name, word]: [string, unknown]) => (typeof word === 'object' && word !== null ? namesOf(word, `${above}${name}.`) : [`${above}${name}`]));

it('has the same words, none of them Dutch', () => {
  expect(namesOf(scenariosEn).sort()).toEqual(namesOf(scenariosNl).sort());
  expect(scenariosEn.kinds.battery).toBe('Battery');
});
