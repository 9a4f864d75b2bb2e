// A chart's table as CSV: the decimal sign and separator that the reader's spreadsheet expects.
import type { Cell, ChartTable } from './figures.ts';
import type { Lang } from './formats.ts';

/** A cell that starts like a formula is made text: spreadsheets would run it. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function field(cell: Cell, lang: Lang): string {
  if (cell === null) return '';
  if (typeof cell === 'number') {
    const text = String(Math.round(cell * 1e6) / 1e6);
    return lang === 'nl' ? text.replace('.', ',') : text;
  }
  return `"${inert(cell).replaceAll('"', '""')}"`;
}

/** With a byte order mark, because Excel otherwise reads it as Windows-1252. */
export function toCsv(table: ChartTable, lang: Lang): string {
  const separator = lang === 'nl' ? ';' : ',';
  const head = table.columns.map((column) => (column.unit === undefined || column.unit === '' ? column.head : `${column.head} (${column.unit})`));
  const lines = [head, ...table.rows].map((row) => row.map((cell) => field(cell, lang)).join(separator));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
