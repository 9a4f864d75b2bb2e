// Dutch of what explains a heat match: a name for every figure and every level, and it never shouts.
import { expect, it } from 'vitest';
import { MONEY_FIELDS, RATE_FIELDS } from '../../../src/domain/heat/money-terms.ts';
import { HEAT_CODES } from '../../../src/domain/heat/parameters.ts';
import { heatCodeWords } from '../../../src/charts/heat-code-words.ts';
import { heatExplainedNl } from '../../../src/web/i18n/heat-explained-nl.ts';

it('names every figure that euros are made of', () => {
  const named = { ...heatCodeWords('nl'), ...heatExplainedNl.fields };

  expect([...MONEY_FIELDS, ...RATE_FIELDS, ...HEAT_CODES].filter((field) => !(field in named))).toEqual([]);
});

it('never shouts', () => {
  expect(JSON.stringify(heatExplainedNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
