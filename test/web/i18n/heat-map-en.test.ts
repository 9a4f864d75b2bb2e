// English of the maps of heat is English.
import { expect, it } from 'vitest';
import { heatMapEn } from '../../../src/web/i18n/heat-map-en.ts';
import { heatMapNl } from '../../../src/web/i18n/heat-map-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(heatMapEn.legend)).toEqual(Object.keys(heatMapNl.legend));
  expect(JSON.stringify([heatMapEn, heatMapEn.says(3, 2, 2), heatMapEn.unnamed(2)])).not.toMatch(/\b(een|het|niet|wordt|geen|warmte)\b/i);
});
