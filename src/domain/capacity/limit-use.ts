// How the room on a connection was used: the highest quarter, what went above the limit, when, and how full the year was. Pure.
import { firstQuarterOf, localDayOf, monthOfDay, nextMonthOf } from '../local-days.ts';

/** A limit is passed by more than the rounding of a sum. */
export const TOLERANCE_KW = 1e-6;
/** When the grid of the region is fullest (TenneT, 12 February 2026), in minutes of the local clock. */
const EVENING = { fromMinute: 16 * 60, toMinute: 21 * 60 } as const;
const DAY_MINUTES = 24 * 60;
const QUARTER_MINUTES = 15;
/** Below this share of the contract in twelve months, or with this much left unused, a grid operator may lower it in a
 *  congestion area (ACM, 16 April 2024). */
export const USED_SHARE_MIN = 0.5;
export const UNUSED_KW_MAX = 1000;
export const MONTHS_JUDGED = 12;

export interface UseOver {
  /** kW in each quarter, NaN where nothing is known. */
  readonly kw: Float64Array;
  /** 1 where it may make a peak. */
  readonly sure: Uint8Array;
  /** kW, NaN where there is none. */
  readonly limitKw: Float64Array;
  readonly firstQuarter: number;
}

/** Quarters above the limit that follow each other. */
export interface Run {
  /** Indexes [from, to). */
  readonly from: number;
  readonly to: number;
  /** Highest power and energy above the limit. */
  readonly aboveKwMax: number;
  readonly aboveKwh: number;
}

export interface LimitUse {
  readonly peak: { readonly kw: number; readonly index: number } | null;
  /** Runs of quarters above the limit: each is one violation. */
  readonly runs: readonly Run[];
  readonly quartersAbove: number;
  readonly aboveKwh: number;
  readonly longestRunQuarters: number;
  /** Quarters that were measured throughout: only those are judged. */
  readonly quartersJudged: number;
  readonly quartersKnown: number;
  readonly energyKwh: number;
  /** Of that energy, between 16:00 and 21:00 local time. */
  readonly eveningKwh: number;
}

/** Highest sure quarter; null when there is none.
 *  @see docs/methods.md#limits */
export function peakIn(over: Pick<UseOver, 'kw' | 'sure'>, from = 0, to = over.kw.length): { kw: number; index: number } | null {
  const index = highestAt(over, from, to);
  const kw = over.kw[index];
  return kw === undefined ? null : { kw, index };
}

// Loops over a year stand by themselves, with nothing new behind them: V8 would fall back from its quick code at the end of each.

/** @returns -1 where none is sure */
function highestAt({ kw, sure }: Pick<UseOver, 'kw' | 'sure'>, from: number, to: number): number {
  let highest = -Infinity;
  let at = -1;
  for (let index = from; index < to; index++) {
    const value = kw[index] ?? Number.NaN;
    if (sure[index] !== 1 || !(value > highest)) continue;
    highest = value;
    at = index;
  }
  return at;
}

/** Peak, violations and energy. Energy counts what is drawn, also where it is estimated; peaks and violations are judged on
 *  measured quarters only.
 *  @see docs/methods.md#limits */
export function limitUse(over: UseOver): LimitUse {
  const runs = runsAbove(over);
  const lengths = runs.map((run) => run.to - run.from);
  return {
    peak: peakIn(over),
    runs,
    quartersAbove: lengths.reduce((sum, one) => sum + one, 0),
    aboveKwh: runs.reduce((sum, one) => sum + one.aboveKwh, 0),
    longestRunQuarters: lengths.reduce((most, one) => Math.max(most, one), 0),
    quartersJudged: judgedIn(over.sure),
    ...energyIn(over),
  };
}

function judgedIn(sure: Uint8Array): number {
  let judged = 0;
  for (let t = 0; t < sure.length; t++) if (sure[t] === 1) judged += 1;
  return judged;
}

function runsAbove({ kw, sure, limitKw }: UseOver): Run[] {
  const runs: Run[] = [];
  // The run that is open, and where it began; -1: none is.
  let from = -1;
  let aboveKwMax = 0;
  let aboveKwh = 0;
  for (let t = 0; t < kw.length; t++) {
    const above = sure[t] === 1 ? (kw[t] ?? Number.NaN) - (limitKw[t] ?? Number.NaN) : Number.NaN;
    if (above > TOLERANCE_KW) {
      if (from < 0) [from, aboveKwMax, aboveKwh] = [t, 0, 0];
      if (above > aboveKwMax) aboveKwMax = above;
      aboveKwh += above / 4;
    } else if (from >= 0) {
      runs.push({ from, to: t, aboveKwMax, aboveKwh });
      from = -1;
    }
  }
  if (from >= 0) runs.push({ from, to: kw.length, aboveKwMax, aboveKwh });
  return runs;
}

/** Day by day: what is drawn, and what of it in the evening. */
function energyIn({ kw, firstQuarter }: UseOver): Pick<LimitUse, 'quartersKnown' | 'energyKwh' | 'eveningKwh'> {
  let energyKwh = 0;
  let eveningKwh = 0;
  for (let day = localDayOf(firstQuarter), begin = 0; begin < kw.length; day++) {
    const next = firstQuarterOf(day + 1) - firstQuarter;
    const [from, to] = eveningBefore(next);
    const end = Math.min(next, kw.length);
    energyKwh = drawnIn(kw, [begin, end], energyKwh);
    eveningKwh = drawnIn(kw, [Math.max(from, begin), Math.min(to, end)], eveningKwh);
    begin = end;
  }
  return { quartersKnown: knownIn(kw), energyKwh, eveningKwh };
}

/** Added to what was drawn before, quarter after quarter: so a figure and what explains it are the same to the last digit. */
function drawnIn(kw: Float64Array, [from, to]: readonly [number, number], before: number): number {
  let energyKwh = before;
  for (let t = from; t < to; t++) {
    const value = kw[t] ?? Number.NaN;
    if (value > 0) energyKwh += value / 4;
  }
  return energyKwh;
}

function knownIn(kw: Float64Array): number {
  let known = 0;
  for (let t = 0; t < kw.length; t++) if (!Number.isNaN(kw[t] ?? Number.NaN)) known += 1;
  return known;
}

/** The clock changes at night, so the evening ends as long before midnight on every day.
 *  @returns quarters [from, to) of the local day that ends at a quarter
 *  @see docs/methods.md#limits */
function eveningBefore(midnight: number): readonly [from: number, to: number] {
  const before = (minute: number): number => midnight - (DAY_MINUTES - minute) / QUARTER_MINUTES;
  return [before(EVENING.fromMinute), before(EVENING.toMinute)];
}

/** Tells of quarters that are asked in turn whether they lie in the evening. */
export class Evening {
  /** Quarters [begin, end) of the local day that was asked for last, and of its evening. */
  #begin = 0;
  #end = 0;
  #from = 0;
  #to = 0;

  has(quarter: number): boolean {
    if (quarter < this.#begin || quarter >= this.#end) {
      const day = localDayOf(quarter);
      this.#begin = firstQuarterOf(day);
      this.#end = firstQuarterOf(day + 1);
      [this.#from, this.#to] = eveningBefore(this.#end);
    }
    return quarter >= this.#from && quarter < this.#to;
  }
}

export interface MonthPeak {
  /** Quarter in which the local month begins. */
  readonly firstDay: number;
  readonly kwMax: number;
  readonly index: number;
  /** Highest limit of the month: what the peak is held against. */
  readonly limitKw: number | null;
}

/** The highest measured quarter of each local month (kWmax); months without one are left out.
 *  @see docs/methods.md#limits */
export function monthPeaks(over: UseOver): MonthPeak[] {
  const peaks: MonthPeak[] = [];
  for (let from = 0, to = 0; from < over.kw.length; from = to) {
    const firstDay = monthOfDay(localDayOf(over.firstQuarter + from));
    to = Math.min(firstQuarterOf(nextMonthOf(firstDay)) - over.firstQuarter, over.kw.length);
    const peak = peakIn(over, from, to);
    if (peak === null) continue;
    let limit = -Infinity;
    for (let t = from; t < to; t++) if ((over.limitKw[t] ?? Number.NaN) > limit) limit = over.limitKw[t] ?? Number.NaN;
    peaks.push({ firstDay, kwMax: peak.kw, index: peak.index, limitKw: Number.isFinite(limit) ? limit : null });
  }
  return peaks;
}

export interface Utilization {
  readonly kwMax: number;
  readonly limitKw: number;
  /** kWmax / contract over the months (benuttingsgraad). */
  readonly share: number;
  readonly unusedKw: number;
  /** Months that have a peak; the rule looks at twelve. */
  readonly months: number;
  /** The grid operator may ask it back: at most half was used in twelve months, or a megawatt was not. */
  readonly atRisk: boolean;
}

/** How full the contract was in the last twelve months, and whether use-it-or-lose-it touches it.
 *  @param contractKw what is contracted now
 *  @see docs/methods.md#utilization */
export function utilization(peaks: readonly Pick<MonthPeak, 'kwMax'>[], contractKw: number): Utilization | null {
  const last = peaks.slice(-MONTHS_JUDGED);
  if (last.length === 0 || !(contractKw > 0)) return null;
  const kwMax = Math.max(0, ...last.map((one) => one.kwMax));
  const unusedKw = Math.max(contractKw - kwMax, 0);
  const share = kwMax / contractKw;
  return { kwMax, limitKw: contractKw, share, unusedKw, months: last.length, atRisk: last.length >= MONTHS_JUDGED && (share <= USED_SHARE_MIN || unusedKw >= UNUSED_KW_MAX) };
}
