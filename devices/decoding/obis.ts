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
    if (open < 0) break;
    const close = open < end ? lastBracket(text, end) : -1;
    if (close > open) {
      const inside = text.slice(open + 1, close);
      const values = inside.includes(')(') ? inside.split(')(') : [inside];
      if (open === start) lines.at(-1)?.values.push(...values);
      else lines.push({ code: text.slice(start, open), values });
    }
    start = end + 1;
  }
  return lines;
}

/** Where the bracket stands that ends the line before `end`; -1 when it ends in something else than white space. */
function lastBracket(text: string, end: number): number {
  let at = end - 1;
  if (text[at] !== ')') at = text.slice(0, end).trimEnd().length - 1;
  return text[at] === ')' ? at : -1;
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
  const star = text.indexOf('*');
  const number = star < 0 ? text : text.slice(0, star);
  return NUMBER.test(number) ? { value: Number(number), unit: star < 0 ? '' : text.slice(star + 1) } : null;
}

const NUMBER = /^\d{1,12}(?:\.\d{1,6})?$/;
