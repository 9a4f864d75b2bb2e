// The compute worker: sums that would hold up the main thread. Gets arrays, gives sums; opens nothing.
import { parentPort, workerData } from 'node:worker_threads';
import { type BalanceQuarters, BalanceSum, FLAGS, NO_VALUE } from '../domain/balance.ts';
import { type StepSums, peakOf, sumStep } from '../domain/balance-steps.ts';
import { type TextOf, textsOfSteps } from '../domain/balance-text.ts';
import type { ExchangeFlows } from '../domain/exchange-flows.ts';
import type { ExchangeMatrix } from '../domain/exchange.ts';
import { type Backtest, backtest } from '../domain/forecast/backtest.ts';
import type { Measured } from '../domain/forecast/forecast.ts';
import type { Weather } from '../domain/forecast/weather.ts';
import type { WholeLoad } from '../domain/forecast/whole-load.ts';
import { type MatchInput, type Matched, matchesOf } from '../domain/heat/matching.ts';
import { type Moved, type PairTrial, sensitivityOf } from '../domain/heat/trial.ts';
import { ScratchArrays } from '../domain/scratch-arrays.ts';
import type { Member, ToldFigure } from '../domain/told-quarters.ts';
import { giveWay } from '../priority.ts';
import { Rests } from './rests.ts';
import { type CapacityAnswers, type CapacityQuestion, answered } from './capacity-sums.ts';
import { type CheckGround, type GroundQuestion, checkGround } from './cross-check-ground.ts';
import type { CheckJob } from './cross-check-series.ts';
import { type CheckOutcome, crossChecked } from './cross-check-sums.ts';
import { type ExchangeJob, type FlowsJob, exchangeFlowsOf, exchangeOf } from './exchange-sums.ts';
import { type ForecastJob, type ForecastOutcome, type WholeJob, forecastOf, wholeOf } from './forecast-sums.ts';
import { type GatherJob, gathered, settledNowAndThen } from './gathering.ts';
import { type MatchSheetFile, type ReportFile, matchSheetFile, reportFile } from './report-file.ts';
import { addPacked } from './packed-balance.ts';
import { type Loads, type LoadsJob, buffersOf, loadsOf } from './stretch-loads.ts';
import { toldBalance } from './told-balance.ts';
import { type MaterialJob, type MaterialOutcome, matched } from './material-sums.ts';
import { type Network, type NetworkInput, type PinchInput, type PinchOfSlice, networkOf, pinchesOf } from './heat-network-sums.ts';
import { solver } from './heat-solver.ts';
import { type BatteryTask, KeptYear, NOT_KEPT, type ScenarioCarrier, type ScenarioOutcome, type ScenarioQuestion } from './scenario-sums.ts';
import type { YearFacts } from './year-figures.ts';
import { type HeatHoursJob, type PortHours, heatHoursOf } from './heat-sums.ts';

export interface BalanceJob extends GatherJob {
  /** Borders of the steps as indexes, n + 1 for n steps. */
  readonly borders: readonly number[];
  /** Whose the connections are, where only what may be told of them enters the sums. */
  readonly members?: readonly Member[];
  /** All parks of these are told as one. */
  readonly asOne?: true;
  /** Steps to be written as JSON, inside those whose sums are wanted. */
  readonly text: (TextOf & { readonly borders: readonly number[] }) | null;
}
export interface BalanceOutcome {
  readonly steps: readonly StepOutcome[];
  /** Of each company, its consumption in each step. */
  readonly consumptionByCompany: readonly (readonly [company: number, amounts: Float64Array])[];
  /** Of each step, where that was asked for. */
  readonly texts: readonly Uint8Array<ArrayBuffer>[] | null;
}
export interface StepOutcome {
  readonly sums: StepSums;
  /** Registers that have an estimated or substituted quarter, or a share of a total, in the step. */
  readonly unsure: readonly number[];
  /** A gap in it may have the shape of earlier weeks: another reading there changes it. */
  readonly shaped: boolean;
  /** Highest quarter of the step; its index counts from the first quarter of the job. */
  readonly peak: { readonly kw: number; readonly index: number } | null;
  /** Quarters that are kept back and enter no sum. */
  readonly quartersSecret: number;
  /** Where some are, or some figures of them. */
  readonly told?: ToldStep;
}
/** What a reader is told who may not see the companies. */
export interface ToldStep {
  /** Quarters of which a figure is kept back. */
  readonly untold: Readonly<Record<ToldFigure, number>>;
  /** Sums of the quarters of which every figure is told: those may be held against each other. */
  readonly closed: StepSums;
}

/** What the worker does, and what comes of it. */
export type ComputeWork =
  | { readonly kind: 'balance'; readonly job: BalanceJob }
  | { readonly kind: 'loads'; readonly job: LoadsJob }
  | { readonly kind: 'capacity'; readonly stretches: readonly Loads[]; readonly question: CapacityQuestion }
  | { readonly kind: 'exchange'; readonly job: ExchangeJob }
  | { readonly kind: 'exchange-flows'; readonly job: FlowsJob }
  | { readonly kind: 'whole'; readonly job: WholeJob }
  | { readonly kind: 'backtest'; readonly measured: Measured; readonly forecasts: readonly (Weather | null)[] }
  | { readonly kind: 'forecast'; readonly job: ForecastJob }
  | { readonly kind: 'report'; readonly file: ReportFile }
  | { readonly kind: 'match-sheet'; readonly file: MatchSheetFile }
  | { readonly kind: 'cross-checks'; readonly job: CheckJob }
  | { readonly kind: 'cross-check-ground'; readonly job: CheckJob; readonly asked: GroundQuestion }
  | { readonly kind: 'materials'; readonly job: MaterialJob }
  | { readonly kind: 'heat-hours'; readonly job: HeatHoursJob }
  | { readonly kind: 'heat-matches'; readonly input: MatchInput }
  | { readonly kind: 'heat-sensitivity'; readonly trial: PairTrial }
  | { readonly kind: 'heat-network'; readonly input: NetworkInput }
  | { readonly kind: 'heat-pinch'; readonly input: PinchInput }
  | ScenarioWork;
/** A measured year stays in the worker under its key: what a scenario costs is its steps. */
export type ScenarioWork =
  | { readonly kind: 'scenario-open'; readonly key: string; readonly facts: YearFacts }
  | { readonly kind: 'scenario-part'; readonly key: string; readonly carrier: ScenarioCarrier; readonly job: GatherJob }
  | { readonly kind: 'scenario-drop'; readonly key: string }
  | { readonly kind: 'scenario'; readonly key: string; readonly question: ScenarioQuestion }
  | { readonly kind: 'scenario-batteries'; readonly key: string; readonly question: ScenarioQuestion; readonly at: number };
export type ComputeOutcome =
  | BalanceOutcome
  | Loads
  | readonly ExchangeMatrix[]
  | ExchangeFlows
  | WholeLoad
  | Backtest
  | ForecastOutcome
  | CheckOutcome
  | CheckGround
  | MaterialOutcome
  | readonly PortHours[]
  | Matched
  | readonly Moved[]
  | Network
  | readonly PinchOfSlice[]
  | ScenarioOutcome
  | { readonly tasks: readonly BatteryTask[]; readonly cheap: Uint8Array }
  | Uint8Array<ArrayBuffer>
  | CapacityAnswers[keyof CapacityAnswers]
  | null;
export interface ComputeThreadData {
  /** How far it stands behind the broker. */
  readonly nice: number;
  /** It rests while messages come in fast (`Rests`); null: it never does. */
  readonly incoming: BigInt64Array | null;
}
export type ComputeRequest = { id: number; work: ComputeWork };
export type ComputeAnswer = { id: number; outcome: ComputeOutcome } | { id: number; error: string };

/** Flags of a quarter of which its own amount is known. */
const SURE: ReadonlySet<number> = new Set([...(['C', 'M', 'I', 'X'] as const).map((flag) => FLAGS.indexOf(flag)), NO_VALUE]);

/** Of the sums that are being made, and of the connections that enter them: nothing that is handed out is one of these. */
const scratch = { sums: new ScratchArrays(), told: new ScratchArrays() };

/** For the next sums; what those before took is not looked at any more. */
function emptied(): typeof scratch {
  scratch.sums.free();
  scratch.told.free();
  return scratch;
}

function balance(job: BalanceJob): BalanceOutcome {
  const { sums, told } = emptied();
  if (job.members !== undefined) return toldBalance({ ...job, unsure: unsureIn(job), scratch: told }, gathered(job, told), job.members);
  const sum = new BalanceSum(job.quarters, job.borders, sums);
  const others = { ...job, connections: addPacked(sum, job, sums).left };
  for (const connection of gathered(others, told)) {
    sum.add(connection);
    settledNowAndThen(sum, told);
  }
  const quarters = sum.finish();
  const unsure = unsureIn(job);
  const steps = job.borders.slice(1).map((to, index) => {
    const from = job.borders[index] ?? 0;
    const mine = [...(unsure[index] ?? [])];
    return { sums: sumStep(quarters, from, to), peak: peakOf(quarters, from, to), unsure: mine, shaped: mine.length > 0, quartersSecret: 0 };
  });
  return { steps, consumptionByCompany: [...quarters.consumptionByCompany], texts: textsOf(job, quarters) };
}

/** Of each step, the registers with a quarter that is not sure. */
function unsureIn({ columns, borders, firstQuarter }: BalanceJob): Set<number>[] {
  const found = borders.slice(1).map(() => new Set<number>());
  const { flags, registers, quarters } = columns;
  for (let row = 0; row < flags.length; row++) {
    if (SURE.has(flags[row] ?? 0)) continue;
    const t = (quarters[row] ?? 0) - firstQuarter;
    const step = borders.findIndex((border) => border > t) - 1;
    found[step]?.add(registers[row] ?? 0);
  }
  return found;
}

const textsOf = ({ text, firstQuarter, borders }: BalanceJob, quarters: BalanceQuarters): Uint8Array<ArrayBuffer>[] | null =>
  text === null ? null : textsOfSteps(quarters, { ...text, firstQuarter, parts: borders });

const years = new Map<string, KeptYear>();

function scenario(work: ScenarioWork): { outcome: ComputeOutcome; transfer: ArrayBuffer[] } {
  if (work.kind === 'scenario-open') years.set(work.key, new KeptYear(work.facts));
  const year = years.get(work.key);
  if (work.kind === 'scenario-drop') years.delete(work.key);
  else if (year === undefined) throw new Error(NOT_KEPT);
  else if (work.kind === 'scenario-part') year.add(work.carrier, work.job);
  else if (work.kind === 'scenario') return { outcome: year.answer(work.question), transfer: [] };
  else if (work.kind === 'scenario-batteries') return { outcome: { tasks: year.tasks(work.question, work.at), cheap: year.cheap }, transfer: [] };
  return { outcome: null, transfer: [] };
}

async function worked(work: ComputeWork): Promise<{ outcome: ComputeOutcome; transfer: ArrayBuffer[] }> {
  switch (work.kind) {
    case 'balance': {
      const outcome = balance(work.job);
      return { outcome, transfer: (outcome.texts ?? []).map(({ buffer }) => buffer) };
    }
    case 'exchange':
      return { outcome: exchangeOf(work.job, emptied().told), transfer: [] };
    case 'exchange-flows':
      return { outcome: exchangeFlowsOf(work.job), transfer: [] };
    case 'report': {
      const outcome = await reportFile(work.file);
      return { outcome, transfer: [outcome.buffer] };
    }
    case 'match-sheet': {
      const outcome = await matchSheetFile(work.file);
      return { outcome, transfer: [outcome.buffer] };
    }
    case 'cross-checks':
      return { outcome: crossChecked(work.job), transfer: [] };
    case 'cross-check-ground':
      return { outcome: checkGround(work.job, work.asked), transfer: [] };
    case 'materials':
      return { outcome: await matched(work.job), transfer: [] };
    case 'heat-hours': {
      const outcome = heatHoursOf(work.job);
      return { outcome, transfer: outcome.map(({ kw }) => kw.buffer) };
    }
    case 'heat-matches':
      return { outcome: matchesOf(work.input, () => rests?.take()), transfer: [] };
    case 'heat-sensitivity':
      return { outcome: sensitivityOf(work.trial), transfer: [] };
    case 'heat-network':
      return { outcome: networkOf(await solver(), work.input), transfer: [] };
    case 'heat-pinch':
      return { outcome: pinchesOf(work.input), transfer: [] };
    case 'loads': {
      const outcome = loadsOf(work.job, emptied());
      return { outcome, transfer: buffersOf(outcome) };
    }
    case 'capacity': {
      const outcome = answered(work.stretches, work.question);
      return { outcome, transfer: 'items' in outcome ? [outcome.items.buffer] : [] };
    }
    case 'whole':
      return { outcome: wholeOf(work.job), transfer: [] };
    case 'backtest':
      return { outcome: backtest(work.measured, work.forecasts), transfer: [] };
    case 'forecast':
      return { outcome: forecastOf(work.job), transfer: [] };
    case 'scenario-open':
    case 'scenario-part':
    case 'scenario-drop':
    case 'scenario':
    case 'scenario-batteries':
      return scenario(work);
  }
}

const { nice, incoming }: ComputeThreadData = workerData;
const rests = incoming === null ? null : new Rests(incoming);
giveWay(nice);
parentPort?.on('message', ({ id, work }: ComputeRequest) => {
  const answer = (message: ComputeAnswer, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);
  rests?.begin();
  void worked(work)
    .then(
      ({ outcome, transfer }) => answer({ id, outcome }, transfer),
      (error: unknown) => answer({ id, error: error instanceof Error ? error.message : String(error) }),
    )
    // After the answer: what comes next waits, whoever has it already does not.
    .then(() => rests?.take());
});
