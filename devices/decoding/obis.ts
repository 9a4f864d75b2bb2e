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
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trimEnd();
    const open = line.indexOf('(');
    if (open < 0 || !line.endsWith(')')) continue;
    const values = line.slice(open + 1, -1).split(')(');
    if (open === 0) lines.at(-1)?.values.push(...values);
    else lines.push({ code: line.slice(0, open), values });
  }
  return lines;
}

/** '000123.456*kWh' -> 123.456 and kWh; the unit is '' when none stands there.
 *  @returns null when it is no number as meters print it (at most 12 digits before the point) */
export function quantityFrom(text: string): Quantity | null {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(?:\*(.*))?$/.exec(text);
  return match === null ? null : { value: Number(match[1]), unit: match[2] ?? '' };
}
