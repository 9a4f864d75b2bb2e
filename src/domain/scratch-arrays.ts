// Arrays that a sum needs while it is made, used again for the next one: a year of quarters of two dozen sums is 7 MB, and asking
// the system for that and giving it back takes as long as filling it. Pure.

export class ScratchArrays {
  readonly #arrays: Float64Array[] = [];
  #taken = 0;

  /** An array of zeros, its taker's until `free`. */
  take(length: number): Float64Array {
    const at = this.#taken++;
    const known = this.#arrays[at];
    if (known !== undefined && known.length >= length) return (known.length === length ? known : known.subarray(0, length)).fill(0);
    return (this.#arrays[at] = new Float64Array(length));
  }

  /** Whoever took any has no more use for them. */
  free(): void {
    this.#taken = 0;
  }
}
