// What may be asked of the heat figures of a park when nothing is named.
import { expect, it } from 'vitest';
import { HeatNetworkExplainQuery, HeatPinchExplainQuery } from '../../src/api/shapes-heat-park-explained.ts';

it('explains what could be exchanged in the year, and what the links deliver, when no figure is named', () => {
  expect(HeatPinchExplainQuery.parse({})).toEqual({ field: 'exchangeableKw', slice: 'year' });
  expect(HeatNetworkExplainQuery.parse({})).toEqual({ field: 'potential.deliveredKwh' });
  expect(HeatPinchExplainQuery.safeParse({ field: 'grand' }).success).toBe(false);
});
