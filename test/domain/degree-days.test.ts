// O15: degree days as CBS and two Dutch pages print them.
import { describe, expect, it } from 'vitest';
import { degreeDaysOf, weightedDegreeDays } from '../../src/domain/degree-days.ts';

describe('O15', () => {
  it('daily means of 20, 10 and -4 °C are 0 + 8 + 22 degree days', () => {
    expect([20, 10, -4].map(degreeDaysOf)).toEqual([0, 8, 22]);
  });

  it.each([
    [5, 1, 14.3],
    [12, 3, 6],
    [15, 4, 2.4],
  ])('%i °C in month %i weighs %f', (meanC, month, expected) => {
    expect(weightedDegreeDays(meanC, month)).toBeCloseTo(expected, 9);
  });
});
