// The load-duration curve: how much of the time at least this much was drawn. Pure.
import { orderStatistics } from '../order-statistics.ts';

/** Shares of the time at which the curve is told: fine where the peak is. */
const SHARES = [0, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, ...Array.from({ length: 19 }, (_, at) => (at + 2) / 20)].filter((share) => share <= 1);
/** Ranks at which a group limit may be put: the 35th highest quarter is what planners use. */
const RANKS = [1, 10, 35, 100] as const;

/** Quarters above the 99.9th percentile. */
export const P999_SHARE = 0.001;

export interface LoadDuration {
  /** From the highest down: `kw` is reached or passed during `share` of the quarters. */
  readonly points: readonly { readonly share: number; readonly kw: number }[];
  /** The 1st, 10th, 35th and 100th highest quarter, as far as there are so many. */
  readonly ranks: readonly { readonly rank: number; readonly kw: number }[];
  readonly quarters: number;
  /** Energy / peak: hours at full load that would have used the same. null without a peak. */
  readonly fullLoadHours: number | null;
  /** 99.9th percentile, kW. */
  readonly p999Kw: number | null;
}

/** Reads the curve of the measured quarters at some heights.
 *  @param kw mean power of each quarter, NaN where nothing is known
 *  @param sure 1 where it was measured
 *  @see docs/methods.md#load-duration */
export function loadDuration(kw: Float64Array, sure: Uint8Array): LoadDuration {
  const measured = measuredIn(kw, sure);
  const n = measured.length;
  const ranks = RANKS.filter((rank) => rank <= n);
  const rankOf = (share: number): number => rankOfShare(share, n);
  const asked = [1, rankOf(P999_SHARE), ...ranks, ...SHARES.map(rankOf)];
  const [peak = Number.NaN, p999Kw = Number.NaN, ...heights] = orderStatistics(measured, asked);
  let energyKwh = 0;
  for (let at = 0; at < n; at++) energyKwh += Math.max(measured[at] ?? 0, 0) / 4;
  const heightAt = (index: number): number => heights[index] ?? Number.NaN;
  return {
    points: n === 0 ? [] : SHARES.map((share, index) => ({ share, kw: heightAt(ranks.length + index) })),
    ranks: ranks.map((rank, index) => ({ rank, kw: heightAt(index) })),
    quarters: n,
    fullLoadHours: peak > 0 ? energyKwh / peak : null,
    p999Kw: n === 0 ? null : p999Kw,
  };
}

/** Which of n quarters, counted from the highest, stands for a share of them. */
export const rankOfShare = (share: number, n: number): number => Math.min(Math.max(Math.ceil(share * n), 1), n);

/** The quarters at one height of the curve. */
export interface DurationPlace {
  readonly rank: number;
  /** Measured quarters in all. */
  readonly of: number;
  readonly kw: number;
  /** Quarters above it: with those at it they reach the rank. */
  readonly above: number;
  /** Indexes of those at it. */
  readonly at: readonly number[];
}

/** Where the curve takes its value of a rank from.
 *  @param rankIn the rank among n measured quarters
 *  @returns no quarters where there are not so many
 *  @see docs/methods-explained.md#explained-peaks-curve-and-room-for-something-new */
export function durationPlace(kw: Float64Array, sure: Uint8Array, rankIn: (n: number) => number): DurationPlace {
  const measured = measuredIn(kw, sure);
  const rank = rankIn(measured.length);
  const [height = Number.NaN] = orderStatistics(measured, [rank]);
  const at: number[] = [];
  let above = 0;
  for (let t = 0; t < kw.length; t++) {
    const value = sure[t] === 1 ? (kw[t] ?? Number.NaN) : Number.NaN;
    if (value > height) above += 1;
    if (value === height) at.push(t);
  }
  return { rank, of: measured.length, kw: height, above, at };
}

function measuredIn(kw: Float64Array, sure: Uint8Array): Float64Array {
  const measured = new Float64Array(kw.length);
  let n = 0;
  for (let t = 0; t < kw.length; t++) {
    const value = kw[t] ?? Number.NaN;
    if (sure[t] !== 1 || Number.isNaN(value)) continue;
    measured[n] = value;
    n += 1;
  }
  return measured.subarray(0, n);
}
