// A day in the size of a word.
import { expect, it } from 'vitest';
import { sparkline } from '../../src/charts/sparkline.ts';

const BOX = { width: 40, height: 12 };

it('draws steps between zero and the highest, one pixel from the border', () => {
  expect(sparkline([0, 5, 10, 10], BOX)).toEqual({ path: 'M0 11H10L10 6H20L20 1H30L30 1H40', zeroY: 11, gaps: [], lowest: 0, highest: 10 });
});

it('draws what flows out below zero', () => {
  expect(sparkline([10, -10], BOX)).toMatchObject({ path: 'M0 1H20L20 11H40', zeroY: 6, lowest: -10, highest: 10 });
});

it('breaks off where nothing is known, and says where', () => {
  const { path, gaps } = sparkline([null, 4, null, null], BOX);

  expect(path).toBe('M10 1H20');
  expect(gaps).toEqual([
    { x: 0, width: 10 },
    { x: 20, width: 20 },
  ]);
});

it('of nothing is nothing, and of zeros a line at the bottom', () => {
  expect(sparkline([], BOX)).toMatchObject({ path: '', gaps: [], highest: 0 });
  expect(sparkline([null], BOX)).toMatchObject({ path: '', gaps: [{ x: 0, width: 40 }] });
  expect(sparkline([0, 0], BOX).path).toBe('M0 11H20L20 11H40');
});
