// Gas in kWh on both heating values.
import { expect, it } from 'vitest';
import { gasEnergy } from '../../src/domain/gas-energy.ts';

it('gas has 9.769 kWh a m3 on the higher and 8.792 on the lower heating value', () => {
  // 35.17 / 3.6 and 31.65 / 3.6
  const { m3, hhvKwh, lhvKwh } = gasEnergy(1000);

  expect(m3).toBe(1000);
  expect(hhvKwh).toBeCloseTo(9769.4, 1);
  expect(lhvKwh).toBeCloseTo(8791.7, 1);
});
