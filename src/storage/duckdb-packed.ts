// Whole local days of a register as one row each, beside the rows of their quarters: what long periods are read from. Made in one
// transaction with the sums of days; a day that is marked as changed since, or has a gap or an estimate, is read from its quarters.
import { isAll } from '../domain/array-sums.ts';
import { DAY_QUARTERS_MAX, type LocalDay, firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import { type Chunk, columnOf, listsOf, streamed } from './duckdb-columns.ts';
import type { DuckDBConnection } from './duckdb-files.ts';
import { type PackedDays, type QuarterSpans, emptyDays } from './series.ts';

const DAY_QUARTERS = 96;
/** Of the arrays of amounts the one of zeros: all days on which nothing flowed lie in it. */
const ZEROS = 0;
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
  const found = new Found({ first, end, changed });
  // A day that is not among what came, for whatever reason, is read from its quarters.
  for await (const chunk of streamed(connection, parts.join(' union all '))) found.add(chunk);
  return found.days;
}

/** Days of a register that hold something else than their quarters, both ends among them. */
type ChangedDays = ReadonlyMap<number, readonly [LocalDay, LocalDay][]>;

/** Days out of chunks with the columns register, day, flag, unit and amounts. The amounts stay as each chunk had them: to lay them together
 *  would cost as much again. Whole columns are copied, and what is done row by row is little: the first long question after a start has no
 *  compiled code yet. */
class Found {
  readonly #chunks: ChunkDays[] = [];
  readonly #first: LocalDay;
  /** First quarter of each day from the first one on, and the one after the last. */
  readonly #starts: Int32Array<ArrayBuffer>;
  readonly #changed: ChangedDays;
  #rows = 0;

  constructor({ first, end, changed }: { first: LocalDay; end: LocalDay; changed: ChangedDays }) {
    this.#first = first;
    this.#starts = Int32Array.from({ length: end - first + 1 }, (_, day) => firstQuarterOf(first + day));
    this.#changed = changed;
  }

  add(chunk: Chunk): void {
    const { values, begins, lengths } = listsOf(chunk, 4);
    const columns = {
      registers: columnOf(chunk, 0, new Int32Array(chunk.rows)),
      firsts: columnOf(chunk, 1, new Int32Array(chunk.rows)),
      flags: columnOf(chunk, 2, new Uint8Array(chunk.rows)),
      unitsMicro: columnOf(chunk, 3, new Int32Array(chunk.rows)),
      begins,
      lengths,
      parts: new Uint16Array(chunk.rows).fill(ZEROS + 1 + this.#chunks.length),
    };
    const rows = this.#changed.size === 0 ? chunk.rows : keepUnchanged(columns, this.#changed);
    startsOf(columns, this.#starts, this.#first);
    this.#chunks.push({ ...columns, values, rows });
    this.#rows += rows;
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
      amounts: [new Int32Array(DAY_QUARTERS_MAX), ...this.#chunks.map((chunk) => chunk.values)],
    };
    let at = 0;
    for (const chunk of this.#chunks) {
      for (const column of COLUMNS) found[column].set(chunk[column].subarray(0, chunk.rows), at);
      at += chunk.rows;
    }
    return found;
  }
}
const COLUMNS = ['registers', 'firsts', 'lengths', 'flags', 'unitsMicro', 'parts', 'begins'] as const;

/** Turns days into their first quarters, in place; a day of nothing lies among the zeros, with as many quarters as it has. */
function startsOf({ firsts: days, lengths, parts, begins }: Pick<ChunkDays, 'firsts' | 'lengths' | 'parts' | 'begins'>, starts: Int32Array, first: LocalDay): void {
  for (let row = 0; row < days.length; row++) {
    const day = (days[row] ?? 0) - first;
    const start = starts[day] ?? 0;
    days[row] = start;
    if (lengths[row] !== 0) continue;
    lengths[row] = (starts[day + 1] ?? start) - start;
    parts[row] = ZEROS;
    begins[row] = 0;
  }
}

/** Moves the rows of unchanged days to the front; `firsts` are days here.
 *  @returns how many they are */
function keepUnchanged(columns: Pick<ChunkDays, (typeof COLUMNS)[number]>, changed: ChangedDays): number {
  let rows = 0;
  for (let at = 0; at < columns.registers.length; at++) {
    const day = columns.firsts[at] ?? 0;
    if (changed.get(columns.registers[at] ?? 0)?.some(([from, to]) => day >= from && day <= to) === true) continue;
    for (const column of COLUMNS) columns[column][rows] = columns[column][at] ?? 0;
    rows += 1;
  }
  return rows;
}
/** The first so many rows of each column. */
interface ChunkDays {
  readonly registers: Int32Array;
  readonly firsts: Int32Array;
  readonly flags: Uint8Array;
  readonly parts: Uint16Array;
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
  const packed = packedPlaces(days, query.registers, { first, count });
  if (packed === null) return [query];
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

/** 1 in the place of each packed day, register by register; null where a register is asked for twice. */
function packedPlaces(days: PackedDays, registers: Int32Array, { first, count }: { first: LocalDay; count: number }): Uint8Array | null {
  const places = new Map([...registers].map((register, at) => [register, at * count]));
  if (places.size < registers.length) return null;
  const packed = new Uint8Array(registers.length * count);
  const start = firstQuarterOf(first);
  let [register, place] = [-1, 0];
  for (let row = 0; row < days.registers.length; row++) {
    const its = days.registers[row] ?? -1;
    // Rows of a register come together: the map is asked once for hundreds of them.
    if (its !== register) [register, place] = [its, places.get(its) ?? 0];
    // A day that is an hour short or long is no half day.
    packed[place + Math.round(((days.firsts[row] ?? 0) - start) / DAY_QUARTERS)] = 1;
  }
  return packed;
}
