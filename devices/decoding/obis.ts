// Lines of a P1 telegram: 'code(value)(value*unit)'. Splits text, judges nothing.

export interface ObisLine {
  readonly code: string;
  readonly values: readonly string[];
}

export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** Lines of a telegram in order. A line that begins with '(' continues the one before: DSMR 2 and 3 print
 *  the gas value on a line of its own. */
export function obisLines(text: string): ObisLine[] {
  const lines: { code: string; values: string[] }[] = [];
  let start = 0;
  while (start < text.length) {
    const end = lineEnd(text, start);
    const open = text.indexOf('(', start);
    if (open >= 0 && open < end) {
      const line = text.slice(start, end).trimEnd();
      if (line.endsWith(')')) {
        const inside = line.slice(open - start + 1, -1);
        const values = inside.includes(')(') ? inside.split(')(') : [inside];
        if (open === start) lines.at(-1)?.values.push(...values);
        else lines.push({ code: line.slice(0, open - start), values });
      }
    }
    start = end + 1;
  }
  return lines;
}

/** Where the line that begins at `start` ends: at a CR or an LF; CRLF leaves an empty line between, which holds nothing. */
function lineEnd(text: string, start: number): number {
  const lf = text.indexOf('\n', start);
  const end = lf < 0 ? text.length : lf;
  const cr = text.indexOf('\r', start);
  return cr >= 0 && cr < end ? cr : end;
}

/** '000123.456*kWh' -> 123.456 and kWh; the unit is '' when none stands there.
 *  @returns null when it is no number as meters print it (at most 12 digits before the point) */
export function quantityFrom(text: string): Quantity | null {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(?:\*(.*))?$/.exec(text);
  return match === null ? null : { value: Number(match[1]), unit: match[2] ?? '' };
}
