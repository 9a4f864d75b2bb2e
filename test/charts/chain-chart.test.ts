// The chain of materials as it is drawn: each node at its stage, and every band in the table.
import { expect, it } from 'vitest';
import { chainChart } from '../../src/charts/chain-chart.ts';
import { palette } from './figures.ts';

const flows = [
  { from: '0A', to: '1paper', tonnes: 30 },
  { from: '0B', to: '1paper', tonnes: 12.5 },
  { from: '1paper', to: '2pulp', tonnes: 42.5 },
];
const given = {
  flows,
  name: (node: string): string => node.slice(1),
  stage: (node: string): number => Number(node[0]),
  isParty: (node: string): boolean => node.startsWith('0'),
  lang: 'nl' as const,
  palette,
  sentence: ['x'],
  names: { from: 'Van', to: 'Naar', tonnes: 'Ton per jaar' },
  narrow: false,
};

it('has every band in the table, by names', () => {
  expect(chainChart(given, 'Keten').table.rows).toEqual([
    ['A', 'paper', 30],
    ['B', 'paper', 12.5],
    ['paper', 'pulp', 42.5],
  ]);
});

it('puts each node at its stage', () => {
  expect(chainChart(given, 'Keten').option.series).toMatchObject([
    { type: 'sankey', data: [{ depth: 0, itemStyle: { color: palette.inkt2 } }, { depth: 1, itemStyle: { color: palette.biogas } }, { depth: 0 }, { depth: 2 }] },
  ]);
});

it('is empty without flows', () => {
  expect(chainChart({ ...given, flows: [], narrow: true }, 'Chain').table.rows).toEqual([]);
});
