// Reads what is not known of quarters: whole gaps with their comparable stretches, and the time in which counters lost energy.
import { type CounterRules, unknownSpans } from '../domain/ledger.ts';
import { type UnsureGap, type UnsureStretch, stretchOf } from '../domain/energy-uncertainty.ts';
import { HOUR_MS, QUARTER_MS } from '../domain/time.ts';
import { type QuarterColumns, type QuarterNumber, type QuarterSpans, SOURCES, type SeriesStore, flagOf, isSpread } from '../storage/series.ts';
import { gapsAround, historiesOf } from './gap-shapes.ts';

const LIVE = SOURCES.indexOf('live');
/** A new baseline is believed after a quarter of an hour at most. */
const BELIEVED_MS = HOUR_MS;
/** Runs whose readings are looked at; of more of them the whole quarters are unsure. */
const RUNS_LOOKED_AT_MAX = 200;
/** A total that was spread goes in whole millionths: its parts differ by one. */
const SPREAD_STEP = 2e-6;
/** Quarters since 1970 stay below this until the year 2111. */
const QUARTERS_MAX = 5_000_000;

interface Ports {
  readonly store: Pick<SeriesStore, 'readQuarters' | 'readDerived' | 'readFromAnchors'>;
  readonly rulesOf: (register: number) => CounterRules | null;
}
interface Row {
  readonly register: number;
  readonly quarter: QuarterNumber;
  readonly amount: number;
  readonly source: number;
  readonly code: number;
}

/** Stretches that reach into the period; gaps are whole, also where they begin before it or end after it.
 *  @see docs/uncertainty.md */
export async function readUnsure({ store, rulesOf }: Ports, query: QuarterSpans): Promise<UnsureStretch[]> {
  // A quarter more on either side tells whether a total that was spread goes on there.
  const rows = unsureRows(await store.readQuarters({ ...query, from: query.from - 1, to: query.to + 1 }));
  const inside = rows.filter(({ quarter }) => quarter >= query.from && quarter < query.to);
  const live = inside.filter(({ source }) => source === LIVE);
  const bracketed = [...new Set(live.filter(({ code }) => flagOf(code) === 'E').map(({ register }) => register))];
  const gaps: UnsureGap[] = bracketed.length === 0 ? [] : bracketedGaps(await gapsAround(store, bracketed, query));
  const lost = runsOf(live.filter(({ code }) => flagOf(code) === 'S'));
  for (const [index, run] of lost.entries()) gaps.push(await lostGap({ store, rulesOf }, run, index < RUNS_LOOKED_AT_MAX));
  gaps.push(...spreadGaps(rows, query));
  const byRegister = new Map<number, UnsureGap[]>();
  for (const gap of gaps) byRegister.set(gap.register, [...(byRegister.get(gap.register) ?? []), gap]);
  const histories = await historiesOf(store, byRegister);
  return gaps.map((gap) => stretchOf(gap, histories.get(gap.register) ?? { first: gap.first, amounts: new Float64Array(0), known: new Uint8Array(0) }));
}

const isUnsure = (code: number): boolean => isSpread(code) || flagOf(code) === 'E' || flagOf(code) === 'S';

/** Unsure rows that no row of a higher source stands above, by register and in order of time. */
function unsureRows({ registers, quarters, amounts, flags, sources }: QuarterColumns): Row[] {
  const rows = new Map<number, Row>();
  const keyAt = (at: number): number => (registers[at] ?? 0) * QUARTERS_MAX + (quarters[at] ?? 0);
  flags.forEach((code, at) => {
    const source = sources[at] ?? 0;
    if (!isUnsure(code) || (rows.get(keyAt(at))?.source ?? -1) > source) return;
    rows.set(keyAt(at), { register: registers[at] ?? 0, quarter: quarters[at] ?? 0, source, amount: amounts[at] ?? 0, code });
  });
  if (rows.size === 0) return [];
  flags.forEach((code, at) => {
    const row = isUnsure(code) ? undefined : rows.get(keyAt(at));
    if (row !== undefined && (sources[at] ?? 0) > row.source) rows.delete(keyAt(at));
  });
  return [...rows.values()].sort((a, b) => a.register - b.register || a.quarter - b.quarter);
}

const bracketedGaps = (gaps: Awaited<ReturnType<typeof gapsAround>>): UnsureGap[] =>
  [...gaps].flatMap(([register, list]) =>
    list.map(({ first, quarters, totalMicro, head }) => ({ register, first, quarters, total: totalMicro / 1e6, lost: [], headShare: head?.share ?? 1 })),
  );

/** Rows that follow each other. */
function runsOf(rows: readonly Row[], alike: (a: Row, b: Row) => boolean = () => true): Row[][] {
  const runs: Row[][] = [];
  for (const row of rows) {
    const [run] = runs.slice(-1);
    const before = run?.at(-1);
    if (run !== undefined && before?.register === row.register && before.quarter + 1 === row.quarter && alike(before, row)) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** The share of each quarter that a counter did not count, from its readings; not known any more where those are gone. */
async function lostGap({ store, rulesOf }: Ports, run: readonly Row[], lookedAt: boolean): Promise<UnsureGap> {
  const [register, first] = [run[0]?.register ?? 0, run[0]?.quarter ?? 0];
  const rules = lookedAt ? rulesOf(register) : null;
  const [fromMs, toMs] = [first * QUARTER_MS, (first + run.length) * QUARTER_MS];
  const readings = rules === null ? [] : ((await store.readFromAnchors([{ register, fromMs, untilMs: toMs + BELIEVED_MS }])).get(register) ?? []);
  const spans = rules === null ? [] : unknownSpans(readings, rules);
  const shares = run.map((_, index) => {
    const start = fromMs + index * QUARTER_MS;
    const lostMs = spans.reduce((sum, { from, to, clockSet }) => sum + (clockSet ? 0 : Math.max(0, Math.min(to, start + QUARTER_MS) - Math.max(from, start))), 0);
    return lostMs / QUARTER_MS;
  });
  const passedIn = (quarter: number, clockSet: boolean): number =>
    spans.filter((one) => one.clockSet === clockSet && Math.floor(one.to / QUARTER_MS) === quarter).reduce((sum, one) => sum + one.passed, 0);
  const flowed = run.map(({ quarter }) => passedIn(quarter, true));
  // A step may have flowed all the same; no more than a quarter of an hour's is thought to have.
  const passed = run.map(({ quarter, amount }) => {
    const inside = passedIn(quarter, false);
    return inside <= amount ? inside : 0;
  });
  const known = shares.some((share) => share > 0) || flowed.some((amount) => amount > 0);
  return { register, first, quarters: run.length, total: null, lost: known ? shares : shares.map(() => Number.NaN), passed, flowed };
}

/** Delivered or entered totals over several quarters, spread evenly. One that goes on outside the period is taken to be twice as long. */
function spreadGaps(rows: readonly Row[], { from, to }: QuarterSpans): UnsureGap[] {
  const given = rows.filter(({ source }) => source !== LIVE);
  const runs = runsOf(given, (a, b) => a.code === b.code && Math.abs(a.amount - b.amount) < SPREAD_STEP);
  return runs.flatMap((run): UnsureGap[] => {
    const [register, first] = [run[0]?.register ?? 0, run[0]?.quarter ?? 0];
    const last = first + run.length - 1;
    const total = run.reduce((sum, { amount }) => sum + amount, 0);
    const goesOn = first < from || last >= to;
    // Within one period, a total over one quarter or over all of it is certain.
    if (last < from || first >= to || (!goesOn && run.length === 1)) return [];
    const before = first < from ? run.length : 0;
    const after = last >= to ? run.length : 0;
    return [{ register, first: first - before, quarters: run.length + before + after, total: goesOn ? total * ((run.length + before + after) / run.length) : total, lost: [] }];
  });
}
