// Dutch of the heat screens: a word for every state and kind, and it never shouts.
import { expect, it } from 'vitest';
import { HEAT_STATES } from '../../../src/api/shapes-heat.ts';
import { heatNl } from '../../../src/web/i18n/heat-nl.ts';

it('names every state', () => {
  expect(Object.keys(heatNl.states)).toEqual([...HEAT_STATES]);
});

it('never shouts', () => {
  expect(JSON.stringify(heatNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
