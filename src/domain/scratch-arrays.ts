// Arrays that a sum needs while it is made, used again for the next one: a year of quarters of two dozen sums is 7 MB, and asking
// the system for that and giving it back takes as long as filling it. Pure.

/** Arrays that are kept while nobody has them: of 280 KB each where they are of a year. */
export const KEPT_MAX = 1000;

export class ScratchArrays {
  readonly #arrays: Float64Array[] = [];
  #taken = 0;

  /** An array of zeros, its taker's until `free`. */
  take(length: number): Float64Array {
    const isKept = this.#taken < this.#arrays.length;
    const array = this.#next(length);
    // A new one is zeros already: to write them would have the system bring its memory at once.
    return isKept ? array.fill(0) : array;
  }

  /** An array to be changed: the given one where it was taken since the first so many, else a copy of it; zeros where there is none. */
  own(array: Float64Array | undefined, { length, since }: { length: number; since: number }): Float64Array {
    if (array === undefined) return this.take(length);
    const at = this.#arrays.indexOf(array, since);
    if (at >= 0 && at < this.#taken) return array;
    const copy = this.#next(length);
    copy.set(array);
    return copy;
  }

  /** How many are in use. */
  get taken(): number {
    return this.#taken;
  }

  /** Whoever took any has no more use for them.
   *  @param taken but for the first so many */
  free(taken = 0): void {
    this.#taken = taken;
    this.#arrays.length = Math.min(this.#arrays.length, Math.max(KEPT_MAX, taken));
  }

  #next(length: number): Float64Array {
    const at = this.#taken++;
    const known = this.#arrays[at];
    if (known !== undefined && known.length >= length) return known.length === length ? known : known.subarray(0, length);
    return (this.#arrays[at] = new Float64Array(length));
  }
}
