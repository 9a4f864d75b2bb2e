// Rests that a long search takes while messages come in fast. A low priority alone is not enough: what runs on an idle core still
// takes memory bandwidth and cache from those that write and acknowledge.

/** Faster than this messages come in fast: what a region of 10,000 meters sends that each report every ten seconds. */
export const FAST_PER_S = 1000;
/** So long a search works before it looks up. */
const WORK_MS = 50;
/** Rest for each millisecond of work: it still ends, in five times the time at most. */
export const REST_PER_WORK = 4;
/** So often it looks in a rest whether they still come in fast. */
const LOOK_MS = 100;

export interface Clock {
  readonly nowMs: () => number;
  readonly waitMs: (ms: number) => void;
}

/** Nobody wakes it: only the time ends a wait. */
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const CLOCK: Clock = {
  nowMs: () => performance.now(),
  waitMs: (ms) => void Atomics.wait(cell, 0, 0, ms),
};

/** Of one worker thread, which it holds up while it rests. */
export class Rests {
  readonly #incoming: BigInt64Array;
  readonly #clock: Clock;
  #sinceMs = 0;
  #seen = 0n;

  /** @param incoming its first number is the sequence of the latest message on disk, kept up by the journal thread */
  constructor(incoming: BigInt64Array, clock: Clock = CLOCK) {
    this.#incoming = incoming;
    this.#clock = clock;
    this.begin();
  }

  /** A piece of work begins. */
  begin(): void {
    this.#sinceMs = this.#clock.nowMs();
    this.#seen = Atomics.load(this.#incoming, 0);
  }

  /** Between two pieces of work: rests in proportion to what was worked since the last rest, as long as messages come in fast. */
  take(): void {
    const workedMs = this.#clock.nowMs() - this.#sinceMs;
    if (workedMs < WORK_MS) return;
    for (let leftMs = workedMs * REST_PER_WORK; leftMs > 0 && this.#fast(); leftMs -= LOOK_MS) this.#clock.waitMs(Math.min(LOOK_MS, leftMs));
    this.begin();
  }

  /** Since it looked last. */
  #fast(): boolean {
    const [sinceMs, seen] = [this.#sinceMs, this.#seen];
    this.begin();
    return Number(this.#seen - seen) * 1000 > FAST_PER_S * (this.#sinceMs - sinceMs);
  }
}
