// English of what explains a heat match is English, and names the same figures.
import { expect, it } from 'vitest';
import { heatExplainedEn } from '../../../src/web/i18n/heat-explained-en.ts';
import { heatExplainedNl } from '../../../src/web/i18n/heat-explained-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(heatExplainedEn.fields).sort()).toEqual(Object.keys(heatExplainedNl.fields).sort());
  expect(Object.keys(heatExplainedEn.levels)).toEqual(Object.keys(heatExplainedNl.levels));
  expect(JSON.stringify(heatExplainedEn)).not.toMatch(/\b(een|het|niet|wordt|geen|warmte)\b/i);
});
