// Dutch of the assumptions: a name for each that the files hold, no two alike, and it never shouts.
import { expect, it } from 'vitest';
import { heatParametersNl } from '../../../src/web/i18n/heat-parameters-nl.ts';
import { parameters } from '../../domain/heat/given.ts';

it('names every assumption, each by a name of its own', () => {
  expect(Object.keys(heatParametersNl.codes).sort()).toEqual(Object.keys(parameters.rows).sort());
  expect(new Set(Object.values(heatParametersNl.codes)).size).toBe(Object.keys(parameters.rows).length);
});

it('says one and many apart, and never shouts', () => {
  expect(heatParametersNl.outcomeLead(1, 1)).toBe('1 kans verschuift; 1 blijft gelijk.');
  expect(heatParametersNl.outcomeLead(0, 3)).toBe('Geen kans verschuift; 3 blijven gelijk.');
  expect(JSON.stringify(heatParametersNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
