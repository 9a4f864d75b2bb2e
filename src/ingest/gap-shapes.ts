// Reads quarters with bracketed gaps in the shape of history. What is stored stays a straight line between two
// readings: a shape follows from other weeks' quarters, and those may still change.
import { type Gap, shapeGap } from '../domain/ledger-gaps.ts';
import { HISTORY_WEEKS, type QuarterSeries } from '../domain/ledger-history.ts';
import { QUARTER_MS } from '../domain/time.ts';
import {
  type DaysAndRows,
  type DerivedQuarter,
  type QuarterColumns,
  type QuarterNumber,
  type QuarterSpans,
  type SeriesStore,
  SOURCES,
  emptyDays,
  flagCode,
} from '../storage/series.ts';

const WEEK_QUARTERS = 672;
/** The clock of Amsterdam may stand an hour off between two weeks. */
const CLOCK_QUARTERS = 4;
/** No reading is older than 90 days when it comes: a longer gap keeps its line. */
const GAP_QUARTERS_MAX = 90 * 96;
const ESTIMATED = flagCode('E');
const LIVE = SOURCES.indexOf('live');
const HISTORICAL = new Set([flagCode('C'), flagCode('M'), flagCode('I')]);

/** Quarters as they are stored, estimated ones in the shape of the same weekday and hour of the weeks before.
 *  @see docs/methods.md#gaps */
export const readShaped = async (store: SeriesStore, query: QuarterSpans): Promise<QuarterColumns> => shaped(store, await store.readQuarters(query), query);

/** Fewer rows than this are quicker read one by one. */
const DAYS_ROWS_MIN = 50_000;

/** The same with whole days where the store has them: none of those is estimated.
 *  @see docs/methods.md#gaps */
export async function readShapedDays(store: SeriesStore, query: QuarterSpans): Promise<DaysAndRows> {
  const few = query.registers.length * (query.to - query.from) < DAYS_ROWS_MIN;
  if (store.readDays === undefined || few) return { days: emptyDays(), rows: await readShaped(store, query) };
  const { days, rows } = await store.readDays(query);
  return { days, rows: await shaped(store, rows, query) };
}

async function shaped(store: SeriesStore, columns: QuarterColumns, query: QuarterSpans): Promise<QuarterColumns> {
  const estimated = new Map<number, number[]>();
  // Few are: looked for, millions of rows take a millisecond.
  for (let row = columns.flags.indexOf(ESTIMATED); row >= 0; row = columns.flags.indexOf(ESTIMATED, row + 1)) {
    if (columns.sources[row] !== LIVE) continue;
    const rows = estimated.get(columns.registers[row] ?? 0);
    if (rows === undefined) estimated.set(columns.registers[row] ?? 0, [row]);
    else rows.push(row);
  }
  if (estimated.size === 0) return columns;
  const gaps = await gapsAround(store, [...estimated.keys()], query);
  const histories = await historiesOf(store, gaps);
  for (const [register, rows] of estimated) {
    const history = histories.get(register);
    if (history === undefined) continue;
    const amounts = shapedAmounts(gaps.get(register) ?? [], history);
    for (const row of rows) columns.amounts[row] = amounts.get(columns.quarters[row] ?? 0) ?? columns.amounts[row] ?? 0;
  }
  return columns;
}

/** Whole gaps that reach into the period, also where they begin before it or end after it. */
export async function gapsAround(
  store: Pick<SeriesStore, 'readDerived'>,
  registers: readonly number[],
  { from, to }: Pick<QuarterSpans, 'from' | 'to'>,
): Promise<Map<number, Gap[]>> {
  const inside = (await store.readDerived(registers.map((register) => ({ register, from, to })))).filter((one) => one.flag === 'E');
  const outside = registers.flatMap((register) => {
    const own = inside.filter((one) => one.register === register);
    const first = own[0];
    // The quarter of the last reading before it is a part of a gap.
    const begin = first === undefined ? from : Math.floor(first.anchor.at / QUARTER_MS);
    return [...(begin < from ? [{ register, from: begin, to: from }] : []), ...(own.at(-1)?.quarter === to - 1 ? [{ register, from: to, to: to + GAP_QUARTERS_MAX }] : [])];
  });
  const around = outside.length === 0 ? [] : (await store.readDerived(outside)).filter((one) => one.flag === 'E');
  const gaps = new Map<number, Gap[]>();
  for (const register of registers) {
    const rows = [...inside, ...around].filter((one) => one.register === register).sort((a, b) => a.quarter - b.quarter);
    const found = withHeads(groups(rows)).filter((gap) => gap.first < to && gap.first + gap.quarters > from);
    if (found.length > 0) gaps.set(register, found);
  }
  return gaps;
}

/** Quarters that begin between the same two readings: they have the same anchor.
 *  @param rows of one register, in order of time */
function groups(rows: readonly DerivedQuarter[]): DerivedQuarter[][] {
  const found: DerivedQuarter[][] = [];
  for (const row of rows) {
    const before = found.at(-1)?.at(-1);
    const same = before !== undefined && before.quarter + 1 === row.quarter && before.anchor.at === row.anchor.at && before.anchor.value === row.anchor.value;
    if (same) found.at(-1)?.push(row);
    else found.push([row]);
  }
  return found;
}

/** The quarter in which a gap begins has the anchor of the quarter before it, and comes alone; it is put before the rest of its gap. */
function withHeads(all: readonly DerivedQuarter[][]): Gap[] {
  const gaps: Gap[] = [];
  all.forEach((rows, index) => {
    const [first, next] = [rows[0], all[index + 1]?.[0]];
    if (first === undefined) return;
    if (rows.length === 1 && next?.quarter === first.quarter + 1 && headOf(first, all[index + 1] ?? []) !== null) return;
    const alone = all[index - 1];
    const head = alone?.length === 1 && alone[0]?.quarter === first.quarter - 1 ? headOf(alone[0], rows) : null;
    const whole = head === null || alone === undefined ? rows : [...alone, ...rows];
    gaps.push({ first: whole[0]?.quarter ?? first.quarter, quarters: whole.length, totalMicro: whole.reduce((sum, one) => sum + one.amountMicro, 0), head });
  });
  return gaps;
}

/** What of a quarter lies behind the reading from which the rest of a gap goes on, and what was measured before it.
 *  @returns null when the gap does not begin in that quarter, or is too short to tell its line */
function headOf({ quarter, amountMicro }: DerivedQuarter, rest: readonly DerivedQuarter[]): Gap['head'] {
  const [whole, another] = rest;
  if (whole === undefined || another === undefined) return null;
  const share = quarter + 1 - whole.anchor.at / QUARTER_MS;
  // Stored is a straight line: what a whole quarter of it holds tells its part of this one.
  const measuredMicro = amountMicro - Math.round(share * whole.amountMicro);
  return share <= 0 || share >= 1 ? null : { share, measuredMicro: Math.max(measuredMicro, 0) };
}

export async function historiesOf(
  store: Pick<SeriesStore, 'readQuarters'>,
  gaps: ReadonlyMap<number, readonly Pick<Gap, 'first' | 'quarters'>[]>,
): Promise<Map<number, QuarterSeries>> {
  const all = [...gaps.values()].flat();
  if (all.length === 0) return new Map();
  const first = all.reduce((least, gap) => Math.min(least, gap.first), Infinity) - HISTORY_WEEKS * WEEK_QUARTERS - CLOCK_QUARTERS;
  const end = all.reduce((most, gap) => Math.max(most, gap.first + gap.quarters), 0);
  const columns = await store.readQuarters({ registers: Int32Array.from(gaps.keys()), from: first, to: end });
  return seriesOf(columns, { first, end });
}

/** Columns -> one series a register, of what was measured, settled or corrected: the highest source wins. */
export function seriesOf(columns: QuarterColumns, span: { readonly first: QuarterNumber; readonly end: QuarterNumber }): Map<number, QuarterSeries> {
  const series = new Map<number, QuarterSeries & { sources: Int8Array }>();
  columns.registers.forEach((register, row) => {
    const index = (columns.quarters[row] ?? 0) - span.first;
    const length = span.end - span.first;
    const one = series.get(register) ?? { first: span.first, amounts: new Float64Array(length), known: new Uint8Array(length), sources: new Int8Array(length).fill(-1) };
    series.set(register, one);
    const source = columns.sources[row] ?? 0;
    if (source < (one.sources[index] ?? 0)) return;
    one.sources[index] = source;
    one.amounts[index] = columns.amounts[row] ?? 0;
    one.known[index] = HISTORICAL.has(columns.flags[row] ?? 0) ? 1 : 0;
  });
  return series;
}

function shapedAmounts(gaps: readonly Gap[], history: QuarterSeries): Map<number, number> {
  const amounts = new Map<number, number>();
  for (const gap of gaps) shapeGap(gap, history)?.forEach((micro, index) => amounts.set(gap.first + index, micro / 1e6));
  return amounts;
}
