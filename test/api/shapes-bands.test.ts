// A band is two numbers; of volumes there is none for what is netted with the grid.
import { expect, it } from 'vitest';
import { Band, EnergyBands, VolumeBands } from '../../src/api/shapes-bands.ts';

it('has both its ends, and a name for each figure that has one', () => {
  expect(Band.safeParse({ low: 1 }).success).toBe(false);
  expect(Object.keys(EnergyBands.shape)).toEqual([...Object.keys(VolumeBands.shape), 'gridImport']);
});
