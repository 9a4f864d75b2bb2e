// What may be asked of a heat match: the delivered heat when nothing is named.
import { expect, it } from 'vitest';
import { HeatMatchExplainQuery } from '../../src/api/shapes-heat-explained.ts';

it('explains what is delivered when no figure is named', () => {
  expect(HeatMatchExplainQuery.parse({})).toEqual({ field: 'deliveredKwh' });
  expect(HeatMatchExplainQuery.safeParse({ field: 'x'.repeat(41) }).success).toBe(false);
});
