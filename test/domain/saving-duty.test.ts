// The thresholds of the energy-saving duty.
import { expect, it } from 'vitest';
import { dutyOf } from '../../src/domain/saving-duty.ts';

it.each([
  [49_999, 24_999, 1, 'under'],
  [50_000, 0, 1, 'saving'],
  [0, 25_000, 1, 'saving'],
  [10_000_000, 0, 1, 'research'],
  [0, 170_000, 1, 'research'],
  [40_000, 0, 0.5, 'unknown'],
  [60_000, 0, 0.5, 'saving'],
] as const)('%i kWh and %i m3, measured for %f of the year, is %s', (electricityKwh, gasM3, measuredShare, expected) => {
  expect(dutyOf({ electricityKwh, gasM3, measuredShare })).toBe(expected);
});
