// The balance for whoever may not see the companies: the same sums, of the quarters that may be told.
import { type BalanceQuarters, BalanceSum, type ConnectionQuarters, GENERATION_FLOWS } from '../domain/balance.ts';
import { type StepSums, addSums, peakOf, sumStep } from '../domain/balance-steps.ts';
import { FlagCounts } from '../domain/flag-counts.ts';
import { firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import type { ScratchArrays } from '../domain/scratch-arrays.ts';
import { type Member, TOLD_FIGURES, type ToldFigure, ToldQuarters, byFigure } from '../domain/told-quarters.ts';
import { settledNowAndThen } from './gathering.ts';
import type { BalanceJob, BalanceOutcome, StepOutcome } from './compute-thread.ts';

type Job = Pick<BalanceJob, 'firstQuarter' | 'quarters' | 'borders'> & {
  /** Of each step, the registers with a quarter that is not sure: whose they are is not told. */
  readonly unsure: readonly ReadonlySet<number>[];
  /** Where the arrays of the connections come from: free once they are added. */
  readonly scratch?: ScratchArrays;
  readonly asOne?: true;
};

/** A whole local day is told as a whole where what its kept-back quarters come to says too little of anybody; any other step is the
 *  sum of the quarters that are told. So is everything that is made of them, and figures that differ by a quarter differ by one that
 *  is told.
 *  @see docs/methods.md#disclosure */
export function toldBalance(job: Job, connections: Iterable<ConnectionQuarters>, members: readonly Member[]): BalanceOutcome {
  const sum = new BalanceSum(
    job.quarters,
    Array.from({ length: job.quarters + 1 }, (_, t) => t),
  );
  const told = new ToldQuarters(job.quarters, members, job.asOne);
  const counts = new FlagCounts(job.quarters);
  for (const connection of connections) {
    sum.add(connection);
    told.add(connection);
    counts.add(connection);
    if (job.scratch !== undefined) settledNowAndThen(sum, job.scratch);
  }
  const quarters = { ...sum.finish(), byFlag: counts.finish() };
  told.judge();
  const stretches = job.borders.slice(1).map((to, index) => stretchOf(job, told, [job.borders[index] ?? 0, to]));
  const consumptionByCompany = [...quarters.consumptionByCompany].map(([company, amounts]): [number, Float64Array] => {
    const hasSpoken = told.hasSpoken(company);
    return [company, Float64Array.from(stretches, ({ runs }) => consumed(amounts, runs.all, hasSpoken))];
  });
  return { steps: stretches.map((one, index) => stepOf(quarters, one, (job.unsure[index]?.size ?? 0) > 0)), consumptionByCompany, texts: null };
}

type Runs = readonly (readonly [number, number])[];
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** What of it is told, by figure. */
  readonly runs: Readonly<Record<ToldFigure, Runs>>;
  /** What may make a peak. */
  readonly open: Runs;
  /** Quarters that are not, by figure. */
  readonly untold: Readonly<Record<ToldFigure, number>>;
}

function stretchOf({ firstQuarter }: Job, told: ToldQuarters, [from, to]: [number, number]): Stretch {
  const day = localDayOf(firstQuarter + from);
  const isDay = firstQuarterOf(day) === firstQuarter + from && firstQuarterOf(day + 1) === firstQuarter + to;
  const untold = byFigure((figure) => {
    const secret = told.secretIn(from, to, figure);
    // Kinds are parts of what is made: they are whole where that is.
    const figures: ToldFigure[] = figure === 'kinds' ? ['generation', 'kinds'] : [figure];
    return secret === 0 || (isDay && figures.every((one) => told.isWhole(from, to, one))) ? 0 : secret;
  });
  const runs = byFigure((figure): Runs => (untold[figure] === 0 ? [[from, to]] : told.runs(from, to, figure)));
  return { from, to, runs, untold, open: told.runs(from, to, 'exchange') };
}

function stepOf(quarters: BalanceQuarters, { from, to, runs, open, untold }: Stretch, shaped: boolean): StepOutcome {
  let peak: StepOutcome['peak'] = null;
  for (const [first, end] of open) {
    const one = peakOf(quarters, first, end);
    if (one !== null && (peak === null || one.kw > peak.kw)) peak = one;
  }
  const whole = sumStep(quarters, from, to);
  // What is kept back is not known to this reader: it lowers the coverage.
  const { expected, quarters: all } = whole;
  const sums = byFigure((figure): StepSums => {
    const mine = untold[figure] === 0 ? whole : addSums(runs[figure].map(([first, end]) => sumStep(quarters, first, end)));
    return { ...mine, expected, quarters: all };
  });
  const isCut = TOLD_FIGURES.some((figure) => untold[figure] > 0);
  return { sums: composed(sums, untold), peak, unsure: [], shaped, quartersSecret: untold.import, ...(isCut && { told: { untold, closed: closedOf(sums, untold) } }) };
}

type SumsTold = Readonly<Record<ToldFigure, StepSums>>;

/** Each figure of the quarters of which it may be told. */
function composed(sums: SumsTold, untold: Stretch['untold']): StepSums {
  const { localExchange, gridImport, gridExport } = sums.exchange;
  const { consumption, residual } = sums.use;
  const { charge, discharge } = sums.storage;
  const { ownUse, collectiveUse } = sums.all;
  const exported = sums.export.export;
  return {
    ...sums.import,
    export: exported,
    localExchange,
    gridImport,
    gridExport,
    consumption,
    residual,
    charge,
    discharge,
    ownUse,
    collectiveUse,
    generation: kindsOf(sums.generation, untold.kinds === 0),
  };
}

/** Figures that are held against each other: all of the same quarters. */
const closedOf = ({ all }: SumsTold, untold: Stretch['untold']): StepSums => ({ ...all, generation: kindsOf(all, untold.kinds + untold.all === 0) });

/** Where one kind may not be told by itself they are all other generation. */
function kindsOf({ generation }: StepSums, byKind: boolean): StepSums['generation'] {
  return byKind ? generation : { sun: 0, wind: 0, chp: 0, 'other-generation': GENERATION_FLOWS.reduce((sum, flow) => sum + generation[flow], 0) };
}

/** NaN where the company told nothing in all of it. */
function consumed(amounts: Float64Array, runs: Runs, hasSpoken: ((t: number) => boolean) | null): number {
  if (hasSpoken === null) return Number.NaN;
  let [sum, isTold] = [0, false];
  for (const [from, to] of runs)
    for (let t = from; t < to; t++) {
      sum += amounts[t] ?? 0;
      isTold ||= hasSpoken(t);
    }
  return isTold ? sum : Number.NaN;
}
