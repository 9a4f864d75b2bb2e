// Figures that are shown before both agree: to one digit, and made of what is known of the other side to one digit.
import { expect, it } from 'vitest';
import { coarse, coarseMonths } from '../../src/api/material-match-view.ts';

it.each([
  [0, 0],
  [0.0347, 0.03],
  [7, 7],
  [84, 80],
  [96, 100],
  [1049, 1000],
  [15_700, 20_000],
])('shows %d as %d', (value, shown) => {
  expect(coarse(value)).toBe(shown);
});

it('tells the months of a side as its year to one digit, in halves of a mean month', () => {
  const flat = Array.from({ length: 12 }, () => 13.7);
  const summer = [0, 0, 0, 0, 10, 21, 19, 10, 0, 0, 0, 0.4];

  // 164.4 t is 200; 60.4 t is 60, of which a half month is 2.5.
  for (const month of coarseMonths(flat)) expect(month).toBeCloseTo(200 / 12, 9);
  for (const [index, month] of [0, 0, 0, 0, 10, 20, 20, 10, 0, 0, 0, 0].entries()) expect(coarseMonths(summer)[index]).toBeCloseTo(month, 9);
  expect(coarseMonths([0, 0])).toEqual([0, 0]);
});
