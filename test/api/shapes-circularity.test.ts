// The names of the indicators are part of the contract.
import { expect, it } from 'vitest';
import { INDICATORS } from '../../src/api/shapes-circularity.ts';

it('has these indicators, by mass but for water', () => {
  expect(INDICATORS).toEqual(['recyclingShare', 'energyRecoveryShare', 'disposalShare', 'secondaryInputShare', 'localLoopRate', 'waterReuseShare']);
});
