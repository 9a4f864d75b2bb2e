// Keeps answers that cost seconds and may be somewhat old, as forecasts may: what changed is taken up, but not at every reading
// that comes in late. Bounded; the one not asked for longest goes.
import { performance } from 'node:perf_hooks';

/** A load of a forecast takes about 300 KB: parks and some companies. */
export const KEPT_MAX = 96;
/** An answer from quarters that changed since is good until it is this many times as old as it took to make. */
export const AGE_PER_COST = 20;

interface Kept {
  readonly version: number;
  readonly answer: Promise<unknown>;
  /** When another one may be made; not while it is being made. */
  stale: number;
}

export class KeptAWhile {
  readonly #kept = new Map<string, Kept>();
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** @param version grows when a quarter that it rests on may have changed */
  async of<T>(key: string, version: number, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    const usable = known !== undefined && (known.version === version || this.#clock() < known.stale);
    const kept = usable ? known : this.#make(version, make);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest);
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key names what was made under it
      return (await kept.answer) as T;
    } catch (error) {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
      throw error;
    }
  }

  #make(version: number, make: () => Promise<unknown>): Kept {
    const began = this.#clock();
    const kept: Kept = { version, answer: make(), stale: Infinity };
    void this.#timed(kept, began);
    return kept;
  }

  async #timed(kept: Kept, began: number): Promise<void> {
    await Promise.allSettled([kept.answer]);
    kept.stale = this.#clock() + (this.#clock() - began) * AGE_PER_COST;
  }
}
