// A report as a file, in the format that was asked for.
import type { Lang } from '../charts/formats.ts';
import { type MatchSheetFigures, matchSheetOf } from '../charts/match-sheet.ts';
import { reportCsv } from '../charts/report-csv.ts';
import { type REPORT_FORMATS, type ReportFigures, reportOf } from '../charts/report-tables.ts';
import { matchSheetPdf } from './match-sheet-pdf.ts';
import { reportPdf } from './report-pdf.ts';
import { reportXlsx } from './report-xlsx.ts';

export interface ReportFile {
  readonly figures: ReportFigures;
  readonly format: (typeof REPORT_FORMATS)[number];
  readonly lang: Lang;
}

export interface MatchSheetFile {
  readonly figures: MatchSheetFigures;
  readonly lang: Lang;
}

/** The sheet of one heat match as the bytes of a PDF. */
export async function matchSheetFile({ figures, lang }: MatchSheetFile): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await matchSheetPdf(matchSheetOf(figures, lang), { lang, at: new Date(figures.madeAt) }));
}

export async function reportFile({ figures, format, lang }: ReportFile): Promise<Uint8Array<ArrayBuffer>> {
  const report = reportOf(figures, lang);
  switch (format) {
    case 'pdf':
      return new Uint8Array(await reportPdf(report, { lang, at: new Date(figures.madeAt) }));
    case 'xlsx':
      return new Uint8Array(await reportXlsx(report));
    case 'csv':
      return new TextEncoder().encode(reportCsv(report, lang));
  }
}
