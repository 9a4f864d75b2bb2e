// What a medium of heat cannot be.
import { expect, it } from 'vitest';
import { MEDIUM_LIMITS_C, impossibleC } from '../../../src/domain/heat/medium-limits.ts';
import { MEDIA } from '../../../src/domain/heat/port.ts';

it.each(MEDIA)('%s may be what its limits say, and nothing beyond', (medium) => {
  const { low, high } = MEDIUM_LIMITS_C[medium];
  const at = (supplyC: number, returnC: number, minReturnC: number | null = null) => impossibleC({ medium, supplyC, returnC, minReturnC });

  expect([at(high, low), at(high, low, low)]).toEqual([null, null]);
  expect(at(high + 1, low)).toEqual({ field: 'supplyC', c: high + 1, low, high });
  expect(at(high, low - 1)).toMatchObject({ field: 'returnC', c: low - 1 });
  expect(at(high, low, low - 1)).toMatchObject({ field: 'minReturnC' });
});
