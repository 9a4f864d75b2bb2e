// Sums of the pairs of two series, from which their slope and their correlation follow. Pure.

export interface Moments {
  /** Pairs. */
  readonly n: number;
  readonly sumA: number;
  readonly sumB: number;
  readonly sumAa: number;
  readonly sumBb: number;
  readonly sumAb: number;
}
/** Which pairs: a[t] with b[t + shift]; still ones, in which b does not move, may be left out. */
export interface Pairing {
  readonly shift: number;
  readonly withoutStill: boolean;
}

/** Places t at which both are known.
 *  @param a numbers that follow each other, NaN where unknown
 *  @see docs/methods-meters.md#cross-checks */
export function pairedAt(a: Float64Array, b: Float64Array, { shift, withoutStill }: Pairing): number[] {
  const at: number[] = [];
  for (let t = Math.max(0, -shift); t < Math.min(a.length, b.length - shift); t++) {
    const y = b[t + shift] ?? Number.NaN;
    if (Number.isNaN(a[t] ?? Number.NaN) || Number.isNaN(y) || (withoutStill && y === 0)) continue;
    at.push(t);
  }
  return at;
}

/** @see docs/methods-meters.md#cross-checks */
export function momentsOf(a: Float64Array, b: Float64Array, pairing: Pairing): Moments {
  const paired = pairedAt(a, b, pairing);
  let [sumA, sumB, sumAa, sumBb, sumAb] = [0, 0, 0, 0, 0];
  for (const t of paired) {
    const [x, y] = [a[t] ?? Number.NaN, b[t + pairing.shift] ?? Number.NaN];
    sumA += x;
    sumB += y;
    sumAa += x * x;
    sumBb += y * y;
    sumAb += x * y;
  }
  return { n: paired.length, sumA, sumB, sumAa, sumBb, sumAb };
}

/** Pearson's correlation, -1 to 1; 0 where one of them does not move.
 *  @see docs/methods-meters.md#cross-checks */
export function correlationOf({ n, sumA, sumB, sumAa, sumBb, sumAb }: Moments): number {
  const [varA, varB] = [n * sumAa - sumA * sumA, n * sumBb - sumB * sumB];
  return varA <= 0 || varB <= 0 ? 0 : (n * sumAb - sumA * sumB) / Math.sqrt(varA * varB);
}

/** Least squares of a on b; null where b does not move.
 *  @see docs/methods-meters.md#cross-checks */
export function slopeOf({ n, sumA, sumB, sumAa, sumBb, sumAb }: Moments): { readonly slope: number; readonly slopeError: number } | null {
  const [varB, varA, cov] = [sumBb - (sumB * sumB) / Math.max(n, 1), sumAa - (sumA * sumA) / Math.max(n, 1), sumAb - (sumB * sumA) / Math.max(n, 1)];
  if (varB <= 0) return null;
  const slope = cov / varB;
  return { slope, slopeError: Math.sqrt(Math.max(varA - slope * cov, 0) / (n - 2) / varB) };
}
