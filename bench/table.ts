// Tables of a benchmark: medians with their range, a ratio to the peer, and the goal beside it. Pure text.

export interface Row {
  readonly what: string;
  readonly values: readonly number[];
  /** Ours / peer, from the medians; above 1 = more than the peer. */
  readonly ratio?: number;
  readonly goal?: Goal;
  readonly note?: string;
}
export interface Goal {
  readonly text: string;
  readonly met: boolean;
}
export interface Table {
  readonly title: string;
  readonly ratioOf?: string;
  readonly digits: number;
  readonly rows: readonly Row[];
}

/** @throws RangeError when there is nothing to take it of */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('there is no median of nothing');
  return (low + high) / 2;
}

/** The table as lines of text, columns aligned, numbers to the right. */
export function print(table: Table): string {
  const number = (value: number): string => value.toLocaleString('en', { minimumFractionDigits: table.digits, maximumFractionDigits: table.digits });
  const head = [table.title, 'median', 'min - max', table.ratioOf ?? '', 'goal', ''];
  const body = table.rows.map((row) => [
    row.what,
    number(median(row.values)),
    `${number(Math.min(...row.values))} - ${number(Math.max(...row.values))}`,
    row.ratio === undefined ? '' : row.ratio.toFixed(2),
    row.goal === undefined ? '' : `${row.goal.text}  ${row.goal.met ? 'met' : 'MISSED'}`,
    row.note ?? '',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column >= 1 && column <= 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), line(head.map((_, column) => '-'.repeat(widths[column] ?? 0))), ...body.map(line)].join('\n');
}
