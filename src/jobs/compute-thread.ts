// The compute worker: sums that would hold up the main thread. Gets arrays, gives sums; opens nothing.
import { parentPort } from 'node:worker_threads';
import { type BalanceQuarters, BalanceSum, type ConnectionQuarters, NO_VALUE, type RegisterQuarters } from '../domain/balance.ts';
import { type TextOf, textOfSteps } from '../domain/balance-rows.ts';
import { type StepSums, peakOf, sumStep } from '../domain/balance-steps.ts';
import { countedRegisters } from '../domain/counted-registers.ts';
import type { Validity } from '../domain/meter-validity.ts';
import { toMicro } from '../domain/ledger.ts';
import { QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type RevisionRun, rewound } from '../storage/revisions.ts';
import { giveWay } from '../priority.ts';
import type { QuarterColumns } from '../storage/series.ts';

export interface BalanceJob {
  readonly firstQuarter: number;
  readonly quarters: number;
  /** Borders of the steps as indexes, n + 1 for n steps. */
  readonly borders: readonly number[];
  readonly connections: readonly (Omit<ConnectionQuarters, 'registers'> & {
    registers: readonly (Omit<RegisterQuarters, 'amounts' | 'flags' | 'partsAt'> & { register: number; whole?: true; fromQuarter?: number; toQuarter?: number })[];
  })[];
  readonly columns: QuarterColumns;
  /** Revisions to take back first, oldest first: the figure as it was before them. */
  readonly before: readonly RevisionRun[];
  /** Steps to be written as JSON, besides those whose sums are wanted. */
  readonly text: (TextOf & { readonly borders: readonly number[] }) | null;
}
export interface BalanceOutcome {
  readonly steps: readonly StepOutcome[];
  /** Of each company, its consumption in each step. */
  readonly consumptionByCompany: readonly (readonly [company: number, amounts: Float64Array])[];
  readonly text: Uint8Array<ArrayBuffer> | null;
}
export interface StepOutcome {
  readonly sums: StepSums;
  /** Highest quarter of the step; its index counts from the first quarter of the job. */
  readonly peak: { readonly kw: number; readonly index: number } | null;
}

export type ComputeRequest = { id: number; job: BalanceJob };
export type ComputeAnswer = { id: number; outcome: BalanceOutcome } | { id: number; error: string };

/** Rows -> one array a register, in whole millionths so that sums are exact; a settled value wins over a live one,
 *  a corrected one over both. */
function spread(job: BalanceJob): Map<number, { amounts: Float64Array; flags: Uint8Array; sources: Uint8Array }> {
  const wanted = new Set(job.connections.flatMap((connection) => connection.registers.map((one) => one.register)));
  const arrays = new Map(
    [...wanted].map((register) => [
      register,
      { amounts: new Float64Array(job.quarters), flags: new Uint8Array(job.quarters).fill(NO_VALUE), sources: new Uint8Array(job.quarters) },
    ]),
  );
  const { registers, quarters, amounts, flags, sources } = rewound(job.columns, job.before, { from: job.firstQuarter, to: job.firstQuarter + job.quarters });
  let [register, array] = [registers[0] ?? 0, arrays.get(registers[0] ?? 0)];
  for (let row = 0; row < registers.length; row++) {
    // Rows of one register stand together for long stretches.
    if (registers[row] !== register) {
      register = registers[row] ?? 0;
      array = arrays.get(register);
    }
    const t = (quarters[row] ?? 0) - job.firstQuarter;
    if (array === undefined || t < 0 || t >= job.quarters) continue;
    if (array.flags[t] !== NO_VALUE && (sources[row] ?? 0) < (array.sources[t] ?? 0)) continue;
    array.amounts[t] = toMicro(amounts[row] ?? 0);
    array.flags[t] = flags[row] ?? NO_VALUE;
    array.sources[t] = sources[row] ?? 0;
  }
  return arrays;
}

function balance(job: BalanceJob): BalanceOutcome {
  const arrays = spread(job);
  const sum = new BalanceSum(job.quarters, job.borders);
  for (const connection of job.connections) {
    const all = connection.registers.flatMap((one) => {
      const array = arrays.get(one.register);
      return array === undefined ? [] : [{ ...one, ...timeOf(job, one), amounts: array.amounts, flags: array.flags }];
    });
    sum.add({ ...connection, registers: countedRegisters(all) });
  }
  const quarters = sum.finish();
  const steps = job.borders.slice(1).map((to, index) => {
    const from = job.borders[index] ?? 0;
    return { sums: sumStep(quarters, from, to), peak: peakOf(quarters, from, to) };
  });
  return { steps, consumptionByCompany: [...quarters.consumptionByCompany], text: job.text === null ? null : textOf(job, job.text, quarters) };
}

const timeOf = ({ firstQuarter }: BalanceJob, { fromQuarter, toQuarter }: { fromQuarter?: number; toQuarter?: number }): Validity => ({
  ...(fromQuarter !== undefined && { validFrom: fromQuarter - firstQuarter }),
  ...(toQuarter !== undefined && { validTo: toQuarter - firstQuarter }),
});

function textOf(job: BalanceJob, { borders, ...how }: NonNullable<BalanceJob['text']>, quarters: BalanceQuarters): Uint8Array<ArrayBuffer> {
  const at = (border: number): EpochMs => epochMs((job.firstQuarter + border) * QUARTER_MS);
  const steps = borders.slice(1).map((to, index) => {
    const from = borders[index] ?? 0;
    return { start: at(from), end: at(to), sums: sumStep(quarters, from, to) };
  });
  return new TextEncoder().encode(textOfSteps(steps, how));
}

giveWay();
parentPort?.on('message', (request: ComputeRequest) => {
  let answer: ComputeAnswer;
  try {
    answer = { id: request.id, outcome: balance(request.job) };
  } catch (error) {
    answer = { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer, 'outcome' in answer && answer.outcome.text !== null ? [answer.outcome.text.buffer] : []);
});
