// What the figures of a period of room on the grid are made of: the runs above the limit, or quarters. Pure.
import { toMicro } from '../ledger.ts';
import { roundedParts } from '../rounded-parts.ts';
import { Evening, type Run, type UseOver, limitUse, peakIn } from './limit-use.ts';

/** Of all runs above the limit. */
export const ABOVE_FIELDS = ['violations', 'quartersAbove', 'hoursAbove', 'aboveKwh', 'longestRunMinutes'] as const;
/** Of the run that begins where the part does. */
export const RUN_FIELDS = ['above.aboveKwMax', 'above.aboveKwh'] as const;
/** Of every quarter; measuredKwh: without what is estimated, as a load-duration curve counts it. */
export const SUM_FIELDS = ['energyKwh', 'eveningKwh', 'measuredKwh', 'quartersJudged', 'quartersKnown'] as const;
type AboveField = (typeof ABOVE_FIELDS)[number];
type RunField = (typeof RUN_FIELDS)[number];
type SumField = (typeof SUM_FIELDS)[number];
export type UseField = 'kwMax' | AboveField | RunField | SumField;

/** Quarters that are listed one by one, a local day of 25 hours at least; more are told as steps. */
export const USE_QUARTERS_MAX = 100;
/** Runs that are listed one by one. */
export const USE_RUNS_MAX = 500;
const ONE = 1e6;
type CountField = Exclude<AboveField, 'aboveKwh'>;
/** What a quarter above the limit counts for. */
const PER_QUARTER = { quartersAbove: 1, hoursAbove: 0.25, longestRunMinutes: 15 } as const;

/** Contributions in millionths of the unit, of a count 1e6 for each. */
export interface RunTerm extends Run {
  readonly contributionMicro: number;
}
export interface UseQuarter {
  readonly index: number;
  readonly usageKw: number;
  /** NaN where there is none. */
  readonly limitKw: number;
  readonly contributionMicro: number;
}
export interface UseTerms {
  readonly runs: readonly RunTerm[];
  readonly quarters: readonly UseQuarter[];
  /** Of each step between the borders; a run belongs to the step in which it begins. */
  readonly sumsMicro: readonly number[];
}
interface Cut {
  readonly field: UseField;
  /** Borders of steps as indexes; the first and the last are the part that is explained. */
  readonly borders: readonly number[];
}

/** A figure of the whole period, cut at the borders: contributions are rounded running sums from where the period begins.
 *  @returns runs, or the quarters of a part that is one run; of what is no run quarters, where they are few
 *  @see docs/methods-explained.md#explained-totals */
export function useTerms(over: UseOver, { field, borders }: Cut): UseTerms {
  switch (field) {
    case 'kwMax':
      return highest(over, borders);
    case 'above.aboveKwMax':
    case 'above.aboveKwh':
      return ofRun(over, field, borders);
    case 'violations':
    case 'quartersAbove':
    case 'hoursAbove':
    case 'aboveKwh':
    case 'longestRunMinutes':
      return ofRuns(over, field, borders);
    case 'energyKwh':
    case 'eveningKwh':
    case 'measuredKwh':
    case 'quartersJudged':
    case 'quartersKnown':
      return ofQuarters(over, field, borders);
  }
}

const endsOf = (borders: readonly number[], over: UseOver): [number, number] => [borders[0] ?? 0, borders.at(-1) ?? over.kw.length];

const quarterAt = ({ kw, limitKw }: UseOver, index: number, contributionMicro: number): UseQuarter => ({
  index,
  usageKw: kw[index] ?? Number.NaN,
  limitKw: limitKw[index] ?? Number.NaN,
  contributionMicro,
});

function highest(over: UseOver, borders: readonly number[]): UseTerms {
  const peak = peakIn(over, ...endsOf(borders, over));
  const micro = peak === null ? 0 : toMicro(peak.kw);
  return { runs: [], quarters: peak === null ? [] : [quarterAt(over, peak.index, micro)], sumsMicro: [micro] };
}

const countOf = ({ from, to }: Run, field: CountField): number => (field === 'violations' ? 1 : (to - from) * PER_QUARTER[field]);

function ofRuns(over: UseOver, field: AboveField, borders: readonly number[]): UseTerms {
  const [from, to] = endsOf(borders, over);
  const rounded = roundedParts();
  let beforeKwh = 0;
  const terms: (RunTerm & { readonly beforeKwh: number })[] = [];
  for (const run of limitUse(over).runs) {
    const contributionMicro = field === 'aboveKwh' ? rounded(run.aboveKwh) : countOf(run, field) * ONE;
    if (run.from >= from && run.from < to) terms.push({ ...run, contributionMicro, beforeKwh });
    beforeKwh += run.aboveKwh;
  }
  const most = terms.reduce((length, run) => Math.max(length, run.to - run.from), 0);
  const counted = field === 'longestRunMinutes' ? terms.filter((run) => run.to - run.from === most).slice(0, 1) : terms;
  const sumsMicro = summed(borders, (add) => counted.forEach((run) => add(run.from, run.contributionMicro)));
  const [only] = counted;
  if (counted.length === 1 && only?.from === from && only.to === to) return { runs: [], quarters: quartersOf(over, field, only), sumsMicro };
  return { runs: counted.length > USE_RUNS_MAX ? [] : counted.map(({ beforeKwh: _, ...run }) => run), quarters: [], sumsMicro };
}

/** The quarters of a run; as one violation it counts by its first. */
function quartersOf(over: UseOver, field: AboveField, { from, to, beforeKwh }: Run & { beforeKwh: number }): UseQuarter[] {
  const above = aboveMicro(over, beforeKwh);
  const countAt = (index: number): number => {
    if (field === 'aboveKwh') return above(index);
    return field === 'violations' ? (index === from ? ONE : 0) : PER_QUARTER[field] * ONE;
  };
  return indexesOf({ from, to }).map((index) => quarterAt(over, index, countAt(index)));
}

const indexesOf = ({ from, to }: Pick<Run, 'from' | 'to'>): number[] => Array.from({ length: to - from }, (_, at) => from + at);

/** Millionths of a kWh above the limit, quarter after quarter of a run. */
function aboveMicro({ kw, limitKw }: UseOver, beforeKwh: number): (index: number) => number {
  let [partKwh, told] = [0, toMicro(beforeKwh)];
  return (index) => {
    // As limitUse adds up a run: by itself, and then to those before.
    partKwh += ((kw[index] ?? 0) - (limitKw[index] ?? 0)) / 4;
    const before = told;
    told = toMicro(beforeKwh + partKwh);
    return told - before;
  };
}

function ofRun(over: UseOver, field: RunField, borders: readonly number[]): UseTerms {
  const [from] = endsOf(borders, over);
  const run = limitUse(over).runs.find((one) => one.from === from);
  if (run === undefined) return { runs: [], quarters: [], sumsMicro: [] };
  const indexes = indexesOf(run);
  if (field === 'above.aboveKwMax') {
    const index = indexes.find((t) => (over.kw[t] ?? 0) - (over.limitKw[t] ?? 0) === run.aboveKwMax) ?? from;
    return { runs: [], quarters: [quarterAt(over, index, toMicro(run.aboveKwMax))], sumsMicro: [toMicro(run.aboveKwMax)] };
  }
  const above = aboveMicro(over, 0);
  return { runs: [], quarters: indexes.map((index) => quarterAt(over, index, above(index))), sumsMicro: [toMicro(run.aboveKwh)] };
}

function ofQuarters(over: UseOver, field: SumField, borders: readonly number[]): UseTerms {
  const [from, to] = endsOf(borders, over);
  const rounded = roundedParts();
  const counts = amountIn(over, field);
  const quarters: UseQuarter[] = [];
  const sumsMicro = summed(borders, (add) => {
    for (let t = 0; t < to; t++) {
      const contributionMicro = rounded(counts(t));
      if (t < from || contributionMicro === 0) continue;
      add(t, contributionMicro);
      if (to - from <= USE_QUARTERS_MAX) quarters.push(quarterAt(over, t, contributionMicro));
    }
  });
  return { runs: [], quarters, sumsMicro };
}

/** What a quarter counts for; kWh, or a count. */
function amountIn({ kw, sure, firstQuarter }: UseOver, field: SumField): (t: number) => number {
  const evening = new Evening();
  const drawn = (t: number): number => ((kw[t] ?? 0) > 0 ? (kw[t] ?? 0) / 4 : 0);
  switch (field) {
    case 'energyKwh':
      return drawn;
    case 'eveningKwh':
      return (t) => (evening.has(firstQuarter + t) ? drawn(t) : 0);
    case 'measuredKwh':
      return (t) => (sure[t] === 1 ? drawn(t) : 0);
    case 'quartersJudged':
      return (t) => (sure[t] === 1 ? 1 : 0);
    case 'quartersKnown':
      return (t) => (Number.isNaN(kw[t] ?? Number.NaN) ? 0 : 1);
  }
}

function summed(borders: readonly number[], each: (add: (index: number, micro: number) => void) => void): number[] {
  const sums = borders.slice(1).map(() => 0);
  each((index, micro) => {
    const step = borders.findLastIndex((border) => border <= index);
    if (step >= 0 && step < sums.length) sums[step] = (sums[step] ?? 0) + micro;
  });
  return sums;
}
