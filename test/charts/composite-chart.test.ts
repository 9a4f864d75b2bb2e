// The composite curves as they are drawn: both in the table, each in its own colour.
import { expect, it } from 'vitest';
import { compositeChart } from '../../src/charts/composite-chart.ts';
import { palette } from './figures.ts';

const names = { curve: 'Kromme', hot: 'Bronnen', cold: 'Afnemers', power: 'Warmte', temperature: 'Temperatuur' };
const hot = [
  { kw: 0, c: 40 },
  { kw: 900, c: 90 },
];
const cold = [
  { kw: 300, c: 35 },
  { kw: 900, c: 60 },
];

it('has both curves in the table', () => {
  const drawn = compositeChart({ hot, cold, lang: 'nl', palette, sentence: ['x'], names }, 'Krommen');

  expect(drawn.table.rows).toEqual([
    ['Bronnen', 0, 40],
    ['Bronnen', 900, 90],
    ['Afnemers', 300, 35],
    ['Afnemers', 900, 60],
  ]);
  expect(JSON.stringify(drawn.option.series)).toContain(palette.koude);
});

it('is empty without streams', () => {
  expect(compositeChart({ hot: [], cold: [], lang: 'en', palette, sentence: ['x'], names }, 'Curves').table.rows).toEqual([]);
});
