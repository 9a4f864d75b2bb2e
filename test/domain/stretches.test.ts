// A stretch is as long as its rows fit, and never shorter than a month.
import { expect, it } from 'vitest';
import { DAYS_AT_ONCE_MIN, ROWS_AT_ONCE, daysAtOnce } from '../../src/domain/stretches.ts';

it('is a month of a region, half a year of a park, a year of a company', () => {
  expect(daysAtOnce(5000)).toBe(DAYS_AT_ONCE_MIN);
  expect(daysAtOnce(200)).toBe(187);
  expect(daysAtOnce(4)).toBe(366);
  expect(daysAtOnce(0)).toBe(366);
});

it('holds no more rows than so many where it is longer than a month', () => {
  for (const registers of [100, 200, 500, 800]) expect(daysAtOnce(registers) * registers * 96).toBeLessThanOrEqual(ROWS_AT_ONCE);
});
