// Gas in kWh says on which heating value: 1,000 m3 x 31.65 / 3.6 = 8,791.67 and x 35.17 / 3.6 = 9,769.44.
import { expect, it } from 'vitest';
import { gasText } from '../../src/charts/gas-text.ts';

it('gas stands beside its m3(n) in kWh on both heating values, each named', () => {
  expect(gasText(1000, 'nl')).toBe('1.000 m³(n) = 8.792 kWh op onderwaarde (31,65 MJ/m³), 9.769 kWh op bovenwaarde (35,17 MJ/m³)');
  expect(gasText(1000, 'en')).toBe('1,000 m³(n) = 8,792 kWh on the lower heating value (31.65 MJ/m³), 9,769 kWh on the higher heating value (35.17 MJ/m³)');
});
