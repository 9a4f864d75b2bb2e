// Figures that are shown before both agree: to one digit.
import { expect, it } from 'vitest';
import { coarse } from '../../src/api/material-match-view.ts';

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
