// What may be asked of the heat of the region when nothing is named.
import { expect, it } from 'vitest';
import { RegionHeatExplainQuery } from '../../src/api/shapes-region-heat-explained.ts';

it('explains what the whole region offers when no figure is named', () => {
  expect(RegionHeatExplainQuery.parse({})).toEqual({ field: 'offered' });
  expect(RegionHeatExplainQuery.safeParse({ field: 'reading' }).success).toBe(false);
});
