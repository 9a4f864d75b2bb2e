// Dutch of the assumptions: counts in whole sentences, and it never shouts.
import { expect, it } from 'vitest';
import { heatParametersNl } from '../../../src/web/i18n/heat-parameters-nl.ts';

it('says one and many apart, and never shouts', () => {
  expect(heatParametersNl.outcomeLead(1, 1)).toBe('1 kans verschuift; 1 blijft gelijk.');
  expect(heatParametersNl.outcomeLead(0, 3)).toBe('Geen kans verschuift; 3 blijven gelijk.');
  expect(JSON.stringify(heatParametersNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
