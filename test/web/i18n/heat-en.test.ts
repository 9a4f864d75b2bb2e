// English of the heat screens is English.
import { expect, it } from 'vitest';
import { heatEn } from '../../../src/web/i18n/heat-en.ts';
import { heatNl } from '../../../src/web/i18n/heat-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(heatEn.match)).toEqual(Object.keys(heatNl.match));
  expect(JSON.stringify(heatEn)).not.toMatch(/\b(een|het|niet|wordt|geen|warmte)\b/i);
});
