// Runs of the solver that people wait for: one at a time, each in a thread of its own, with its progress, and cancelled at once.
import { Recent } from '../domain/recent.ts';
import type { Worker } from 'node:worker_threads';
import type { Battery } from '../domain/scenario/battery.ts';
import { startThread } from '../threads.ts';
import type { BatteryPrices, SolvedBattery } from './battery-solver.ts';

export interface BatteryJob {
  readonly batteries: readonly { readonly connection: number; readonly netKwh: Float64Array; readonly battery: Battery }[];
  readonly prices: BatteryPrices;
  readonly foresight: 'rolling' | 'year';
}
export type SolvedConnection = SolvedBattery & { readonly connection: number };
export type FromBatteryThread =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly solved: readonly SolvedConnection[] }
  | { readonly kind: 'failed'; readonly detail: string };

export interface BatteryRun {
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly progress: number;
  readonly startedAt: number;
  readonly seconds: number;
  readonly detail: string | null;
}
/** Of all windows and connections of a run together; a year of one connection takes minutes. */
export const RUN_MAX_MS = 20 * 60_000;
/** Runs that are remembered; the oldest goes. */
const REMEMBERED_MAX = 100;

export class BatteryRuns {
  readonly #now: () => number;
  readonly #runs = new Recent<number, BatteryRun>(REMEMBERED_MAX);
  readonly #maxMs: number;
  #current: { id: number; thread: Worker; ended: () => void } | null = null;

  constructor(now: () => number, maxMs = RUN_MAX_MS) {
    this.#now = now;
    this.#maxMs = maxMs;
  }

  /** The last run of a scenario, as far as it is remembered. */
  of(id: number): BatteryRun | null {
    return this.#runs.get(id) ?? null;
  }

  get busy(): boolean {
    return this.#current !== null;
  }

  /** Starts a run. What comes out is kept by the caller before the run counts as done.
   *  @throws Error when one is running */
  start(id: number, job: BatteryJob, keep: (solved: readonly SolvedConnection[]) => Promise<void>): BatteryRun {
    if (this.#current !== null) throw new Error('a run is going on');
    const startedAt = this.#now();
    const thread = startThread(new URL('./battery-thread.ts', import.meta.url), { workerData: job });
    const put = (change: Partial<BatteryRun>): BatteryRun => {
      return this.#runs.put(id, { state: 'running', progress: 0, startedAt, detail: null, ...this.#runs.get(id), ...change, seconds: (this.#now() - startedAt) / 1000 });
    };
    const limit = setTimeout(() => fail(`The solver took longer than ${Math.round(this.#maxMs / 60_000)} minutes; take fewer days, or fewer connections.`), this.#maxMs);
    limit.unref();
    const mine = {
      id,
      thread,
      ended: (): void => {
        clearTimeout(limit);
        put({ state: 'cancelled' });
      },
    };
    this.#current = mine;
    const end = (change: Partial<BatteryRun>): void => {
      if (this.#current !== mine) return;
      this.#current = null;
      clearTimeout(limit);
      put(change);
      thread.terminate().catch(() => undefined);
    };
    function fail(error: unknown): void {
      end({ state: 'failed', detail: error instanceof Error ? error.message : String(error) });
    }
    let isTold = false;
    thread.on('message', (message: FromBatteryThread) => {
      if (this.#current !== mine) return;
      isTold ||= message.kind !== 'progress';
      if (message.kind === 'progress') put({ progress: message.share });
      else if (message.kind === 'failed') fail(message.detail);
      else keep(message.solved).then(() => end({ state: 'done', progress: 1 }), fail);
    });
    thread.on('error', fail);
    // It ends by itself when it has told what it found, which is then being kept.
    thread.on('exit', (code) => {
      if (!isTold) fail(`the solver's thread ended (${code})`);
    });
    this.#runs.delete(id);
    return put({});
  }

  /** Ends a run at once. @returns false when it is not going on */
  async cancel(id: number): Promise<boolean> {
    const current = this.#current;
    if (current?.id !== id) return false;
    this.#current = null;
    current.ended();
    await current.thread.terminate();
    return true;
  }

  async close(): Promise<void> {
    if (this.#current !== null) await this.cancel(this.#current.id);
  }
}
