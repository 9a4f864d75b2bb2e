// Arrays of a run that is over, used again by the next: making a hundred megabytes anew costs more than all sums over them.

/** Arrays of a year that are kept between runs: of 280 KB each. */
export const KEPT_MAX = 1000;

export class ArrayPool {
  readonly #made: Float64Array[] = [];
  readonly #quarters: number;
  #used = 0;
  #zeros: Float64Array | null = null;

  constructor(quarters: number) {
    this.#quarters = quarters;
  }

  /** From now on the arrays that were taken are given again. */
  reset(): void {
    this.#used = 0;
    this.#made.length = Math.min(this.#made.length, KEPT_MAX);
  }

  /** An array of as many quarters, with the contents of another or of 0. */
  take(from?: Float64Array): Float64Array {
    const array = this.blank();
    if (from === undefined) array.fill(0);
    else array.set(from);
    return array;
  }

  /** To be read, never written. */
  get zeros(): Float64Array {
    this.#zeros ??= new Float64Array(this.#quarters);
    return this.#zeros;
  }

  /** An array of as many quarters that may hold anything: for whoever writes all of it. */
  blank(): Float64Array {
    const array = this.#made[this.#used] ?? new Float64Array(this.#quarters);
    this.#made[this.#used] = array;
    this.#used += 1;
    return array;
  }
}
