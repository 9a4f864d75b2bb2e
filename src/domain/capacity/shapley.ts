// The Shapley value of a peak: what each member adds to it, averaged over every order in which they could have come. Pure.

/** Up to here all 2^n coalitions are counted; above, random orders are drawn. */
export const EXACT_MEMBERS_MAX = 12;
/** Drawing stops at this standard error, as a share of the peak, or after so many orders. */
const ERROR_SHARE = 0.01;
const ORDERS_MAX = 4000;
const ORDERS_MIN = 100;

export interface Shapley {
  /** kW of each member; together the peak. Negative: it relieves the peak. */
  readonly kw: readonly number[];
  /** Standard error of each, kW; 0 where it is exact. */
  readonly errorKw: readonly number[];
  readonly exact: boolean;
  /** v(N): the highest quarter of all together, at least 0. */
  readonly totalKw: number;
}

/** Shapley value on v(S) = max over the quarters of max(0, sum of S).
 *  @param rows power of each member in the quarters that matter, kW; arrays of equal length
 *  @param seed of the random orders: the same seed gives the same answer
 *  @see docs/methods.md#peaks, case O18 (airport game) */
export function shapley(rows: readonly Float64Array[], seed = 1): Shapley {
  return rows.length <= EXACT_MEMBERS_MAX ? exactly(rows) : sampled(rows, seed);
}

/** Value of a coalition whose members are summed in `sums`. */
function valueOf(sums: Float64Array): number {
  let most = 0;
  for (let t = 0; t < sums.length; t++) {
    const sum = sums[t] ?? 0;
    if (sum > most) most = sum;
  }
  return most;
}

function exactly(rows: readonly Float64Array[]): Shapley {
  const values = coalitionValues(rows);
  const kw = rows.map((_, member) => joinings(values, rows.length, member).reduce((sum, { weight, withKw, withoutKw }) => sum + weight * (withKw - withoutKw), 0));
  return { kw, errorKw: rows.map(() => 0), exact: true, totalKw: values.at(-1) ?? 0 };
}

/** What a member adds to one coalition of others. */
export interface Coalition {
  /** Bit i: member i is among the others. */
  readonly others: number;
  /** s! (n - s - 1)! / n! of a coalition of s others. */
  readonly weight: number;
  /** Highest quarter of the others, and of them with the member; kW, at least 0. */
  readonly withoutKw: number;
  readonly withKw: number;
}
/** What two random orders, the second the reverse of the first, let a member add; kW. */
export interface Draw {
  readonly forthKw: number;
  readonly backKw: number;
}
/** What the value of one member is made of: weight x (with - without) adds up to it, or it is the mean of what was drawn. */
export interface ShapleyTerms {
  readonly coalitions: readonly Coalition[];
  readonly draws: readonly Draw[];
}

/** By the same numbers, in the same order, as the value itself.
 *  @see docs/methods-explained.md#explained-peaks-curve-and-room-for-something-new */
export function shapleyTerms(rows: readonly Float64Array[], member: number, seed = 1): ShapleyTerms {
  if (rows.length <= EXACT_MEMBERS_MAX) return { coalitions: joinings(coalitionValues(rows), rows.length, member), draws: [] };
  const draws: Draw[] = [];
  sampled(rows, seed, (forth, back) => draws.push({ forthKw: forth[member] ?? 0, backKw: back[member] ?? 0 }));
  return { coalitions: [], draws };
}

function joinings(values: Float64Array, n: number, member: number): Coalition[] {
  const weights = new Float64Array(Math.max(n, 1));
  weights[0] = 1 / Math.max(n, 1);
  for (let s = 1; s < n; s++) weights[s] = ((weights[s - 1] ?? 0) * s) / (n - s);
  const found: Coalition[] = [];
  for (let others = 0; others < values.length; others++) {
    if ((others & (1 << member)) !== 0) continue;
    found.push({ others, weight: weights[bitsOf(others)] ?? 0, withoutKw: values[others] ?? 0, withKw: values[others | (1 << member)] ?? 0 });
  }
  return found;
}

/** In the order of a Gray code, so that each coalition is one member more or less than the one before. */
function coalitionValues(rows: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(1 << rows.length);
  const sums = new Float64Array(rows[0]?.length ?? 0);
  let set = 0;
  for (let step = 1; step < values.length; step++) {
    const next = step ^ (step >> 1);
    const member = 31 - Math.clz32(set ^ next);
    const row = rows[member] ?? new Float64Array(0);
    const sign = (next & (1 << member)) === 0 ? -1 : 1;
    for (let t = 0; t < sums.length; t++) sums[t] = (sums[t] ?? 0) + sign * (row[t] ?? 0);
    values[next] = valueOf(sums);
    set = next;
  }
  return values;
}

function bitsOf(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** @param onDraw gets what each member added in an order and in its reverse */
function sampled(rows: readonly Float64Array[], seed: number, onDraw: (forth: Float64Array, back: Float64Array) => void = () => undefined): Shapley {
  const n = rows.length;
  const next = randomFrom(seed);
  const order = rows.map((_, index) => index);
  const [mean, spread, whole] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const [forth, back] = [new Float64Array(n), new Float64Array(n)];
  const sums = new Float64Array(rows[0]?.length ?? 0);
  const errorOf = (drawn: number): number[] => Array.from(spread, (sum) => (drawn < 2 ? Infinity : Math.sqrt(sum / (drawn - 1) / drawn)));
  const totalKw = added(rows, { order, sums, into: forth });
  let drawn = 0;
  while (drawn < ORDERS_MAX / 2) {
    shuffle(order, next);
    added(rows, { order, sums, into: forth });
    // An order and its reverse together: who comes early in one comes late in the other, which evens out much of the chance.
    order.reverse();
    added(rows, { order, sums, into: back });
    drawn += 1;
    onDraw(forth, back);
    for (let member = 0; member < n; member++) {
      const value = ((forth[member] ?? 0) + (back[member] ?? 0)) / 2;
      whole[member] = (whole[member] ?? 0) + value;
      const away = value - (mean[member] ?? 0);
      mean[member] = (mean[member] ?? 0) + away / drawn;
      spread[member] = (spread[member] ?? 0) + away * (value - (mean[member] ?? 0));
    }
    if (drawn >= ORDERS_MIN / 2 && Math.max(...errorOf(drawn)) <= ERROR_SHARE * totalKw) break;
  }
  // The running mean says when to stop; whoever adds up the draws gets this one to the last digit.
  return { kw: Array.from(whole, (sum) => sum / drawn), errorKw: errorOf(drawn), exact: false, totalKw };
}

/** What each member adds when they come in this order. @returns v(N) */
function added(rows: readonly Float64Array[], { order, sums, into }: { order: readonly number[]; sums: Float64Array; into: Float64Array }): number {
  sums.fill(0);
  let before = 0;
  for (const member of order) {
    const row = rows[member] ?? sums;
    let most = 0;
    for (let t = 0; t < sums.length; t++) {
      const sum = (sums[t] ?? 0) + (row[t] ?? 0);
      sums[t] = sum;
      if (sum > most) most = sum;
    }
    into[member] = most - before;
    before = most;
  }
  return before;
}

function shuffle(order: number[], next: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}

/** Numbers in [0, 1) from a seed (mulberry32, by Tommy Ettinger, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
