// A report as a spreadsheet: a sheet for each table, and one that says how they were made.
import writeExcelFile, { type Cell as SheetCell } from 'write-excel-file/node';
import type { Cell, ChartTable, Column } from '../charts/figures.ts';
import type { Report } from '../charts/report-tables.ts';

const SHEET_NAME_CHARS_MAX = 31;
const CELL_CHARS_MAX = 32_000;
/** Characters that a sheet's name may not have. */
const FORBIDDEN = /[[\]:*?/\\]/g;

const headOf = ({ head, unit }: Column): SheetCell => ({ value: unit === undefined || unit === '' ? head : `${head} (${unit})`, fontWeight: 'bold' });
const cellOf = (cell: Cell): SheetCell =>
  cell === null ? null : typeof cell === 'number' ? { value: cell, type: Number } : { value: cell.slice(0, CELL_CHARS_MAX), type: String };
const rowsOf = (table: ChartTable): SheetCell[][] => [table.columns.map(headOf), ...table.rows.map((row) => row.map(cellOf))];

export async function reportXlsx(report: Report): Promise<Buffer> {
  const text = (value: string): SheetCell[] => [{ value, type: String, fontWeight: 'bold' }];
  const about = [text(report.title), text(report.subtitle), ...(report.warning === null ? [] : [text(report.warning)]), ...rowsOf(report.about)];
  const sheets = [about, ...report.tables.map(rowsOf)];
  const names = [report.about, ...report.tables].map(({ caption }) => caption.replaceAll(FORBIDDEN, ' ').slice(0, SHEET_NAME_CHARS_MAX));
  return writeExcelFile(
    sheets.map((data, index) => ({ data, sheet: names[index] ?? String(index), columns: (data.at(-1) ?? []).map((_, at) => ({ width: at === 0 ? 34 : 18 })) })),
  ).toBuffer();
}
