// How much of where a load stands now still holds later: learned from its own past for each time ahead. Pure.

/** Upper ends of the times ahead that are judged apart, in quarters: 1, 3, 6, 12, 24, 36 and 48 hours. */
export const LEAD_ENDS = [4, 12, 24, 48, 96, 144, 192] as const;
export const HORIZON_QUARTERS = 192;
const NEAR_QUARTERS = 4;
const DAY_QUARTERS = 96;
/** Origins from which is learned: one an hour. */
const EVERY_QUARTERS = 4;
/** Further out of line than this counts as this. */
const FURTHEST = 4;
const RIDGE = 0.02;

/** Index of the time ahead.
 *  @param lead quarters ahead, 1 is the quarter that begins at the origin
 *  @see docs/methods.md#forecast */
export function leadIndex(lead: number): number {
  const index = LEAD_ENDS.findIndex((end) => lead <= end);
  return index < 0 ? LEAD_ENDS.length - 1 : index;
}

/** Where a load stands against the usual, in usual distances: in the last hour and in the last day. */
export interface Standing {
  readonly near: number;
  readonly day: number;
}
/** Parts of each that still hold, for each time ahead. */
export type Holding = readonly { readonly near: number; readonly day: number }[];

/** Sums of the known values before each quarter, and their number, so that any mean costs nothing. */
class Running {
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(values: Float64Array) {
    this.#sums = new Float64Array(values.length + 1);
    this.#counts = new Uint32Array(values.length + 1);
    for (let t = 0; t < values.length; t++) {
      const value = values[t] ?? Number.NaN;
      const known = !Number.isNaN(value);
      this.#sums[t + 1] = (this.#sums[t] ?? 0) + (known ? value : 0);
      this.#counts[t + 1] = (this.#counts[t] ?? 0) + (known ? 1 : 0);
    }
  }

  /** Mean of what is known in [from, to); 0 where nothing is: then the load stands where it usually does. */
  mean(from: number, to: number): number {
    const first = Math.max(from, 0);
    const count = (this.#counts[to] ?? 0) - (this.#counts[first] ?? 0);
    return count === 0 ? 0 : ((this.#sums[to] ?? 0) - (this.#sums[first] ?? 0)) / count;
  }
}

const clipped = (strays: Float64Array): Float64Array => strays.map((one) => Math.min(Math.max(one, -FURTHEST), FURTHEST));

/** Where the load stands at an origin.
 *  @param strays distance from the usual in usual distances, of each quarter; NaN where nothing is known
 *  @see docs/methods.md#forecast */
export function standingAt(strays: Float64Array, origin: number): Standing {
  const running = new Running(clipped(strays.subarray(Math.max(origin - DAY_QUARTERS, 0), origin)));
  const end = Math.min(origin, DAY_QUARTERS);
  return { near: running.mean(end - NEAR_QUARTERS, end), day: running.mean(0, end) };
}

/** How much of a standing still held later, by least squares over all hours of a history.
 *  @see docs/methods.md#forecast */
export function learnHolding(strays: Float64Array): Holding {
  const values = clipped(strays);
  const running = new Running(values);
  return LEAD_ENDS.map((end, index) => {
    const first = LEAD_ENDS[index - 1] ?? 0;
    let [nn, nd, dd, ny, dy] = [0, 0, 0, 0, 0];
    for (let origin = DAY_QUARTERS; origin + end <= values.length; origin += EVERY_QUARTERS) {
      const near = running.mean(origin - NEAR_QUARTERS, origin);
      const day = running.mean(origin - DAY_QUARTERS, origin);
      const later = running.mean(origin + first, origin + end);
      nn += near * near;
      nd += near * day;
      dd += day * day;
      ny += near * later;
      dy += day * later;
    }
    [nn, dd] = [nn * (1 + RIDGE), dd * (1 + RIDGE)];
    const determinant = nn * dd - nd * nd;
    if (determinant <= 1e-12) return { near: 0, day: 0 };
    return { near: unit((ny * dd - dy * nd) / determinant), day: unit((dy * nn - ny * nd) / determinant) };
  });
}

/** What stood out never comes back larger or turned round. */
const unit = (share: number): number => Math.min(Math.max(share, 0), 1);

/** What a standing adds to the usual, in usual distances.
 *  @see docs/methods.md#forecast */
export const stillHolds = (holding: Holding, { near, day }: Standing, lead: number): number => {
  const share = holding[leadIndex(lead)];
  return share === undefined ? 0 : share.near * near + share.day * day;
};
