// Dutch of the screen with sources and consumers: a word for every doubt.
import { expect, it } from 'vitest';
import { HEAT_PROFILES } from '../../../src/domain/heat/profiles.ts';
import { heatPortsNl } from '../../../src/web/i18n/heat-ports-nl.ts';

it('names every profile, and never shouts', () => {
  expect(Object.keys(heatPortsNl.profiles)).toEqual([...HEAT_PROFILES]);
  expect(JSON.stringify(heatPortsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
