// Arrays that a sum needs while it is made, used again for the next one: a year of quarters of two dozen sums is 7 MB, and asking
// the system for that and giving it back takes as long as filling it. Pure.

export class ScratchArrays {
  #length = 0;
  #arrays: Float64Array[] = [];
  #taken = 0;

  /** An array of zeros, its taker's until `free`. Those of another length than the last one asked for are not kept. */
  take(length: number): Float64Array {
    if (length !== this.#length) {
      this.#length = length;
      this.#arrays = [];
      this.#taken = 0;
    }
    const known = this.#arrays[this.#taken];
    const array = known?.fill(0) ?? new Float64Array(length);
    this.#arrays[this.#taken] = array;
    this.#taken += 1;
    return array;
  }

  /** Whoever took any has no more use for them. */
  free(): void {
    this.#taken = 0;
  }
}
