// A report as one CSV file: first how it was made, then each table under its name, an empty line between them.
import { toCsv } from './csv.ts';
import type { Lang } from './formats.ts';
import type { Report } from './report-tables.ts';

const BOM = '\ufeff';

export function reportCsv(report: Report, lang: Lang): string {
  const caption = (text: string): string => `"${text.replaceAll('"', '""')}"\r\n`;
  const head = [report.title, report.subtitle, ...(report.warning === null ? [] : [report.warning])].map(caption).join('');
  const parts = [report.about, ...report.tables].map((table) => caption(table.caption) + toCsv(table, lang).slice(BOM.length));
  return `${BOM}${[head, ...parts].join('\r\n')}`;
}
