// A report as a tagged PDF: headings and tables that a screen reader can walk, in the order of the page.
import type { Cell, ChartTable, Column } from '../charts/figures.ts';
import { type Lang, formatNumber } from '../charts/formats.ts';
import type { Report } from '../charts/report-tables.ts';
import { INK, LINE, SOFT, WARN, openPdf, plain } from './pdf-document.ts';

const PAGE = { size: 'A4', layout: 'landscape', margins: { top: 48, bottom: 48, left: 48, right: 48 } } as const;
const BODY_PT = 9;
const FIRST_COLUMN_SHARE = 2;
const CELL_PADDING_PT = 3;

const shown = (cell: Cell, column: Column | undefined, lang: Lang): string =>
  cell === null ? '–' : plain(typeof cell === 'number' ? formatNumber(lang, cell, column?.digits ?? 0) : cell);

/** @param at date of the document, so that the same figures give the same bytes */
export function reportPdf(report: Report, { lang, at }: { lang: Lang; at: Date }): Promise<Buffer> {
  const { doc, root, done } = openPdf({ title: `${report.title}, ${report.subtitle}`, page: PAGE, lang, at });
  const heading = (kind: 'H1' | 'H2' | 'P', text: string, style: { size: number; color: string; bold: boolean }): void => {
    root.add(
      doc.struct(kind, {}, () => {
        doc
          .font(style.bold ? 'Helvetica-Bold' : 'Helvetica')
          .fontSize(style.size)
          .fillColor(style.color)
          .text(plain(text), PAGE.margins.left, doc.y);
      }),
    );
    doc.moveDown(0.4);
  };
  heading('H1', report.title, { size: 20, color: INK, bold: true });
  heading('P', report.subtitle, { size: 12, color: SOFT, bold: false });
  if (report.warning !== null) heading('P', report.warning, { size: 11, color: WARN, bold: true });
  for (const table of [...report.tables, report.about]) {
    // A heading never stands alone at the foot of a page.
    if (doc.y > doc.page.height - 120) doc.addPage();
    doc.moveDown(1.4);
    heading('H2', table.caption, { size: 13, color: INK, bold: true });
    drawTable(doc, root, { table, lang });
  }
  root.end();
  numberPages(doc, report);
  doc.end();
  return done;
}

function drawTable(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement, { table, lang }: { table: ChartTable; lang: Lang }): void {
  const structure = doc.struct('Table', { title: table.caption });
  root.add(structure);
  const { columns } = table;
  const widthPt = doc.page.width - PAGE.margins.left - PAGE.margins.right;
  const unitPt = widthPt / (columns.length - 1 + FIRST_COLUMN_SHARE);
  const onlyText = columns.every(({ unit }) => unit === undefined);
  const widths = columns.map((_, index) => (onlyText ? widthPt * (index === 0 ? 0.28 : 0.72 / (columns.length - 1)) : unitPt * (index === 0 ? FIRST_COLUMN_SHARE : 1)));
  const head = columns.map(({ head: text, unit }) => plain(unit === undefined || unit === '' ? text : `${text} (${unit})`));
  const line = (texts: readonly string[], kind: 'TH' | 'TD'): void => {
    doc.font(kind === 'TH' ? 'Helvetica-Bold' : 'Helvetica').fontSize(BODY_PT);
    const heights = texts.map((text, index) => doc.heightOfString(text, { width: (widths[index] ?? 0) - 2 * CELL_PADDING_PT }));
    const heightPt = Math.max(...heights) + 2 * CELL_PADDING_PT;
    if (doc.y + heightPt > doc.page.height - PAGE.margins.bottom) {
      doc.addPage();
      if (kind === 'TD') line(head, 'TH');
    }
    const top = doc.y;
    const row = doc.struct('TR');
    structure.add(row);
    let left = PAGE.margins.left;
    for (const [index, text] of texts.entries()) {
      const [width, x] = [widths[index] ?? 0, left];
      left += width;
      const right = columns[index]?.unit !== undefined;
      row.add(
        doc.struct(kind, {}, () => {
          doc
            .font(kind === 'TH' ? 'Helvetica-Bold' : 'Helvetica')
            .fontSize(BODY_PT)
            .fillColor(INK);
          doc.text(text, x + CELL_PADDING_PT, top + CELL_PADDING_PT, { width: width - 2 * CELL_PADDING_PT, align: right ? 'right' : 'left' });
        }),
      );
    }
    row.end();
    doc.y = top + heightPt;
    ruled(doc, widthPt);
  };
  line(head, 'TH');
  for (const row of table.rows) {
    line(
      row.map((cell, index) => shown(cell, columns[index], lang)),
      'TD',
    );
  }
  structure.end();
}

/** A line is no content: an artifact, which a screen reader passes over. */
function ruled(doc: PDFKit.PDFDocument, widthPt: number): void {
  doc.markContent('Artifact');
  doc
    .moveTo(PAGE.margins.left, doc.y)
    .lineTo(PAGE.margins.left + widthPt, doc.y)
    .lineWidth(0.5)
    .strokeColor(LINE)
    .stroke();
  doc.endMarkedContent();
}

function numberPages(doc: PDFKit.PDFDocument, report: Report): void {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    // Below the margin text would start a page of its own.
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    const text = `${report.title}, ${report.subtitle}${report.warning === null ? '' : ` · ${report.warning}`} · ${page + 1}/${count}`;
    doc
      .font('Helvetica')
      .fontSize(8)
      .fillColor(SOFT)
      .text(plain(text), PAGE.margins.left, doc.page.height - 32, { lineBreak: false });
    doc.endMarkedContent();
  }
}
