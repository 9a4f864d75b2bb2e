// The sheet of one heat match as one tagged page: what two directors need at a table.
import type { Lang } from '../charts/formats.ts';
import { formatNumber } from '../charts/formats.ts';
import type { MatchSheet, SheetSection } from '../charts/match-sheet.ts';
import { INK, LINE, SOFT, WARN, openPdf, plain } from './pdf-document.ts';

const PAGE = { size: 'A4', margins: { top: 40, bottom: 36, left: 44, right: 44 } } as const;
const GAP_PT = 20;
const HEAT = '#b23700';
const FILLED = '#eccdbf';
const GOOD = '#1a6e45';
const ROW_PT = 13;
const CHART_PT = 118;
const VALUE_SHARE_MAX = 0.58;

type Doc = PDFKit.PDFDocument;
type Struct = PDFKit.PDFStructureElement;
interface Style {
  readonly size: number;
  readonly color: string;
  readonly bold?: boolean;
}

/** @param at date of the document */
export function matchSheetPdf(sheet: MatchSheet, { lang, at }: { lang: Lang; at: Date }): Promise<Buffer> {
  const { doc, root, done } = openPdf({ title: sheet.title, page: PAGE, lang, at });
  const widthPt = doc.page.width - PAGE.margins.left - PAGE.margins.right;
  const paragraph = (kind: 'H1' | 'P', text: string, { size, color, bold = false }: Style): void => {
    root.add(
      doc.struct(kind, {}, () => {
        styled(doc, { size, color, bold }).text(plain(text), PAGE.margins.left, doc.y, { width: widthPt });
      }),
    );
    doc.moveDown(0.35);
  };
  paragraph('H1', sheet.title, { size: 17, color: INK, bold: true });
  paragraph('P', sheet.subtitle, { size: 9, color: SOFT });
  if (sheet.warning !== null) paragraph('P', sheet.warning, { size: 9, color: WARN, bold: true });
  paragraph('P', sheet.lead, { size: 12, color: INK, bold: true });
  if (sheet.figures.length > 0) drawFigures(doc, root, { figures: sheet.figures, widthPt });
  if (sheet.chart !== null) drawChart(doc, root, { chart: sheet.chart, widthPt, lang });
  if (sheet.corridor !== null) drawCorridor(doc, root, { sheet, widthPt, lang });
  drawColumns(doc, root, { columns: sheet.columns, widthPt });
  drawFoot(doc, root, { foot: sheet.foot, widthPt });
  root.end();
  doc.end();
  return done;
}

const styled = (doc: Doc, { size, color, bold = false }: Style): Doc =>
  doc
    .font(bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(size)
    .fillColor(color);

/** The key figures beside each other, each above what it is. */
function drawFigures(doc: Doc, root: Struct, { figures, widthPt }: { figures: MatchSheet['figures']; widthPt: number }): void {
  const list = doc.struct('L');
  root.add(list);
  const top = doc.y + 2;
  const each = widthPt / figures.length;
  for (const [index, [name, value]] of figures.entries()) {
    const left = PAGE.margins.left + index * each;
    list.add(
      doc.struct('LI', {}, () => {
        styled(doc, { size: 13, color: INK, bold: true }).text(plain(value), left, top, { width: each - 8 });
        styled(doc, { size: 7.5, color: SOFT }).text(plain(name), left, top + 16, { width: each - 8 });
      }),
    );
  }
  list.end();
  doc.y = top + 40;
}

interface ChartOf {
  readonly chart: NonNullable<MatchSheet['chart']>;
  readonly widthPt: number;
  readonly lang: Lang;
}

/** Supply a line, demand a dashed one, what could be delivered filled; the sentence says what it shows. */
function drawChart(doc: Doc, root: Struct, { chart, widthPt, lang }: ChartOf): void {
  heading(doc, root, { text: chart.caption, x: PAGE.margins.left, widthPt });
  const { week, legend } = chart;
  const highest = Math.max(1, ...week.flatMap((hour) => [hour.sourceKw ?? 0, hour.demandKw ?? 0]));
  const [left, top] = [PAGE.margins.left + 44, doc.y + 4];
  const width = widthPt - 44;
  const x = (hour: number): number => left + (hour / Math.max(1, week.length - 1)) * width;
  const y = (kw: number): number => top + CHART_PT * (1 - kw / highest);
  root.add(
    doc.struct('Figure', { alt: plain(`${chart.caption}. ${chart.says}`) }, () => {
      for (const share of [0, 0.5, 1]) {
        doc
          .moveTo(left, y(highest * share))
          .lineTo(left + width, y(highest * share))
          .lineWidth(0.5)
          .strokeColor(LINE)
          .stroke();
        styled(doc, { size: 7.5, color: SOFT }).text(`${formatNumber(lang, highest * share)} kW`, PAGE.margins.left, y(highest * share) - 4, {
          width: 40,
          align: 'right',
          lineBreak: false,
        });
      }
      area(
        doc,
        week.map((hour) => hour.servedKw ?? 0),
        { x, y },
      );
      line(
        doc,
        week.map((hour) => hour.sourceKw),
        { x, y, color: HEAT, dashed: false },
      );
      line(
        doc,
        week.map((hour) => hour.demandKw),
        { x, y, color: INK, dashed: true },
      );
    }),
  );
  doc.y = top + CHART_PT + 6;
  const signs = [
    [legend.supply, HEAT, 1.2],
    [legend.demand, INK, 1.2],
    [legend.served, FILLED, 6],
  ] as const;
  const legendTop = doc.y;
  root.add(
    doc.struct('P', {}, () => {
      for (const [index, [name, color, thick]] of signs.entries()) {
        const at = left + index * 150;
        doc
          .moveTo(at, legendTop + 4)
          .lineTo(at + 16, legendTop + 4)
          .lineWidth(thick);
        if (index === 1) doc.dash(2.5, { space: 2 });
        doc.strokeColor(color).stroke().undash();
        styled(doc, { size: 7.5, color: SOFT }).text(plain(name), at + 21, legendTop, { lineBreak: false });
      }
    }),
  );
  doc.y = legendTop + 14;
  root.add(doc.struct('P', {}, () => styled(doc, { size: 8, color: SOFT }).text(plain(chart.says), left, doc.y, { width })));
  doc.y += 6;
}

interface Drawn {
  readonly x: (hour: number) => number;
  readonly y: (kw: number) => number;
}

function area(doc: Doc, values: readonly number[], { x, y }: Drawn): void {
  doc.moveTo(x(0), y(0));
  values.forEach((kw, hour) => doc.lineTo(x(hour), y(kw)));
  doc
    .lineTo(x(values.length - 1), y(0))
    .fillColor(FILLED)
    .fill();
}

/** Nothing is drawn where nothing is known. */
function line(doc: Doc, values: readonly (number | null)[], { x, y, color, dashed }: Drawn & { color: string; dashed: boolean }): void {
  let drawing = false;
  values.forEach((kw, hour) => {
    if (kw !== null && drawing) doc.lineTo(x(hour), y(kw));
    else if (kw !== null) doc.moveTo(x(hour), y(kw));
    drawing = kw !== null;
  });
  doc.lineWidth(dashed ? 0.9 : 1.2);
  if (dashed) doc.dash(2.5, { space: 2 });
  doc.strokeColor(color).stroke().undash();
}

/** Floor and ceiling on one line: between them lies what two companies can share. */
function drawCorridor(doc: Doc, root: Struct, { sheet, widthPt, lang }: { sheet: MatchSheet; widthPt: number; lang: Lang }): void {
  const { corridor } = sheet;
  if (corridor === null) return;
  const { title, floor, ceiling } = corridor;
  heading(doc, root, { text: title, x: PAGE.margins.left, widthPt });
  const most = Math.max(floor, ceiling) * 1.15;
  const [left, top] = [PAGE.margins.left, doc.y + 2];
  const x = (eur: number): number => left + (Math.max(0, eur) / most) * widthPt;
  const told = `€ ${formatNumber(lang, floor, 1)} – € ${formatNumber(lang, ceiling, 1)} / MWh`;
  root.add(
    doc.struct('Figure', { alt: plain(told) }, () => {
      doc
        .rect(left, top + 13, widthPt, 7)
        .fillColor('#eef2f2')
        .fill();
      doc
        .rect(x(Math.min(floor, ceiling)), top + 13, Math.max(2, Math.abs(x(ceiling) - x(floor))), 7)
        .fillColor(ceiling > floor ? GOOD : WARN)
        .fill();
      const label = (eur: number, align: 'left' | 'right'): void => {
        const at = align === 'right' ? Math.max(left, x(eur) - 84) : Math.min(x(eur) + 4, left + widthPt - 84);
        styled(doc, { size: 8.5, color: INK, bold: true }).text(plain(`€ ${formatNumber(lang, eur, 1)}`), at, top, { width: 80, align, lineBreak: false });
      };
      label(Math.min(floor, ceiling), 'right');
      label(Math.max(floor, ceiling), 'left');
    }),
  );
  doc.y = top + 28;
}

function heading(doc: Doc, root: Struct, { text, x, widthPt }: { text: string; x: number; widthPt: number }): void {
  root.add(doc.struct('H2', {}, () => styled(doc, { size: 10, color: INK, bold: true }).text(plain(text), x, doc.y, { width: widthPt })));
  doc.y += 3;
}

function drawColumns(doc: Doc, root: Struct, { columns, widthPt }: { columns: MatchSheet['columns']; widthPt: number }): void {
  const each = (widthPt - GAP_PT) / 2;
  const top = doc.y + 4;
  let lowest = top;
  for (const [index, sections] of columns.entries()) {
    const wide = columns[1].length === 0;
    doc.y = top;
    for (const section of sections) drawSection(doc, root, { section, x: PAGE.margins.left + index * (each + GAP_PT), widthPt: wide ? widthPt : each });
    lowest = Math.max(lowest, doc.y);
  }
  doc.y = lowest;
}

function drawSection(doc: Doc, root: Struct, { section, x, widthPt }: { section: SheetSection; x: number; widthPt: number }): void {
  heading(doc, root, { text: section.title, x, widthPt });
  const table = doc.struct('Table', { title: plain(section.title) });
  root.add(table);
  for (const [name, value] of section.rows) {
    const row = doc.struct('TR');
    table.add(row);
    const top = doc.y;
    const valueWidth = Math.min(widthPt * VALUE_SHARE_MAX, styled(doc, { size: 8.5, color: INK, bold: true }).widthOfString(plain(value)) + 2);
    row.add(doc.struct('TH', {}, () => styled(doc, { size: 8.5, color: SOFT }).text(plain(name), x, top, { width: widthPt - valueWidth - 8 })));
    const nameBottom = doc.y;
    row.add(
      doc.struct('TD', {}, () => styled(doc, { size: 8.5, color: INK, bold: true }).text(plain(value), x + widthPt - valueWidth, top, { width: valueWidth, align: 'right' })),
    );
    row.end();
    doc.y = Math.max(top + ROW_PT, nameBottom + 2, doc.y + 2);
  }
  table.end();
  doc.y += 7;
}

/** At the bottom of the one page, however much stands above it. */
function drawFoot(doc: Doc, root: Struct, { foot, widthPt }: { foot: readonly string[]; widthPt: number }): void {
  const text = plain(foot.join(' '));
  const { page } = doc;
  const bottom = page.height - PAGE.margins.bottom;
  styled(doc, { size: 7.5, color: SOFT });
  const heightPt = doc.heightOfString(text, { width: widthPt });
  root.add(doc.struct('P', {}, () => styled(doc, { size: 7.5, color: SOFT }).text(text, PAGE.margins.left, bottom - heightPt - 2, { width: widthPt })));
}
