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

let nothing = new Float64Array(0);

/** Zeros that all share who ask for them: nobody may write into them. */
export function zeros(length: number): Float64Array {
  if (nothing.length < length) nothing = new Float64Array(length);
  return nothing.length === length ? nothing : nothing.subarray(0, length);
}

/** Are they those? Then they need not be read. */
export const areZeros = (values: Float64Array): boolean => values.buffer === nothing.buffer;

/** All quarters together, from the first on. */
export function sumOf(values: Float64Array): number {
  let total = 0;
  for (let t = 0; t < values.length; t++) total += values[t] ?? 0;
  return total;
}

/** Is every value this one? Thirty-two at a time where they lie so in memory. */
export function isAll(values: Uint8Array, value: number): boolean {
  const words = values.byteOffset % 4 === 0 ? (values.length >> 5) * 8 : 0;
  if (words > 0 && !areAll(new Int32Array(values.buffer, values.byteOffset, words), Math.imul(value, 0x01010101))) return false;
  for (let at = words * 4; at < values.length; at++) if (values[at] !== value) return false;
  return true;
}

/** @param words eight at a time */
function areAll(words: Int32Array, word: number): boolean {
  for (let at = 0; at < words.length; at += 8) {
    const first = ((words[at] ?? 0) ^ word) | ((words[at + 1] ?? 0) ^ word) | ((words[at + 2] ?? 0) ^ word) | ((words[at + 3] ?? 0) ^ word);
    const second = ((words[at + 4] ?? 0) ^ word) | ((words[at + 5] ?? 0) ^ word) | ((words[at + 6] ?? 0) ^ word) | ((words[at + 7] ?? 0) ^ word);
    if ((first | second) !== 0) return false;
  }
  return true;
}
