// Supply and demand as they are drawn: the table says the same, and what is not known is a gap and not a nought.
import { expect, it } from 'vitest';
import { overlapChart } from '../../src/charts/overlap-chart.ts';
import { palette } from './figures.ts';

const names = { time: 'Begin', supply: 'Aanbod', demand: 'Vraag', served: 'Geleverd' };
const points = [
  { startMs: Date.parse('2026-01-05T00:00:00Z'), source: 900, demand: 600, served: 600 },
  { startMs: Date.parse('2026-01-05T01:00:00Z'), source: null, demand: 600, served: null },
];

it('has each hour in the table', () => {
  const drawn = overlapChart({ points, unit: 'kW', lang: 'nl', palette, sentence: ['x'], names }, 'Vraag en aanbod');

  expect(drawn.table.rows.map((row) => row.slice(1))).toEqual([
    [900, 600, 600],
    [null, 600, null],
  ]);
  expect(drawn.table.columns.map((column) => column.unit)).toEqual([undefined, 'kW', 'kW', 'kW']);
  expect(JSON.stringify(drawn.option)).toContain('dashed');
  expect(JSON.stringify(drawn.option.series)).toContain('null');
});
