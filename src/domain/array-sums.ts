// Sums of arrays, quarter by quarter. Pure.

/** Quarters that are summed at a time: that much of a few sums stays in the nearest cache of a processor (8 KB each) while all
 *  arrays are added to it. */
export const BLOCK_QUARTERS = 1_024;

/** Adds arrays of whole numbers of the same length; four at a time, so that the sum is read and written a quarter as often.
 *  Whole numbers below 2^53 add up to the same in any order. */
export function addArrays(sum: Float64Array, arrays: readonly Float64Array[]): void {
  for (let from = 0; from < sum.length; from += BLOCK_QUARTERS) {
    const to = Math.min(from + BLOCK_QUARTERS, sum.length);
    let at = 0;
    for (; at + 4 <= arrays.length; at += 4) addFour(sum, arrays, { at, from, to });
    for (; at < arrays.length; at++) {
      const one = arrays[at];
      if (one !== undefined) for (let t = from; t < to; t++) sum[t] = (sum[t] ?? 0) + (one[t] ?? 0);
    }
  }
}

function addFour(sum: Float64Array, arrays: readonly Float64Array[], { at, from, to }: { at: number; from: number; to: number }): void {
  const first = arrays[at];
  const second = arrays[at + 1];
  const third = arrays[at + 2];
  const fourth = arrays[at + 3];
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return;
  for (let t = from; t < to; t++) sum[t] = (sum[t] ?? 0) + ((first[t] ?? 0) + (second[t] ?? 0) + ((third[t] ?? 0) + (fourth[t] ?? 0)));
}

/** All quarters together, from the first on. */
export function sumOf(values: Float64Array): number {
  let total = 0;
  for (let t = 0; t < values.length; t++) total += values[t] ?? 0;
  return total;
}

/** Is every value this one? Sixteen at a time where they lie so in memory. */
export function isAll(values: Uint8Array, value: number): boolean {
  const words = values.byteOffset % 4 === 0 ? (values.length >> 4) * 4 : 0;
  if (words > 0) {
    const four = new Uint32Array(values.buffer, values.byteOffset, words);
    const wanted = value * 0x01010101;
    for (let at = 0; at < words; at += 4) {
      const other = ((four[at] ?? 0) ^ wanted) | ((four[at + 1] ?? 0) ^ wanted) | ((four[at + 2] ?? 0) ^ wanted) | ((four[at + 3] ?? 0) ^ wanted);
      if (other !== 0) return false;
    }
  }
  for (let at = words * 4; at < values.length; at++) if (values[at] !== value) return false;
  return true;
}
