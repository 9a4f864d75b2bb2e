// Latencies by their rough size: 64 steps a power of two, so a percentile is right to 1.6 % in little memory.

const STEPS = 64;
const OCTAVES = 40;

export class Histogram {
  readonly #counts = new Float64Array(STEPS * OCTAVES);
  #total = 0;
  #max = 0;

  get total(): number {
    return this.#total;
  }

  /** @param us a latency in microseconds; below 1 counts as 1 */
  add(us: number): void {
    const value = Math.max(us, 1);
    const octave = Math.floor(Math.log2(value));
    const step = Math.floor((value / 2 ** octave - 1) * STEPS);
    this.#counts[octave * STEPS + step] = (this.#counts[octave * STEPS + step] ?? 0) + 1;
    this.#total += 1;
    if (us > this.#max) this.#max = us;
  }

  /** @param share between 0 and 1
   *  @returns the upper border in microseconds of the step in which that share is reached; 0 when nothing was added */
  percentileUs(share: number): number {
    const wanted = share * this.#total;
    let seen = 0;
    for (let at = 0; at < this.#counts.length; at++) {
      seen += this.#counts[at] ?? 0;
      if (seen > 0 && seen >= wanted) return Math.min(2 ** Math.floor(at / STEPS) * (1 + ((at % STEPS) + 1) / STEPS), this.#max);
    }
    return 0;
  }

  get maxUs(): number {
    return this.#max;
  }
}
