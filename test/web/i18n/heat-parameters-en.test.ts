// English of the assumptions is English, and names each of them.
import { expect, it } from 'vitest';
import { heatParametersEn } from '../../../src/web/i18n/heat-parameters-en.ts';
import { heatParametersNl } from '../../../src/web/i18n/heat-parameters-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(heatParametersEn.codes)).toEqual(Object.keys(heatParametersNl.codes));
  expect(JSON.stringify([heatParametersEn, heatParametersEn.outcomeLead(1, 2)])).not.toMatch(/\b(een|het|niet|wordt|geen|warmte)\b/i);
});
