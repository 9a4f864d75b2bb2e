// Keeps answers that cost a year of quarters, until a day of theirs may have changed; those that may be somewhat old, as a
// forecast may, for a while longer. Bounded; the one not asked for longest goes.
import { Recent } from '../domain/recent.ts';
import { performance } from 'node:perf_hooks';

/** Parks and companies x directions: a region's pages fit. */
export const ANSWERS_MAX = 64;
/** The load of a forecast takes about 300 KB: parks and some companies. */
export const FORECASTS_MAX = 96;
/** A forecast from quarters that changed since is good until it is this many times as old as it took to make. */
export const AGE_PER_COST = 20;

interface Kept {
  readonly version: number;
  readonly answer: Promise<unknown>;
  /** When another one may be made; not while it is being made. */
  stale: number;
}

export class KeptAnswers {
  readonly #kept: Recent<string, Kept>;
  readonly #agePerCost: number;
  readonly #clock: () => number;

  /** @param agePerCost how many times its cost an answer may be old after a change; 0: not at all */
  constructor({ max = ANSWERS_MAX, agePerCost = 0, clock = () => performance.now() }: { max?: number; agePerCost?: number; clock?: () => number } = {}) {
    this.#kept = new Recent(max);
    this.#agePerCost = agePerCost;
    this.#clock = clock;
  }

  /** @param version grows when a quarter that it rests on may have changed */
  async of<T>(key: string, version: number, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    const usable = known !== undefined && (known.version === version || this.#clock() < known.stale);
    const kept = this.#kept.put(key, usable ? known : this.#make(version, make));
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key names what was made under it
      return (await kept.answer) as T;
    } catch (error) {
      this.#kept.delete(key, kept);
      throw error;
    }
  }

  #make(version: number, make: () => Promise<unknown>): Kept {
    const began = this.#clock();
    const answer = make();
    if (this.#agePerCost === 0) return { version, answer, stale: -Infinity };
    const kept: Kept = { version, answer, stale: Infinity };
    void this.#timed(kept, began);
    return kept;
  }

  async #timed(kept: Kept, began: number): Promise<void> {
    await Promise.allSettled([kept.answer]);
    kept.stale = this.#clock() + (this.#clock() - began) * this.#agePerCost;
  }
}
