// Which quarters of one series a file has given: finds doubles and gaps in a few kilobytes a year. Pure.

export interface GapRange {
  readonly firstQuarter: number;
  readonly quarters: number;
}

/** Quarters that one series may span: 30 years, so that one wrong year does not fill the memory. */
export const TRACK_QUARTERS_MAX = 30 * 366 * 96;
const CHUNK_QUARTERS = 96 * 64;

export class SeriesTrack {
  /** One byte a quarter, by chunk of 64 days. */
  readonly #chunks = new Map<number, Uint8Array>();
  #first = Infinity;
  #last = -Infinity;
  #count = 0;
  #latest: number | null = null;

  get first(): number {
    return this.#count === 0 ? 0 : this.#first;
  }

  get last(): number {
    return this.#count === 0 ? 0 : this.#last;
  }

  get count(): number {
    return this.#count;
  }

  /** The first quarter of the line that was marked last; null before the first. */
  get latest(): number | null {
    return this.#latest;
  }

  /** Quarters between the first and the last that no line gave. */
  get missing(): number {
    return this.#count === 0 ? 0 : this.#last - this.#first + 1 - this.#count;
  }

  /** @returns false when one of these quarters was given before, or lies decades away from the others */
  mark(firstQuarter: number, quarters: number): boolean {
    const [first, last] = [Math.min(this.#first, firstQuarter), Math.max(this.#last, firstQuarter + quarters - 1)];
    if (last - first > TRACK_QUARTERS_MAX) return false;
    for (let at = 0; at < quarters; at++) if (this.#has(firstQuarter + at)) return false;
    for (let at = 0; at < quarters; at++) this.#set(firstQuarter + at);
    [this.#first, this.#last, this.#count, this.#latest] = [first, last, this.#count + quarters, firstQuarter];
    return true;
  }

  /** Runs of quarters that are missing, the earliest first. */
  gaps(limit: number): GapRange[] {
    const found: GapRange[] = [];
    if (this.missing === 0) return found;
    let start: number | null = null;
    for (let quarter = this.#first; quarter <= this.#last && found.length < limit; quarter++) {
      if (!this.#has(quarter)) start ??= quarter;
      else if (start !== null) {
        found.push({ firstQuarter: start, quarters: quarter - start });
        start = null;
      }
    }
    return found;
  }

  #has(quarter: number): boolean {
    return this.#chunks.get(Math.floor(quarter / CHUNK_QUARTERS))?.[quarter % CHUNK_QUARTERS] === 1;
  }

  #set(quarter: number): void {
    const index = Math.floor(quarter / CHUNK_QUARTERS);
    const chunk = this.#chunks.get(index) ?? new Uint8Array(CHUNK_QUARTERS);
    chunk[quarter % CHUNK_QUARTERS] = 1;
    this.#chunks.set(index, chunk);
  }
}
