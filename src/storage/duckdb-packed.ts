// Whole local days of a register as one row each, beside the rows of their quarters: what long periods are read from. Made in one
// transaction with the sums of days; a day that is marked as changed since, or has a gap or an estimate, is read from its quarters.
import { type LocalDay, firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import { type Chunk, chunksOf, columnOf, listsOf } from './duckdb-columns.ts';
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
  const parts = names.map((name) => `select register, day, flag, amounts from ${name}.packed where ${mine} and day >= ${first} and day < ${end}`);
  const chunks = chunksOf(await connection.run(parts.join(' union all ')));
  return daysOf(chunks, (register, day) => changed.get(register)?.some(([from, to]) => day >= from && day <= to) !== true);
}

/** Columns: register, day, flag, amounts. */
function daysOf(chunks: readonly Chunk[], holds: (register: number, day: LocalDay) => boolean): PackedDays {
  const lists = chunks.map((chunk) => listsOf(chunk, 3));
  const days = emptyDays(
    chunks.reduce((sum, { rows }) => sum + rows, 0),
    lists.reduce((sum, { values }) => sum + values.length, 0),
  );
  const starts = new Map<LocalDay, QuarterNumber>();
  let [row, offset] = [0, 0];
  for (const [index, chunk] of chunks.entries()) {
    const list = lists[index];
    if (list === undefined) continue;
    const registers = columnOf(chunk, 0, new Int32Array(chunk.rows));
    const numbers = columnOf(chunk, 1, new Int32Array(chunk.rows));
    const flags = columnOf(chunk, 2, new Uint8Array(chunk.rows));
    for (let at = 0; at < chunk.rows; at++) {
      const [register, day] = [registers[at] ?? 0, numbers[at] ?? 0];
      if (!holds(register, day)) continue;
      const [begin, length] = [list.begins[at] ?? 0, list.lengths[at] ?? 0];
      const start = starts.get(day) ?? firstQuarterOf(day);
      starts.set(day, start);
      days.registers[row] = register;
      days.firsts[row] = start;
      days.lengths[row] = length;
      days.flags[row] = flags[at] ?? 0;
      days.amounts.set(list.values.subarray(begin, begin + length), offset);
      row += 1;
      offset += length;
    }
  }
  return {
    registers: days.registers.slice(0, row),
    firsts: days.firsts.slice(0, row),
    lengths: days.lengths.slice(0, row),
    flags: days.flags.slice(0, row),
    amounts: offset === days.amounts.length ? days.amounts : days.amounts.slice(0, offset),
  };
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
  const lacking = Array.from({ length: count }, (_, day) => [...query.registers].filter((__, at) => packed[at * count + day] === 0));
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
