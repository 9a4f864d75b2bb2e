// Dutch of the page on limits and groups: a word and an explanation for each kind of limit and each way to divide.
import { expect, it } from 'vitest';
import { LIMIT_KINDS } from '../../../src/domain/capacity/limits.ts';
import { SPLIT_RULES } from '../../../src/domain/capacity/split-rules.ts';
import { agreementsNl } from '../../../src/web/i18n/agreements-nl.ts';

it('names and explains every kind of limit and every rule', () => {
  for (const words of [agreementsNl.kinds, agreementsNl.kindHelp]) expect(Object.keys(words)).toEqual([...LIMIT_KINDS]);
  for (const words of [agreementsNl.rules, agreementsNl.ruleHelp]) expect(Object.keys(words)).toEqual([...SPLIT_RULES]);
});

it('says u, counts one as one, and never shouts', () => {
  expect(JSON.stringify(agreementsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
  expect(agreementsNl.hidden(1)).toContain('1 lid');
});
