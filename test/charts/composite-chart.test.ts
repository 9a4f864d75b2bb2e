// The composite curves as they are drawn: both in the table, each in its own colour.
import { expect, it } from 'vitest';
import { compositeChart, grandChart } from '../../src/charts/composite-chart.ts';
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

it('the grand composite has the problem table as its twin: what each interval has left or is short of, and what is passed on', () => {
  // Kemp's four streams: 20 kW from elsewhere, 60 kW to be cooled away, the pinch at 85 °C.
  const grand = [
    { kw: 20, c: 165 },
    { kw: 80, c: 145 },
    { kw: 82.5, c: 140 },
    { kw: 0, c: 85 },
    { kw: 75, c: 55 },
    { kw: 60, c: 25 },
  ];
  const drawn = grandChart({ grand, lang: 'nl', palette, sentence: ['x'], names: { curve: 'Rest', shifted: 'Tot', passed: 'Door', left: 'Over' } }, 'Rest');

  expect(drawn.table.rows).toEqual([
    ['165 °C', 20, 60],
    ['145 °C', 80, 2.5],
    ['140 °C', 82.5, -82.5],
    ['85 °C', 0, 75],
    ['55 °C', 75, -15],
    ['25 °C', 60, null],
  ]);
  expect(JSON.stringify(drawn.option.series)).toContain('[82.5,140]');
});
