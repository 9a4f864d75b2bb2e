// A report as a file, in the format that was asked for.
import type { Lang } from '../charts/formats.ts';
import { reportCsv } from '../charts/report-csv.ts';
import { type REPORT_FORMATS, type ReportFigures, reportOf } from '../charts/report-tables.ts';
import { reportPdf } from './report-pdf.ts';
import { reportXlsx } from './report-xlsx.ts';

export interface ReportFile {
  readonly figures: ReportFigures;
  readonly format: (typeof REPORT_FORMATS)[number];
  readonly lang: Lang;
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
