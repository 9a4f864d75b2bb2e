// What each legal entity puts into a sum of each quarter, and whether that quarter says too much of one. Pure.
import { type Disclosed, judgeSums } from './disclosure.ts';

/** What one connection brings. */
export interface Share {
  readonly entity: string;
  /** Not below 0; NaN where it said nothing. */
  readonly amountAt: (t: number) => number;
}

const OPEN: Disclosed = { sign: null };

export class EntitySums {
  readonly #shares: readonly { readonly amountAt: Share['amountAt']; readonly place: number }[];
  readonly #sums: Float64Array;

  constructor(shares: readonly Share[]) {
    const places = new Map([...new Set(shares.map((one) => one.entity))].map((entity, place) => [entity, place]));
    this.#shares = shares.map(({ entity, amountAt }) => ({ amountAt, place: places.get(entity) ?? 0 }));
    this.#sums = new Float64Array(places.size);
  }

  /** By everybody who said something, also who used nothing.
   *  @see docs/methods.md#disclosure */
  judgedAt(t: number): Disclosed {
    return judgeSums(this.#at(t).filter((sum) => !Number.isNaN(sum)));
  }

  /** Of a measure to which only some contribute: by those. That nobody does says only that.
   *  @see docs/methods.md#disclosure */
  measureAt(t: number): Disclosed {
    const some = this.#at(t).filter((sum) => sum > 0);
    return some.length === 0 ? OPEN : judgeSums(some);
  }

  #at(t: number): Float64Array {
    const sums = this.#sums.fill(Number.NaN);
    for (const { amountAt, place } of this.#shares) {
      const amount = amountAt(t);
      if (Number.isNaN(amount)) continue;
      const sum = sums[place] ?? Number.NaN;
      sums[place] = (Number.isNaN(sum) ? 0 : sum) + amount;
    }
    return sums;
  }
}
