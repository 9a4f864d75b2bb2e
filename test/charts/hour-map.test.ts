// Hours by month: shades at their borders, a table that says what the drawing shows, and the best and worst hour.
import { describe, expect, it } from 'vitest';
import { STEP_COUNT, bestAndWorst, hourTable, shadeOf, shareOf } from '../../src/charts/hour-map.ts';

const cell = (month: number, hour: number, servedKw: number, demandKw = 100) => ({ month, hour, servedKw, demandKw });

it.each([
  [0, 0],
  [0.1, 1],
  [0.25, 2],
  [0.5, 3],
  [0.9, 4],
  [1, 4],
])('a share of %d has shade %d', (share, shade) => {
  expect(shadeOf(share)).toBe(shade);
  expect(shade).toBeLessThan(STEP_COUNT);
});

it('a share is of what is asked, and none where nothing is', () => {
  expect([shareOf(cell(1, 1, 50)), shareOf(cell(1, 1, 0, 0)), shareOf(cell(1, 1, 101))]).toEqual([0.5, null, 1]);
});

describe('the table', () => {
  const table = hourTable([cell(1, 0, 50), cell(3, 23, 100), cell(3, 1, 0, 0)], { lang: 'nl', caption: 'x', monthHead: 'Maand' });

  it('has the months of which something is known, and 24 hours', () => {
    expect(table.rows.map(([month]) => month)).toEqual(['jan', 'mrt']);
    expect(table.columns).toHaveLength(25);
    expect(String(table.rows[0]?.[1]).replace('\u00a0', ' ')).toBe('50 %');
    expect([table.rows[0]?.[2], table.rows[1]?.[2]]).toEqual(['–', '–']);
  });
});

it('the best and the worst hour are over the whole year', () => {
  expect(bestAndWorst([cell(1, 8, 10), cell(7, 8, 90), cell(1, 9, 80), cell(7, 9, 80), cell(1, 10, 5)])).toEqual({ best: 9, worst: 10, alike: false, share: 265 / 500 });
  expect(bestAndWorst([cell(1, 8, 100), cell(1, 9, 99.5)])).toMatchObject({ alike: true });
  expect(bestAndWorst([cell(1, 8, 0, 0)])).toBeNull();
});
