// Measured years that stay in the worker, so that a scenario on one costs no more than its steps. The main thread says which stay.
import { QUARTERS_PER_UTC_DAY } from '../domain/time.ts';
import type { DaysAndRows, QuarterSpans } from '../storage/series.ts';
import { daysAtOnce } from '../domain/stretches.ts';
import type { Compute } from './compute.ts';
import type { GatherJob } from './gathering.ts';
import { type BatteryTask, NOT_KEPT, type ScenarioCarrier, type ScenarioOutcome, type ScenarioQuestion } from './scenario-sums.ts';
import type { YearFacts } from './year-figures.ts';

/** Years of parks and companies at once; that of a park of 100 companies takes some 100 MB. */
export const YEARS_MAX = 3;
/** While history comes in the year changes all the time; it is read again after this. */
export const YEAR_KEPT_MS = 60_000;
export interface YearWanted {
  /** Names the connections and the period. */
  readonly key: string;
  /** Grows when one of its quarters may have changed. */
  readonly version: number;
  readonly facts: () => Promise<YearFacts>;
  readonly firstQuarter: number;
  readonly quarters: number;
  readonly connections: Readonly<Record<ScenarioCarrier, GatherJob['connections']>>;
}
export interface ScenarioYearsPorts {
  readonly compute: Pick<Compute, 'openYear' | 'addToYear' | 'dropYear' | 'scenario' | 'scenarioBatteries'>;
  readonly days: (query: QuarterSpans) => Promise<DaysAndRows>;
  readonly now: () => number;
}
interface Kept {
  /** In the worker: each reading of a year is another. */
  readonly name: string;
  readonly version: number;
  readonly readAt: number;
  readonly opened: Promise<void>;
}

export class ScenarioYears {
  readonly #ports: ScenarioYearsPorts;
  readonly #kept = new Map<string, Kept>();
  #readings = 0;

  constructor(ports: ScenarioYearsPorts) {
    this.#ports = ports;
  }

  answer(wanted: YearWanted, question: ScenarioQuestion): Promise<ScenarioOutcome> {
    return this.#with(wanted, (name) => this.#ports.compute.scenario(name, question));
  }

  batteries(wanted: YearWanted, question: ScenarioQuestion, at: number): Promise<{ tasks: readonly BatteryTask[]; cheap: Uint8Array }> {
    return this.#with(wanted, (name) => this.#ports.compute.scenarioBatteries(name, question, at));
  }

  async #with<T>(wanted: YearWanted, ask: (name: string) => Promise<T>): Promise<T> {
    try {
      return await this.#once(wanted, ask);
    } catch (error) {
      // A worker that was started anew has none of the years that were read before.
      if (!(error instanceof Error) || error.message !== NOT_KEPT) throw error;
      return this.#once(wanted, ask);
    }
  }

  async #once<T>(wanted: YearWanted, ask: (name: string) => Promise<T>): Promise<T> {
    const known = this.#kept.get(wanted.key);
    const fresh = known !== undefined && (known.version === wanted.version || this.#ports.now() - known.readAt < YEAR_KEPT_MS);
    const kept = fresh ? known : this.#open(wanted);
    if (!fresh && known !== undefined) this.#drop(known).catch(() => undefined);
    // Asked for last.
    this.#kept.delete(wanted.key);
    this.#kept.set(wanted.key, kept);
    for (const [key, oldest] of this.#kept) {
      if (this.#kept.size <= YEARS_MAX) break;
      this.#kept.delete(key);
      this.#drop(oldest).catch(() => undefined);
    }
    try {
      await kept.opened;
      return await ask(kept.name);
    } catch (error) {
      if (this.#kept.get(wanted.key) === kept) this.#kept.delete(wanted.key);
      throw error;
    }
  }

  /** After what was asked of it: the worker takes its messages in order. */
  async #drop({ name, opened }: Kept): Promise<void> {
    await opened.catch(() => undefined);
    await this.#ports.compute.dropYear(name);
  }

  #open(wanted: YearWanted): Kept {
    this.#readings += 1;
    const name = `${this.#readings} ${wanted.key}`;
    return { name, version: wanted.version, readAt: this.#ports.now(), opened: this.#read(name, wanted) };
  }

  async #read(name: string, { facts, firstQuarter, quarters, connections }: YearWanted): Promise<void> {
    const { compute } = this.#ports;
    await compute.openYear(name, await facts());
    for (const carrier of ['electricity', 'gas'] as const) {
      const registers = Int32Array.from(connections[carrier].flatMap((one) => one.registers.map(({ register }) => register)));
      if (connections[carrier].length === 0) continue;
      const stretch = daysAtOnce(registers.length) * QUARTERS_PER_UTC_DAY;
      for (let at = 0; at < quarters; at += stretch) {
        const length = Math.min(stretch, quarters - at);
        const { days, rows } = await this.#ports.days({ registers, from: firstQuarter + at, to: firstQuarter + at + length });
        await compute.addToYear(name, carrier, { firstQuarter: firstQuarter + at, quarters: length, connections: connections[carrier], columns: rows, days, before: [] });
      }
    }
  }
}
