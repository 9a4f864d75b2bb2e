// The sheet as a PDF: one page whatever stands on it, tagged, and the same bytes for the same figures.
import { describe, expect, it } from 'vitest';
import { type MatchSheetFigures, matchSheetOf } from '../../src/charts/match-sheet.ts';
import { matchSheetPdf } from '../../src/jobs/match-sheet-pdf.ts';
import { bandFigures, sheetFigures } from '../charts/sheet-figures.ts';
import { marksOfPdf, pagesOf, textOfPdf } from './pdf-text.ts';

const at = new Date('2026-11-26T06:00:00Z');
const pdf = (figures: MatchSheetFigures, lang: 'nl' | 'en' = 'nl'): Promise<Buffer> => matchSheetPdf(matchSheetOf(figures, lang), { lang, at });
const long = { name: 'Verenigde Noord-Nederlandse Kartonnage- en Papierfabrieken van Eerbeek en Omstreken, koelwater van droger 3', mine: false, provenance: 'measured' } as const;

describe('the page', () => {
  it.each([
    ['of a match', sheetFigures()],
    ['of two companies with long names', sheetFigures({ source: long, sink: long })],
    ['of a band', bandFigures()],
    ['of hours that are not known', sheetFigures({ week: [{ sourceKw: null, demandKw: null, servedKw: null }] })],
  ])('%s is one', async (_, figures) => {
    for (const lang of ['nl', 'en'] as const) expect(pagesOf(await pdf(figures, lang))).toBe(1);
  });

  it('is tagged: a heading, tables, and figures that say what they show', async () => {
    const text = marksOfPdf(await pdf(sheetFigures()));

    expect(text).toContain('Warmtekans: Kartonfabriek naar Wasserij');
    expect(text.match(/\/S \/H1\b/g)).toHaveLength(1);
    expect(text.match(/\/S \/Table\b/g)).toHaveLength(6);
    expect(text.match(/\/S \/Figure\b/g)).toHaveLength(2);
    expect(text.match(/\/Alt \(/g)).toHaveLength(2);
  });

  it('says its figures, and of a band no name and no euro', async () => {
    const open = textOfPdf(await pdf(sheetFigures()));
    expect(open).toContain('Kartonfabriek');
    expect(open).toContain('700.000');
    expect(open).toContain('abc123abc123');

    const band = textOfPdf(await pdf(bandFigures()));
    expect(band).toContain('Wasserij');
    expect(band).not.toContain('Kartonfabriek');
    expect(band).not.toContain('\u0080');
  });

  it('is the same for the same figures', async () => {
    expect((await pdf(sheetFigures())).equals(await pdf(sheetFigures()))).toBe(true);
    expect((await pdf(sheetFigures())).equals(await pdf(sheetFigures({ confidence: 'B' })))).toBe(false);
  });
});
