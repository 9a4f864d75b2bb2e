// Whole local days of a register as one row each, beside the rows of their quarters: what long periods are read from. Made in one
// transaction with the sums of days; a day that is marked as changed since, or has a gap or an estimate, is read from its quarters.
import { isAll } from '../domain/array-sums.ts';
import { type LocalDay, firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import { type Chunk, columnOf, listsOf, streamed } from './duckdb-columns.ts';
import type { DuckDBConnection } from './duckdb-files.ts';
import { type PackedDays, type QuarterNumber, type QuarterSpans, emptyDays } from './series.ts';

/** More spans than this are one: each is a scan of its own. */
const SPANS_MAX = 6;

/** Local days that lie in a period as a whole: [first, end). */
export function wholeDaysIn({ from, to }: Pick<QuarterSpans, 'from' | 'to'>): { first: LocalDay; end: LocalDay } {
  const day = localDayOf(from);
  return { first: firstQuarterOf(day) === from ? day : day + 1, end: localDayOf(to) };
}

/** The packed days of a period that hold what their quarters hold. Marks are read first: what is written in between leaves the day as
 *  it was a moment ago, and what is packed in between is read from its quarters. */
export async function readPacked(connection: DuckDBConnection, names: readonly string[], query: QuarterSpans): Promise<PackedDays> {
  const { first, end } = wholeDaysIn(query);
  if (first >= end || names.length === 0 || query.registers.length === 0) return emptyDays();
  const mine = `register in (${[...query.registers].join(',')})`;
  const marks = names.map((name) => `select register, day, to_day from ${name}.dirty where ${mine} and day < ${end} and to_day >= ${first}`);
  const changed = new Map<number, [LocalDay, LocalDay][]>();
  for (const [register, from, to] of await (await connection.run(marks.join(' union all '))).getRows())
    changed.set(Number(register), [...(changed.get(Number(register)) ?? []), [Number(from), Number(to)]]);
  const parts = names.map((name) => `select register, day, flag, unit_micro, amounts from ${name}.whole_days where ${mine} and day >= ${first} and day < ${end}`);
  const found = new Found();
  const holds = (register: number, day: LocalDay): boolean => changed.get(register)?.some(([from, to]) => day >= from && day <= to) !== true;
  // A day that is not among what came, for whatever reason, is read from its quarters.
  for await (const chunk of streamed(connection, parts.join(' union all '))) found.add(chunk, holds);
  return found.days;
}

/** Days out of chunks with the columns register, day, flag, unit and amounts. The amounts stay as each chunk had them: to lay them together
 *  would cost as much again. */
class Found {
  readonly #chunks: ChunkDays[] = [];
  readonly #starts = new Map<LocalDay, QuarterNumber>();
  #rows = 0;

  add(chunk: Chunk, holds: (register: number, day: LocalDay) => boolean): void {
    const { values, begins, lengths } = listsOf(chunk, 4);
    const registers = columnOf(chunk, 0, new Int32Array(chunk.rows));
    const days = columnOf(chunk, 1, new Int32Array(chunk.rows));
    const flags = columnOf(chunk, 2, new Uint8Array(chunk.rows));
    const unitsMicro = columnOf(chunk, 3, new Int32Array(chunk.rows));
    let rows = 0;
    for (let at = 0; at < chunk.rows; at++) {
      const register = registers[at] ?? 0;
      const day = days[at] ?? 0;
      if (!holds(register, day)) continue;
      registers[rows] = register;
      days[rows] = this.#startOf(day);
      flags[rows] = flags[at] ?? 0;
      unitsMicro[rows] = unitsMicro[at] ?? 0;
      begins[rows] = begins[at] ?? 0;
      lengths[rows] = lengths[at] ?? 0;
      rows += 1;
    }
    this.#chunks.push({ registers, firsts: days, flags, unitsMicro, begins, lengths, values, rows });
    this.#rows += rows;
  }

  #startOf(day: LocalDay): QuarterNumber {
    const known = this.#starts.get(day);
    if (known !== undefined) return known;
    const start = firstQuarterOf(day);
    this.#starts.set(day, start);
    return start;
  }

  get days(): PackedDays {
    const rows = this.#rows;
    const found = {
      registers: new Int32Array(rows),
      firsts: new Int32Array(rows),
      lengths: new Uint8Array(rows),
      flags: new Uint8Array(rows),
      unitsMicro: new Int32Array(rows),
      parts: new Uint16Array(rows),
      begins: new Uint32Array(rows),
      amounts: this.#chunks.map((chunk) => chunk.values),
    };
    let at = 0;
    for (const [part, chunk] of this.#chunks.entries()) {
      for (const column of ['registers', 'firsts', 'lengths', 'flags', 'unitsMicro', 'begins'] as const) found[column].set(chunk[column].subarray(0, chunk.rows), at);
      found.parts.fill(part, at, at + chunk.rows);
      at += chunk.rows;
    }
    return found;
  }
}
/** The first so many rows of each column. */
interface ChunkDays {
  readonly registers: Int32Array;
  readonly firsts: Int32Array;
  readonly flags: Uint8Array;
  readonly begins: Uint32Array;
  readonly lengths: Uint32Array;
  readonly unitsMicro: Int32Array;
  readonly values: Int32Array<ArrayBuffer>;
  readonly rows: number;
}

/** What has to be read from quarters beside the packed days: registers and stretches in which any of them lacks one. */
export function spansBeside(days: PackedDays, query: QuarterSpans): QuarterSpans[] {
  const { first, end } = wholeDaysIn(query);
  if (first >= end) return [query];
  const count = end - first;
  const places = new Map([...query.registers].map((register, at) => [register, at]));
  const packed = new Uint8Array(places.size === query.registers.length ? places.size * count : 0);
  if (packed.length === 0) return [query];
  const index = new Map(Array.from({ length: count }, (_, day) => [firstQuarterOf(first + day), day]));
  days.registers.forEach((register, row) => {
    packed[(places.get(register) ?? 0) * count + (index.get(days.firsts[row] ?? 0) ?? 0)] = 1;
  });
  const lacking = isAll(packed, 1) ? [] : Array.from({ length: count }, (_, day) => [...query.registers].filter((__, at) => packed[at * count + day] === 0));
  const borders = { before: firstQuarterOf(first), after: firstQuarterOf(end) };
  const edges = [
    { registers: query.registers, from: query.from, to: borders.before },
    { registers: query.registers, from: borders.after, to: query.to },
  ].filter(({ from, to }) => from < to);
  const runs: { first: number; end: number }[] = [];
  lacking.forEach((registers, day) => {
    const run = runs.at(-1);
    if (registers.length === 0) return;
    if (run?.end === day) run.end = day + 1;
    else runs.push({ first: day, end: day + 1 });
  });
  const [earliest, latest] = [runs[0], runs.at(-1)];
  const merged = runs.length > SPANS_MAX && earliest !== undefined && latest !== undefined ? [{ first: earliest.first, end: latest.end }] : runs;
  const inside = merged.map((run) => ({
    registers: Int32Array.from(new Set(lacking.slice(run.first, run.end).flat())),
    from: firstQuarterOf(first + run.first),
    to: firstQuarterOf(first + run.end),
  }));
  return [...edges, ...inside];
}
