// What the quarters of a meter say about it, long after each reading was accepted: a counter that stands still, one
// that runs in a thousand times its unit, directions that are swapped. Pure; changes no amount, only tells.
import { type QuarterSeries, usualAmount } from './ledger-history.ts';
import { QUARTER_MS } from './time.ts';
import { type EpochMs, epochMs } from './units.ts';

/** A register that stands still for this long, although it usually does not, is frozen. */
export const FROZEN_QUARTERS = 96;
/** Expected in the counter's unit over the time it stood still: less than this is a meter at rest. */
const EXPECTED_MIN = 0.5;
/** Blocks of a day are compared with what is usual, where that is known for this share of them. */
const BLOCK_QUARTERS = 96;
const KNOWN_SHARE_MIN = 0.75;
/** A thousandfold, give or take what a day can differ from others. */
const SLIP_MIN = 300;
const SLIP_MAX = 3000;
/** Swapped fits at least twice as well as straight, and the two directions are usually far apart. */
const SWAPPED_FIT = 0.5;
const APART_MIN = 0.5;
/** Hours of the UTC day in which no sun shines in the Netherlands, on any day of the year. */
const NIGHT_HOURS_UTC: ReadonlySet<number> = new Set([22, 23, 0, 1, 2]);
const NIGHT_EXPORT_MIN = 1;
const NIGHT_IMPORT_SHARE_MAX = 0.05;

export interface Suspicion {
  readonly kind: 'frozen' | 'reversed' | 'unit-suspect';
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What is usual over that time and what was counted, in the counter's unit; null where nothing is usual yet. */
  readonly usual: number | null;
  readonly counted: number;
  readonly quarters: number;
}

/** Days that are out of line are no history for later ones. */
const copyOf = (series: QuarterSeries): QuarterSeries => ({ ...series, known: series.known.slice() });
const sum = (values: Float64Array, from: number, to: number): number => values.subarray(from, to).reduce((total, one) => total + one, 0);
const atQuarter = (series: QuarterSeries, index: number): EpochMs => epochMs((series.first + index) * QUARTER_MS);

/** Stretches of a day and more in which a flow stood still although at those times it usually does not.
 *  @param flowed index range in which the meter told power meanwhile; null where it tells none
 *  @see docs/methods.md#suspicions */
export function frozenIn(series: QuarterSeries, from: number, flowedKwh: ((start: EpochMs, end: EpochMs) => number) | null = null): Suspicion[] {
  const found: Suspicion[] = [];
  for (let at = Math.max(from, 0); at < series.amounts.length; at++) {
    let end = at;
    while (end < series.amounts.length && series.known[end] === 1 && series.amounts[end] === 0) end++;
    if (end - at >= FROZEN_QUARTERS) {
      const usual = expected(series, at, end) ?? flowedKwh?.(atQuarter(series, at), atQuarter(series, end)) ?? null;
      if (usual !== null && usual >= EXPECTED_MIN) found.push({ kind: 'frozen', from: atQuarter(series, at), to: atQuarter(series, end), usual, counted: 0, quarters: end - at });
    }
    at = end;
  }
  return found;
}

function expected(series: QuarterSeries, from: number, to: number): number | null {
  let [total, weeks] = [0, 0];
  for (let at = from; at < to; at++) {
    const usual = usualAmount(series, series.first + at);
    if (usual === null) continue;
    total += usual;
    weeks += 1;
  }
  return weeks >= (to - from) * KNOWN_SHARE_MIN ? total : null;
}

/** Days whose amount is about a thousand times, or a thousandth of, what is usual.
 *  @see docs/methods.md#suspicions */
export function unitSuspectIn(series: QuarterSeries, from: number): Suspicion[] {
  const history = copyOf(series);
  return byDay(series, from, (start, end) => {
    const usual = expected(history, start, end);
    const counted = sum(series.amounts, start, end);
    if (usual === null || usual < EXPECTED_MIN || counted <= 0) return null;
    const times = Math.max(counted / usual, usual / counted);
    if (times < SLIP_MIN || times > SLIP_MAX) return null;
    history.known.fill(0, start, end);
    return { kind: 'unit-suspect', usual, counted };
  });
}

export interface Directions {
  readonly import: QuarterSeries;
  readonly export: QuarterSeries;
  /** Something behind this meter may give at night: wind, a generator, a battery. */
  readonly mayExportAtNight: boolean;
}

/** Days in which import and export have changed places: they fit each other's usual amounts at least twice as well
 *  as their own; or, before anything is usual, nothing is drawn in nights in which nothing can give.
 *  @see docs/methods.md#suspicions */
export function reversedIn(directions: Directions, from: number): Suspicion[] {
  const [imported, exported] = [copyOf(directions.import), copyOf(directions.export)];
  return byDay(imported, from, (start, end) => {
    const [usual, counted] = [expected(imported, start, end), sum(imported.amounts, start, end)];
    const swapped = usual === null ? givesAtNight(directions, start, end) : fitsSwapped({ imported, exported }, start, end);
    if (!swapped) return null;
    imported.known.fill(0, start, end);
    exported.known.fill(0, start, end);
    return { kind: 'reversed', usual, counted };
  });
}

function fitsSwapped({ imported, exported }: { imported: QuarterSeries; exported: QuarterSeries }, start: number, end: number): boolean {
  let [straight, swapped, apart, all] = [0, 0, 0, 0];
  for (let at = start; at < end; at++) {
    const [usualIn, usualOut] = [usualAmount(imported, imported.first + at), usualAmount(exported, exported.first + at)];
    if (usualIn === null || usualOut === null) continue;
    const [in_, out] = [imported.amounts[at] ?? 0, exported.amounts[at] ?? 0];
    straight += Math.abs(in_ - usualIn) + Math.abs(out - usualOut);
    swapped += Math.abs(in_ - usualOut) + Math.abs(out - usualIn);
    apart += Math.abs(usualIn - usualOut);
    all += usualIn + usualOut;
  }
  return all >= EXPECTED_MIN && apart >= APART_MIN * all && swapped < SWAPPED_FIT * straight;
}

function givesAtNight({ import: imported, export: exported, mayExportAtNight }: Directions, start: number, end: number): boolean {
  if (mayExportAtNight) return false;
  let [in_, out] = [0, 0];
  for (let at = start; at < end; at++) {
    if (!NIGHT_HOURS_UTC.has(Math.floor((imported.first + at) / 4) % 24)) continue;
    in_ += imported.amounts[at] ?? 0;
    out += exported.amounts[at] ?? 0;
  }
  return out >= NIGHT_EXPORT_MIN && in_ <= NIGHT_IMPORT_SHARE_MAX * out;
}

type Judged = Pick<Suspicion, 'kind' | 'usual' | 'counted'> | null;

/** Judges a day's worth of quarters after the other; days that follow each other become one stretch. */
function byDay(series: QuarterSeries, from: number, judge: (start: number, end: number) => Judged): Suspicion[] {
  const found: Suspicion[] = [];
  for (let start = Math.max(from, 0); start + BLOCK_QUARTERS <= series.amounts.length; start += BLOCK_QUARTERS) {
    const end = start + BLOCK_QUARTERS;
    if (series.known.subarray(start, end).reduce((count, one) => count + one, 0) < BLOCK_QUARTERS * KNOWN_SHARE_MIN) continue;
    const judged = judge(start, end);
    if (judged === null) continue;
    const last = found.at(-1);
    const next = { ...judged, from: atQuarter(series, start), to: atQuarter(series, end), quarters: BLOCK_QUARTERS };
    if (last === undefined || last.to !== next.from) found.push(next);
    else found[found.length - 1] = join(last, next);
  }
  return found;
}

const join = (a: Suspicion, b: Suspicion): Suspicion => ({
  ...a,
  to: b.to,
  usual: a.usual === null || b.usual === null ? null : a.usual + b.usual,
  counted: a.counted + b.counted,
  quarters: a.quarters + b.quarters,
});
