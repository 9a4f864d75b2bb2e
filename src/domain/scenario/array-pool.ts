// Arrays of a run that is over, used again by the next: making a hundred megabytes anew costs more than all sums over them.

/** Arrays of a year that are kept between runs: of 280 KB each. */
export const KEPT_MAX = 1000;

export class ArrayPool {
  readonly #made: Float64Array[] = [];
  readonly #quarters: number;
  #used = 0;

  constructor(quarters: number) {
    this.#quarters = quarters;
  }

  /** From now on the arrays that were taken are given again.
   *  @param taken but for the first so many */
  reset(taken = 0): void {
    this.#used = taken;
    this.#made.length = Math.min(this.#made.length, Math.max(KEPT_MAX, taken));
  }

  /** How many arrays are in use. */
  get taken(): number {
    return this.#used;
  }

  /** An array to be changed: the given one where it was taken since the first so many, else a copy. */
  own(array: Float64Array | undefined, since: number): Float64Array {
    const at = array === undefined ? -1 : this.#made.indexOf(array, since);
    return array !== undefined && at >= 0 && at < this.#used ? array : this.take(array);
  }

  /** An array of as many quarters, with the contents of another or of 0. */
  take(from?: Float64Array): Float64Array {
    const array = this.#made[this.#used] ?? new Float64Array(this.#quarters);
    this.#made[this.#used] = array;
    this.#used += 1;
    if (from === undefined) array.fill(0);
    else array.set(from);
    return array;
  }
}
