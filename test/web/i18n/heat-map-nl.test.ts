// Dutch of the maps of heat: counts in whole sentences, and it never shouts.
import { expect, it } from 'vitest';
import { heatMapNl } from '../../../src/web/i18n/heat-map-nl.ts';

it('says one and many apart', () => {
  expect(heatMapNl.unplaced(1)).toContain('1 bron of afnemer');
  expect(heatMapNl.unnamed(1)).not.toBe(heatMapNl.unnamed(2).replace('2', '1'));
  expect(heatMapNl.says(4, 20, 60)).toContain('de beste 20 van 60');
  expect(heatMapNl.says(4, 3, 3)).not.toContain('van 3');
});

it('never shouts', () => {
  expect(JSON.stringify(heatMapNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
