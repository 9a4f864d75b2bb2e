// Dutch of the heat screens: a word for every state and kind, and it never shouts.
import { expect, it } from 'vitest';
import { HEAT_STATES } from '../../../src/api/shapes-heat.ts';
import { DRAWN } from '../../../src/domain/heat/uncertainty.ts';
import { heatNl } from '../../../src/web/i18n/heat-nl.ts';

it('names every state and every assumption that is drawn', () => {
  expect(Object.keys(heatNl.states)).toEqual([...HEAT_STATES]);
  expect(Object.keys(heatNl.codes).sort()).toEqual([...DRAWN].sort());
});

it('never shouts', () => {
  expect(JSON.stringify(heatNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
