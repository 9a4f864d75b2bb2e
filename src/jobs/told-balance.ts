// The balance for whoever may not see the companies: the same sums, of the quarters that may be told.
import { type BalanceQuarters, BalanceSum, type ConnectionQuarters } from '../domain/balance.ts';
import { type StepSums, addSums, peakOf, sumStep } from '../domain/balance-steps.ts';
import { firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import type { ScratchArrays } from '../domain/scratch-arrays.ts';
import { type Member, ToldQuarters } from '../domain/told-quarters.ts';
import { settledNowAndThen } from './gathering.ts';
import type { BalanceJob, BalanceOutcome, StepOutcome } from './compute-thread.ts';

type Job = Pick<BalanceJob, 'firstQuarter' | 'quarters' | 'borders'> & {
  /** Of each step, the registers with a quarter that is not sure: whose they are is not told. */
  readonly unsure: readonly ReadonlySet<number>[];
  /** Where the arrays of the connections come from: free once they are added. */
  readonly scratch?: ScratchArrays;
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
  const told = new ToldQuarters(job.quarters, members);
  for (const connection of connections) {
    sum.add(connection);
    told.add(connection);
    if (job.scratch !== undefined) settledNowAndThen(sum, job.scratch);
  }
  const quarters = sum.finish();
  told.judge();
  const stretches = job.borders.slice(1).map((to, index) => stretchOf(job, told, [job.borders[index] ?? 0, to]));
  const consumptionByCompany = [...quarters.consumptionByCompany].map(([company, amounts]): [number, Float64Array] => {
    const hasSpoken = told.hasSpoken(company);
    return [company, Float64Array.from(stretches, ({ runs }) => consumed(amounts, runs, hasSpoken))];
  });
  return { steps: stretches.map((one, index) => stepOf(quarters, one, (job.unsure[index]?.size ?? 0) > 0)), consumptionByCompany, texts: null };
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** What of it is told. */
  readonly runs: readonly (readonly [number, number])[];
  /** What may make a peak. */
  readonly open: readonly (readonly [number, number])[];
  readonly secret: number;
}

function stretchOf({ firstQuarter }: Job, told: ToldQuarters, [from, to]: [number, number]): Stretch {
  const open = told.runs(from, to);
  const secret = told.secretIn(from, to);
  const day = localDayOf(firstQuarter + from);
  const isDay = firstQuarterOf(day) === firstQuarter + from && firstQuarterOf(day + 1) === firstQuarter + to;
  const isWhole = secret === 0 || (isDay && told.isWhole(from, to));
  return { from, to, runs: isWhole ? [[from, to]] : open, open, secret: isWhole ? 0 : secret };
}

function stepOf(quarters: BalanceQuarters, { from, to, runs, open, secret }: Stretch, shaped: boolean): StepOutcome {
  let peak: StepOutcome['peak'] = null;
  for (const [first, end] of open) {
    const one = peakOf(quarters, first, end);
    if (one !== null && (peak === null || one.kw > peak.kw)) peak = one;
  }
  const sums: StepSums = addSums(runs.map(([first, end]) => sumStep(quarters, first, end)));
  const { expected, quarters: all } = sumStep(quarters, from, to);
  // What is kept back is not known to this reader: it lowers the coverage.
  return { sums: { ...sums, expected, quarters: all }, peak, unsure: [], shaped, quartersSecret: secret };
}

/** NaN where the company told nothing in all of it. */
function consumed(amounts: Float64Array, runs: Stretch['runs'], hasSpoken: ((t: number) => boolean) | null): number {
  if (hasSpoken === null) return Number.NaN;
  let [sum, isTold] = [0, false];
  for (const [from, to] of runs)
    for (let t = from; t < to; t++) {
      sum += amounts[t] ?? 0;
      isTold ||= hasSpoken(t);
    }
  return isTold ? sum : Number.NaN;
}
