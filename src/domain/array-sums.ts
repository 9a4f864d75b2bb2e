// Sums of arrays, quarter by quarter. Pure.

/** Adds arrays of whole numbers of the same length; four at a time, so that the sum is read and written a quarter as often.
 *  Whole numbers below 2^53 add up to the same in any order. */
export function addArrays(sum: Float64Array, arrays: readonly Float64Array[]): void {
  let at = 0;
  for (; at + 4 <= arrays.length; at += 4) addFour(sum, arrays, at);
  for (; at < arrays.length; at++) {
    const one = arrays[at];
    if (one !== undefined) for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] ?? 0) + (one[t] ?? 0);
  }
}

function addFour(sum: Float64Array, arrays: readonly Float64Array[], at: number): void {
  const first = arrays[at];
  const second = arrays[at + 1];
  const third = arrays[at + 2];
  const fourth = arrays[at + 3];
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return;
  for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] ?? 0) + ((first[t] ?? 0) + (second[t] ?? 0) + ((third[t] ?? 0) + (fourth[t] ?? 0)));
}

/** All quarters together, from the first on. */
export function sumOf(values: Float64Array): number {
  let total = 0;
  for (let t = 0; t < values.length; t++) total += values[t] ?? 0;
  return total;
}
