// What was made of whole local days, kept for each set of connections until a quarter of that day changes: a year of a region is
// then 365 small sums, or texts, instead of millions of quarters.
import { localAdd, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { DAYS_AT_ONCE_MIN } from '../domain/stretches.ts';
import { missingRuns, pipelined } from './pipelined.ts';

export interface Day {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** From midnight to midnight: a part of a day is not kept. */
  readonly whole: boolean;
}

/** Grows when a quarter of a day may have changed. */
export interface DayVersion {
  /** Of its own quarters only. */
  readonly own: number;
  /** Also of those that may give its gaps their shape. */
  readonly shaped: number;
}
interface Kept<T> {
  readonly version: DayVersion;
  readonly made: T;
}
interface ScopeDays<T> {
  readonly days: Map<number, Kept<T>>;
  size: number;
  /** Whoever asks while another computes the same waits for that one. */
  turn: Promise<unknown>;
}

const NEVER: DayVersion = { own: -1, shaped: -1 };

/** Sets of connections whose days are kept; the one that was asked for longest ago goes first. */
export const SCOPES_MAX = 200;
export interface DaysQuestion<T, F> {
  readonly key: string;
  readonly days: readonly Day[];
  /** Days computed in one go. */
  readonly atOnce?: number;
  /** Days from here on are computed apart: in those before every quarter may be there, which is quicker. */
  readonly apartFrom?: EpochMs;
  readonly version: (day: Day) => DayVersion;
  /** @param bounds n + 1 for n days that follow each other */
  readonly read: (bounds: readonly EpochMs[]) => Promise<F>;
  /** Makes a thing of each day out of what was read of them. */
  readonly work: (found: F, bounds: readonly EpochMs[]) => Promise<readonly T[]>;
}

export class KeptDays<T> {
  readonly #scopes = new Map<string, ScopeDays<T>>();
  readonly #sizeMax: number;
  readonly #sizeOf: (made: T) => number;
  readonly #isShaped: (made: T) => boolean;
  #size = 0;

  /** @param sizeMax of all that is kept together
   *  @param shaped does what was made hold a gap in the shape of earlier weeks, and so rest on these too? */
  constructor({ sizeMax, sizeOf, shaped }: { sizeMax: number; sizeOf: (made: T) => number; shaped: (made: T) => boolean }) {
    this.#sizeMax = sizeMax;
    this.#sizeOf = sizeOf;
    this.#isShaped = shaped;
  }

  /** What was made of the days, in order; computed where it is not kept or not valid any more. */
  async of<F>(question: DaysQuestion<T, F>): Promise<T[]> {
    const scope = this.#scope(question.key);
    const mine = scope.turn.then(() => this.#fill(scope, question));
    scope.turn = mine.catch(() => {});
    return mine;
  }

  async #fill<F>(scope: ScopeDays<T>, { key, days, atOnce = DAYS_AT_ONCE_MIN, apartFrom, version, read, work }: DaysQuestion<T, F>): Promise<T[]> {
    const found = days.map((day): { made: T } | null => {
      const kept = day.whole ? scope.days.get(day.from) : undefined;
      return kept !== undefined && this.#isValid(kept, version(day)) ? kept : null;
    });
    const cut = days.findIndex(({ from }) => from === apartFrom);
    const runs = missingRuns(found, atOnce, cut).map(([first, last]) => {
      const run = days.slice(first, last);
      return { first, run, bounds: [...run.map((day) => day.from), run.at(-1)?.to ?? epochMs(0)] };
    });
    await pipelined(runs, {
      // The version is that of before the quarters were read.
      read: async ({ run, bounds }) => ({ versions: run.map(version), quarters: await read(bounds) }),
      work: async ({ versions, quarters }, { first, run, bounds }) => {
        const fresh = await work(quarters, bounds);
        fresh.forEach((made, index) => {
          found[first + index] = { made };
          const day = run[index];
          if (day?.whole === true) this.#keep(key, day.from, { version: versions[index] ?? NEVER, made });
        });
      },
    });
    return found.flatMap((one) => (one === null ? [] : [one.made]));
  }

  #isValid({ version, made }: Kept<T>, now: DayVersion): boolean {
    return this.#isShaped(made) ? version.shaped === now.shaped : version.own === now.own;
  }

  #scope(key: string): ScopeDays<T> {
    const known = this.#scopes.get(key);
    const scope = known ?? { days: new Map<number, Kept<T>>(), size: 0, turn: Promise.resolve() };
    // To the end: the front is what was not asked for the longest.
    this.#scopes.delete(key);
    this.#scopes.set(key, scope);
    if (known === undefined && this.#scopes.size > SCOPES_MAX) this.#forgetOldest();
    return scope;
  }

  #keep(key: string, from: EpochMs, kept: Kept<T>): void {
    // One that had to go meanwhile is not counted any more.
    const scope = this.#scopes.get(key);
    if (scope === undefined) return;
    const before = scope.days.get(from);
    const more = this.#sizeOf(kept.made) - (before === undefined ? 0 : this.#sizeOf(before.made));
    scope.days.set(from, kept);
    scope.size += more;
    this.#size += more;
    while (this.#size > this.#sizeMax) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const oldest = this.#scopes.entries().next();
    if (oldest.done === true) return;
    const [key, scope] = oldest.value;
    this.#scopes.delete(key);
    this.#size -= scope.size;
    scope.days.clear();
    scope.size = 0;
  }
}

/** Days between bounds, n for n + 1 bounds. */
export const daysOf = (bounds: readonly EpochMs[]): Day[] =>
  bounds.slice(0, -1).map((from, index) => {
    const to = bounds[index + 1] ?? from;
    return { from, to, whole: localFloor(from, 'P1D') === from && localAdd(from, 'P1D', 1) === to };
  });
