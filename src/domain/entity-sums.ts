// What each legal entity puts into a sum of each quarter, and whether that quarter says too much of one. Pure.
import { type Disclosed, RECOGNISABLE, judgeLargest } from './disclosure.ts';

/** What one connection brings. */
export interface Share {
  readonly entity: string;
  /** Not below 0; NaN where it said nothing. */
  readonly amountAt: (t: number) => number;
}

const OPEN: Disclosed = { sign: null };

export class EntitySums {
  readonly #amounts: readonly Share['amountAt'][];
  /** Whose each share is, as a place in the sums. */
  readonly #places: Uint32Array;
  readonly #sums: Float64Array;

  /** Of those to be protected. */
  constructor(all: readonly Share[]) {
    const shares = all.filter((one) => one.entity !== RECOGNISABLE);
    const places = new Map([...new Set(shares.map((one) => one.entity))].map((entity, place) => [entity, place]));
    this.#amounts = shares.map((one) => one.amountAt);
    this.#places = Uint32Array.from(shares, ({ entity }) => places.get(entity) ?? 0);
    this.#sums = new Float64Array(places.size);
  }

  /** By everybody who said something, also who used nothing.
   *  @see docs/methods.md#disclosure */
  judgedAt(t: number): Disclosed {
    return judgeLargest(this.#largestAt(t, -Infinity));
  }

  /** Of a measure to which only some contribute: by those. That nobody does says only that.
   *  @see docs/methods.md#disclosure */
  measureAt(t: number): Disclosed {
    const largest = this.#largestAt(t, Number.MIN_VALUE);
    return largest.companies === 0 ? OPEN : judgeLargest(largest);
  }

  /** Of those from a least amount on. */
  #largestAt(t: number, least: number): Parameters<typeof judgeLargest>[0] {
    const [amounts, places, sums] = [this.#amounts, this.#places, this.#sums.fill(Number.NaN)];
    for (let at = 0; at < places.length; at++) {
      const amount = amounts[at]?.(t) ?? Number.NaN;
      if (Number.isNaN(amount)) continue;
      const place = places[at] ?? 0;
      const sum = sums[place] ?? Number.NaN;
      sums[place] = (Number.isNaN(sum) ? 0 : sum) + amount;
    }
    let companies = 0;
    let total = 0;
    let first = 0;
    let second = 0;
    for (let place = 0; place < sums.length; place++) {
      const sum = sums[place] ?? Number.NaN;
      if (!(sum >= least)) continue;
      companies += 1;
      total += sum;
      if (sum > first) {
        second = first;
        first = sum;
      } else if (sum > second) second = sum;
    }
    return { companies, total, first, second };
  }
}
