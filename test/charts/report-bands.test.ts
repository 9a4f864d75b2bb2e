// Bands of a report as tables: what is surely nought has no row, and a margin is the larger distance.
import { expect, it } from 'vitest';
import { bandTable, stepBandTable } from '../../src/charts/report-bands.ts';
import { reportWords } from '../../src/charts/report-words.ts';

const { en } = reportWords;
const NIL = { low: 0, high: 0 };

it('tells nothing of a figure that is surely nought, and of one that may not be nought its highest', () => {
  const rows = bandTable('Sure', en, [
    {
      name: 'Gas',
      unit: 'm³',
      amounts: { import: 200, export: 0, generation: 0, consumption: null },
      bands: { import: { low: 190, high: 215 }, export: NIL, generation: { low: 0, high: 4 }, consumption: NIL },
    },
    { name: 'Heat', unit: 'kWh', amounts: { import: 1, export: 1, generation: 1, consumption: 1 }, bands: null },
  ]).rows;

  // 15 of 200 up, 10 down: 7.5 %. Of nothing made there is no share.
  expect(rows).toEqual([
    ['Gas', 'Imported', 'm³', 200, 190, 215, 7.5],
    ['Gas', 'Generated', 'm³', 0, 0, 4, null],
  ]);
});

it('has no rows where no step has a band', () => {
  expect(stepBandTable('Steps', en, { head: 'Day', steps: [{ name: 'Monday', bands: null }] }).rows).toEqual([]);
});
