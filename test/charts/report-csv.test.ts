// A report as CSV: how it was made stands first, and a spreadsheet runs none of its cells.
import { expect, it } from 'vitest';
import { reportCsv } from '../../src/charts/report-csv.ts';
import { reportOf } from '../../src/charts/report-tables.ts';
import { figuresOf } from './report-figures.ts';

it('has its tables under their names, with the decimals of the reader', () => {
  const text = reportCsv(reportOf(figuresOf(), 'nl'), 'nl');

  expect(text.slice(0, 60)).toContain('"Maandrapport De Mars"\r\n"Oktober 2026"');
  expect(text.indexOf('"Over dit rapport"')).toBeLessThan(text.indexOf('"Energie"\r\n"Drager";"Eenheid";"Afgenomen"'));
  expect(text).toContain('"Stroom";"kWh";1234,5;0;;1234,5;0;0;50');
  expect(text.match(/\ufeff/g)).toHaveLength(1);
});

it('makes text of a name that begins like a formula', () => {
  expect(reportCsv(reportOf(figuresOf({ park: { id: 'x', name: '=1+1' } }), 'nl'), 'nl')).toContain(`"'=1+1"`);
});
