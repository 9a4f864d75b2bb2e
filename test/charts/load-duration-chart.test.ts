// The load-duration curve as it is drawn: the table says the same, the limit lies across it where there is one.
import { expect, it } from 'vitest';
import { loadDurationChart } from '../../src/charts/load-duration-chart.ts';
import { palette } from './figures.ts';

const figures = { lang: 'nl', palette, sentence: ['x'], heads: { share: 'Deel', atLeast: 'Minstens' } } as const;
const points = [
  { share: 0, kw: 900 },
  { share: 0.001, kw: 850 },
  { share: 0.5, kw: 300 },
];

it('has its points in the table, with small shares to two digits', () => {
  const drawn = loadDurationChart({ ...figures, points, limitKw: 1000 }, 'Kromme');

  expect(drawn.table.rows.map(([share, kw]) => [String(share).replace('\u00a0', ' '), kw])).toEqual([
    ['0 %', 900],
    ['0,10 %', 850],
    ['50 %', 300],
  ]);
  expect(JSON.stringify(drawn.option)).toContain('"markLine"');
});

it('has no line where no limit is known', () => {
  expect(JSON.stringify(loadDurationChart({ ...figures, points, limitKw: null }, 'Kromme').option)).not.toContain('"markLine"');
});
