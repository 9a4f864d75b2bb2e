// Fetches the series of a server into files, through the port of both: month by month, so that what was cut short goes
// on, and compares both by register and month.
import { QUARTER_MS } from '../domain/time.ts';
import { type MovePorts, differenceOf, totalIn } from './series-move.ts';
import { type GivenField, type QuarterColumns, type SeriesStore, SOURCES, emptyColumns } from './series.ts';

export interface FetchPorts extends MovePorts {
  readonly source: SeriesStore & { span(kind: 'raw' | 'quarters'): { fromMs: number; toMs: number } };
  /** Every register there is: a server is asked for each. */
  readonly registers: readonly number[];
}

const ROWS_AT_ONCE = 20_000;
/** Readings of a month are numbered in order, so that a second try writes none of them twice. */
const MOVED = 'moved-from-server';

interface Month {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Writes everything that the server holds of these registers into the target, the position last.
 *  @returns what differs afterwards, a line for each register and month; empty when nothing does */
export async function fetchSeries(ports: FetchPorts): Promise<string[]> {
  const { source, target } = ports;
  const [raw, quarters] = [monthsIn(source.span('raw')), monthsIn(source.span('quarters'))];
  const pieces = [
    ...raw.map((month) => ({ name: `raw ${month.name}`, move: () => fetchReadings(ports, month) })),
    ...quarters.map((month) => ({ name: `quarters ${month.name}`, move: () => fetchQuarters(ports, month) })),
  ];
  for (const [index, piece] of pieces.entries()) {
    const place = `${index + 1}/${pieces.length} ${piece.name}`;
    if (ports.done.has(piece.name)) {
      ports.tell(`${place} is there already`);
      continue;
    }
    const rows = await piece.move();
    ports.finished(piece.name);
    ports.tell(`${place}, ${rows} rows`);
  }
  const months = [...new Map([...raw, ...quarters].map((month) => [month.name, month])).values()];
  const differing: string[] = [];
  for (const month of months) {
    for (const register of ports.registers) {
      const key = { register, month: month.name };
      const line = differenceOf(key, { wanted: await totalIn(source, key), found: await totalIn(target, key) });
      if (line !== null) differing.push(line);
    }
    ports.tell(`${month.name} compared`);
  }
  const position = await source.position();
  if (differing.length === 0 && position !== null) await target.setPosition(position);
  return differing;
}

function monthsIn({ fromMs, toMs }: { fromMs: number; toMs: number }): Month[] {
  const months: Month[] = [];
  const first = new Date(fromMs);
  for (let number = first.getUTCMonth(); ; number++) {
    const [from, to] = [Date.UTC(first.getUTCFullYear(), number, 1), Date.UTC(first.getUTCFullYear(), number + 1, 1)];
    if (from >= toMs) return months;
    months.push({ name: new Date(from).toISOString().slice(0, 7), fromMs: from, toMs: to });
  }
}

async function fetchReadings({ source, target, registers }: FetchPorts, { fromMs, toMs }: Month): Promise<number> {
  let seq = 0;
  for (const register of registers) {
    const found = await source.readFromAnchors([{ register, fromMs, untilMs: toMs }]);
    const readings = (found.get(register) ?? []).filter((one) => one.at >= fromMs && one.at < toMs);
    for (let from = 0; from < readings.length; from += ROWS_AT_ONCE) {
      const piece = readings.slice(from, from + ROWS_AT_ONCE);
      const seqs = piece.map(() => (seq += 1));
      const rows = { registers: piece.map(() => register), atMs: piece.map((one) => one.at), values: piece.map((one) => one.value), devices: piece.map((one) => one.device), seqs };
      await target.appendRaw(rows, { journalId: MOVED, seq });
    }
  }
  return seq;
}

async function fetchQuarters({ source, target, registers }: FetchPorts, { fromMs, toMs }: Month): Promise<number> {
  const [from, to] = [fromMs / QUARTER_MS, toMs / QUARTER_MS];
  let rows = 0;
  for (const register of registers) {
    const changed = await source.readDerived([{ register, from, to }]);
    if (changed.length > 0) await target.writeQuarters({ changed, removed: [] });
    const columns = await source.readQuarters({ registers: Int32Array.of(register), from, to });
    for (const field of ['settled', 'corrected'] as const) {
      const given = only(columns, field);
      rows += given.registers.length;
      if (given.registers.length > 0) await target.writeSettled(given, field);
    }
    rows += changed.length;
  }
  return rows;
}

/** The rows of one field. */
function only(columns: QuarterColumns, field: GivenField): QuarterColumns {
  const places = [...columns.sources.keys()].filter((row) => SOURCES[columns.sources[row] ?? 0] === field);
  const made = emptyColumns(places.length);
  places.forEach((row, at) => {
    made.registers[at] = columns.registers[row] ?? 0;
    made.quarters[at] = columns.quarters[row] ?? 0;
    made.amounts[at] = columns.amounts[row] ?? 0;
    made.flags[at] = columns.flags[row] ?? 0;
  });
  return made;
}
