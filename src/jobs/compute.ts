// The compute worker as the main thread sees it: a job in, an outcome out.
import type { Worker } from 'node:worker_threads';
import { BEHIND_STORE_NICE } from '../priority.ts';
import { ThreadEndedError, startThread } from '../threads.ts';
import type { ExchangeFlows } from '../domain/exchange-flows.ts';
import type { ExchangeMatrix } from '../domain/exchange.ts';
import type { Backtest } from '../domain/forecast/backtest.ts';
import type { Measured } from '../domain/forecast/forecast.ts';
import type { Weather } from '../domain/forecast/weather.ts';
import type { WholeLoad } from '../domain/forecast/whole-load.ts';
import type { MatchInput, Matched } from '../domain/heat/matching.ts';
import type { Moved, PairTrial } from '../domain/heat/trial.ts';
import type { CapacityAnswers, CapacityQuestion } from './capacity-sums.ts';
import type { BalanceJob, BalanceOutcome, ComputeAnswer, ComputeOutcome, ComputeRequest, ComputeThreadData, ComputeWork } from './compute-thread.ts';
import type { CheckGround, GroundQuestion } from './cross-check-ground.ts';
import type { CheckJob } from './cross-check-series.ts';
import type { CheckOutcome } from './cross-check-sums.ts';
import type { ExchangeJob, FlowsJob } from './exchange-sums.ts';
import type { ForecastJob, ForecastOutcome, WholeJob } from './forecast-sums.ts';
import type { GatherJob } from './gathering.ts';
import { type Loads, type LoadsJob, buffersOf } from './stretch-loads.ts';
import type { MatchSheetFile, ReportFile } from './report-file.ts';
import type { MaterialJob, MaterialOutcome } from './material-sums.ts';
import type { Network, NetworkInput, PinchInput, PinchOfSlice } from './heat-network-sums.ts';
import type { BatteryTask, ScenarioCarrier, ScenarioOutcome, ScenarioQuestion } from './scenario-sums.ts';
import type { YearFacts } from './year-figures.ts';
import type { HeatHoursJob, PortHours } from './heat-sums.ts';
import { buffersIn } from '../storage/series.ts';
import { WARM_UPS, warmUpJob } from './warm-up.ts';

export const computeThread = (workerData: ComputeThreadData): Worker => startThread(new URL('./compute-thread.ts', import.meta.url), { workerData });

export class Compute {
  #thread: Worker;
  #ended = false;
  #closed = false;
  readonly #waiting = new Map<number, { settle: (outcome: ComputeOutcome) => void; refuse: (error: Error) => void }>();
  #id = 0;

  readonly #make: () => Worker;

  /** @param nice how far its thread stands behind the broker
   *  @param incoming where given it rests while messages come in fast: `Journal.durable` */
  constructor({ nice = BEHIND_STORE_NICE, incoming = null, make = () => computeThread({ nice, incoming }) }: Partial<ComputeThreadData> & { make?: () => Worker } = {}) {
    this.#make = make;
    this.#thread = this.#start();
  }

  #start(): Worker {
    const thread = this.#make();
    this.#ended = false;
    thread.on('message', (answer: ComputeAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.refuse(new Error(answer.error));
      else waiting?.settle(answer.outcome);
    });
    const end = (why: string): void => {
      if (this.#thread !== thread || this.#ended) return;
      // What was asked is lost with what it held; the next question starts another.
      this.#ended = true;
      for (const { refuse } of this.#waiting.values()) refuse(new ThreadEndedError(`the worker that makes these sums ended: ${why}`));
      this.#waiting.clear();
    };
    thread.on('error', (error) => end(error.message));
    thread.on('exit', (code) => end(`exit ${code}`));
    return thread;
  }

  balance(job: BalanceJob): Promise<BalanceOutcome> {
    return this.#ask<BalanceOutcome>({ kind: 'balance', job }, buffersIn(job));
  }

  /** Who served whom in each part of a stretch of quarters; amounts in whole millionths. */
  exchange(job: ExchangeJob): Promise<readonly ExchangeMatrix[]> {
    return this.#ask<readonly ExchangeMatrix[]>({ kind: 'exchange', job }, buffersIn(job));
  }

  /** The quarters behind such a matrix. */
  exchangeFlows(job: FlowsJob): Promise<ExchangeFlows> {
    return this.#ask<ExchangeFlows>({ kind: 'exchange-flows', job }, buffersIn(job));
  }

  /** Which material streams fit, and who could get how much. */
  materials(job: MaterialJob): Promise<MaterialOutcome> {
    return this.#ask<MaterialOutcome>({ kind: 'materials', job }, []);
  }

  /** What each connection drew in a stretch of quarters, or what they drew together. */
  loads(job: LoadsJob): Promise<Loads> {
    return this.#ask<Loads>({ kind: 'loads', job }, buffersIn(job));
  }

  /** Answers from stretches that follow each other; their arrays go to the worker and are gone here. */
  capacity<K extends CapacityQuestion['kind']>(stretches: readonly Loads[], question: CapacityQuestion & { kind: K }): Promise<CapacityAnswers[K]> {
    return this.#ask<CapacityAnswers[K]>({ kind: 'capacity', stretches, question }, stretches.flatMap(buffersOf));
  }

  /** One load out of stretches that follow each other; their arrays go to the worker and are gone here. */
  whole(job: WholeJob): Promise<WholeLoad> {
    return this.#ask<WholeLoad>({ kind: 'whole', job }, job.stretches.flatMap(buffersOf));
  }

  /** How good the forecast of a load was; null when there is too little of it. */
  backtest(measured: Measured, forecasts: readonly (Weather | null)[]): Promise<Backtest | null> {
    return this.#ask<Backtest | null>({ kind: 'backtest', measured, forecasts }, []);
  }

  /** The coming 48 hours; null when too little is known of the load. */
  forecast(job: ForecastJob): Promise<ForecastOutcome | null> {
    return this.#ask<ForecastOutcome | null>({ kind: 'forecast', job }, []);
  }

  /** What the meters of a place say of each other. */
  crossChecks(job: CheckJob): Promise<CheckOutcome> {
    return this.#ask<CheckOutcome>({ kind: 'cross-checks', job }, buffersIn(job));
  }

  /** What one check is made of; null when there is no such check. */
  checkGround(job: CheckJob, asked: GroundQuestion): Promise<CheckGround | null> {
    return this.#ask<CheckGround | null>({ kind: 'cross-check-ground', job, asked }, buffersIn(job));
  }

  /** A report as the bytes of a file. */
  report(file: ReportFile): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask<Uint8Array<ArrayBuffer>>({ kind: 'report', file }, []);
  }

  /** The sheet of a heat match as the bytes of a file. */
  matchSheet(file: MatchSheetFile): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask<Uint8Array<ArrayBuffer>>({ kind: 'match-sheet', file }, []);
  }

  /** Power of heat ports in each hour of a stretch. */
  heatHours(job: HeatHoursJob): Promise<readonly PortHours[]> {
    return this.#ask<readonly PortHours[]>({ kind: 'heat-hours', job }, buffersIn(job));
  }

  /** Which sources and sinks could serve each other; the hours of the ports stay here, a copy goes. */
  heatMatches(input: MatchInput): Promise<Matched> {
    return this.#ask<Matched>({ kind: 'heat-matches', input }, []);
  }

  /** What each assumption moves of one pair. */
  heatSensitivity(trial: PairTrial): Promise<readonly Moved[]> {
    return this.#ask<readonly Moved[]>({ kind: 'heat-sensitivity', trial }, []);
  }

  /** The links of a place that pay together. */
  heatNetwork(input: NetworkInput): Promise<Network> {
    return this.#ask<Network>({ kind: 'heat-network', input }, []);
  }

  /** How much the ports of a place could exchange at most, by slice of the year. */
  heatPinch(input: PinchInput): Promise<readonly PinchOfSlice[]> {
    return this.#ask<readonly PinchOfSlice[]>({ kind: 'heat-pinch', input }, []);
  }

  /** Begins a measured year that stays in the worker. */
  async openYear(key: string, facts: YearFacts): Promise<void> {
    await this.#ask<null>({ kind: 'scenario-open', key, facts }, []);
  }

  /** Brings a stretch of quarters of such a year. */
  async addToYear(key: string, carrier: ScenarioCarrier, job: GatherJob): Promise<void> {
    await this.#ask<null>({ kind: 'scenario-part', key, carrier, job }, buffersIn(job));
  }

  async dropYear(key: string): Promise<void> {
    await this.#ask<null>({ kind: 'scenario-drop', key }, []);
  }

  /** Base and scenario of a year that is kept. */
  scenario(key: string, question: ScenarioQuestion): Promise<ScenarioOutcome> {
    return this.#ask<ScenarioOutcome>({ kind: 'scenario', key, question }, []);
  }

  /** What the batteries of a step would see, for the solver. */
  scenarioBatteries(key: string, question: ScenarioQuestion, at: number): Promise<{ tasks: readonly BatteryTask[]; cheap: Uint8Array }> {
    return this.#ask<{ tasks: readonly BatteryTask[]; cheap: Uint8Array }>({ kind: 'scenario-batteries', key, question, at }, []);
  }

  /** Adds up a made-up park until its code is compiled, so that whoever asks first need not wait for that. Whoever asks meanwhile
   *  waits for one round at most. */
  async warmUp(): Promise<void> {
    try {
      for (let time = 0; time < WARM_UPS; time++) await this.balance(warmUpJob());
    } catch (error) {
      // Closed meanwhile: nobody asks any more.
      if (!(error instanceof ThreadEndedError)) throw error;
    }
  }

  #ask<T extends ComputeOutcome>(work: ComputeWork, transfer: readonly ArrayBuffer[]): Promise<T> {
    const request: ComputeRequest = { id: ++this.#id, work };
    if (this.#ended && !this.#closed) this.#thread = this.#start();
    return new Promise((settle, refuse) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers each kind of work with its own outcome
      this.#waiting.set(request.id, { settle: (outcome) => settle(outcome as T), refuse });
      this.#thread.postMessage(request, transfer);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread.terminate();
  }
}
