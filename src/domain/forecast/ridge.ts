// Least squares for a handful of drivers that believes none of them further than chance allows. Pure.

/** Added to each driver's own diagonal, so that two that are alike share their part. */
const RIDGE = 1e-3;
/** Of each value at least this much is left when means were taken out, however few values a mean is made of. */
const LEFT_LEAST = 0.2;

/** Coefficients b that make the weighted squares of y - X b least (with a slight ridge), each drawn to 0 by the part of it that
 *  chance explains: 1 - variance / b^2, not below 0. Noise gets none.
 *  @param columns one array a driver; NaN counts as 0
 *  @param alike quarters that say as much as one, for each driver: neighbours err alike
 *  @param cells means that were taken out of y and the columns
 *  @see docs/methods.md#forecast */
export function drivenBy(columns: readonly Float64Array[], y: Float64Array, { weight, alike, cells }: { weight: Float64Array; alike: readonly number[]; cells: number }): number[] {
  const n = columns.length;
  const sums = Array.from({ length: n }, (_, i) => weightedProduct(columns[i] ?? y, y, weight));
  const inverse = inverseOf(
    Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (__, j) => weightedProduct(columns[i] ?? y, columns[j] ?? y, weight) * (i === j ? 1 + RIDGE : 1))),
  );
  const b = Array.from({ length: n }, (_, i) => sums.reduce((sum, one, j) => sum + (inverse[i]?.[j] ?? 0) * one, 0));
  const noise = variance(columns, y, { weight, b, cells });
  return b.map((one, i) => (one === 0 ? 0 : one * Math.max(1 - ((alike[i] ?? 1) * noise * (inverse[i]?.[i] ?? 0)) / (one * one), 0)));
}

/** Weighted variance of what the drivers leave. */
function variance(columns: readonly Float64Array[], y: Float64Array, { weight, b, cells }: { weight: Float64Array; b: readonly number[]; cells: number }): number {
  let [left, count] = [0, 0];
  for (let t = 0; t < y.length; t++) {
    const [w, value] = [weight[t] ?? 0, y[t] ?? Number.NaN];
    if (w === 0 || Number.isNaN(value)) continue;
    let rest = value;
    for (let i = 0; i < b.length; i++) {
      const part = (b[i] ?? 0) * (columns[i]?.[t] ?? 0);
      if (!Number.isNaN(part)) rest -= part;
    }
    left += w * rest * rest;
    count += 1;
  }
  return count === 0 ? 0 : left / Math.max(count - cells, count * LEFT_LEAST);
}

function weightedProduct(a: Float64Array, b: Float64Array, weight: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) {
    const product = (weight[t] ?? 0) * (a[t] ?? 0) * (b[t] ?? 0);
    if (!Number.isNaN(product)) sum += product;
  }
  return sum;
}

/** Gauss-Jordan; rows and columns of a driver that says nothing become 0. */
function inverseOf(matrix: readonly Float64Array[]): Float64Array[] {
  const n = matrix.length;
  const work = matrix.map((row, i) => Float64Array.from({ length: 2 * n }, (_, j) => (j < n ? (row[j] ?? 0) : j - n === i ? 1 : 0)));
  const scale = Math.max(...matrix.map((row, i) => row[i] ?? 0), 0);
  const usable = work.map((_, i) => (matrix[i]?.[i] ?? 0) > 1e-12 * scale);
  for (const [i, row] of work.entries()) {
    const pivot = row[i] ?? 0;
    if (!usable[i] || Math.abs(pivot) <= 1e-14 * scale) continue;
    row.forEach((value, j) => (row[j] = value / pivot));
    for (const [other, target] of work.entries()) {
      const factor = target[i] ?? 0;
      if (other === i || factor === 0 || !usable[other]) continue;
      for (let j = 0; j < 2 * n; j++) target[j] = (target[j] ?? 0) - factor * (row[j] ?? 0);
    }
  }
  return work.map((row, i) => Float64Array.from({ length: n }, (_, j) => (usable[i] && usable[j] ? (row[n + j] ?? 0) : 0)));
}
