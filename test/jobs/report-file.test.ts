// A report in each format, by its first bytes.
import { expect, it } from 'vitest';
import { REPORT_FORMATS } from '../../src/charts/report-tables.ts';
import { matchSheetFile, reportFile } from '../../src/jobs/report-file.ts';
import { sheetFigures } from '../charts/sheet-figures.ts';
import { figuresOf } from '../charts/report-figures.ts';

const BEGINS = { pdf: '%PDF-1.7', csv: '\u00ef\u00bb\u00bf"Maandrapport', xlsx: 'PK' } as const;

it.each(REPORT_FORMATS)('is a file of kind %s', async (format) => {
  const bytes = await reportFile({ figures: figuresOf(), format, lang: 'nl' });
  expect(Buffer.from(bytes).toString('latin1').startsWith(BEGINS[format])).toBe(true);
});

it('the sheet of a match is a PDF', async () => {
  const bytes = await matchSheetFile({ figures: sheetFigures(), lang: 'en' });
  expect(Buffer.from(bytes).toString('latin1').startsWith('%PDF-1.7')).toBe(true);
});
