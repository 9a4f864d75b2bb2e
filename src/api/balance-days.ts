// Sums of whole local days, kept for each set of connections until a quarter of that day changes: a year of a region
// is then 365 small sums instead of millions of quarters.
import { createHash } from 'node:crypto';
import type { StepSums } from '../domain/balance-steps.ts';
import { localAdd, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { DAYS_AT_ONCE_MIN } from '../domain/stretches.ts';
import { missingRuns, pipelined } from './pipelined.ts';
import type { Scope } from './scope.ts';

/** Sums of one stretch of quarters. */
export interface Piece {
  readonly from: EpochMs;
  readonly sums: StepSums;
  readonly peak: { readonly kw: number; readonly at: EpochMs } | null;
  /** Registers with an estimated or substituted quarter in it. */
  readonly unsure: readonly number[];
  /** Of each company of `companies`, in that order; pieces of one computation share the list. */
  readonly companies: readonly number[];
  /** NaN of a company that told nothing, where that is judged. */
  readonly consumption: Float64Array;
  /** Quarters that are kept back from the reader and enter no sum. */
  readonly quartersSecret: number;
}
export interface Day {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** From midnight to midnight: a part of a day is not kept. */
  readonly whole: boolean;
}

interface Kept {
  readonly version: number;
  readonly piece: Piece;
}
interface ScopeDays {
  readonly days: Map<number, Kept>;
  /** Whoever asks while another computes the same waits for that one. */
  turn: Promise<unknown>;
}

/** Sets of connections whose days are kept; the one that was asked for longest ago goes first. */
export const SCOPES_MAX = 200;
/** Days kept of all sets together: about 1 KB each, more in a region. */
export const DAYS_MAX = 60_000;
export interface DaysQuestion {
  readonly key: string;
  readonly days: readonly Day[];
  /** Days computed in one go. */
  readonly atOnce?: number;
  /** Grows when a quarter of the day may have changed. */
  readonly version: (day: Day) => number;
  /** @param bounds n + 1 for n days that follow each other */
  readonly compute: (bounds: readonly EpochMs[]) => Promise<Piece[]>;
}

export class BalanceDays {
  readonly #scopes = new Map<string, ScopeDays>();
  #kept = 0;

  /** The pieces of the days, in order; computed where they are not kept or not valid any more. */
  async pieces(question: DaysQuestion): Promise<Piece[]> {
    const scope = this.#scope(question.key);
    const mine = scope.turn.then(() => this.#fill(scope, question));
    scope.turn = mine.catch(() => {});
    return mine;
  }

  async #fill(scope: ScopeDays, { key, days, atOnce = DAYS_AT_ONCE_MIN, version, compute }: DaysQuestion): Promise<Piece[]> {
    const found = days.map((day) => {
      const kept = day.whole ? scope.days.get(day.from) : undefined;
      return kept !== undefined && kept.version === version(day) ? kept.piece : null;
    });
    await pipelined(missingRuns(found, atOnce), async ([first, last]) => {
      const run = days.slice(first, last);
      const versions = run.map(version);
      const pieces = await compute([...run.map((day) => day.from), run.at(-1)?.to ?? epochMs(0)]);
      pieces.forEach((piece, index) => {
        found[first + index] = piece;
        const day = run[index];
        if (day?.whole === true) this.#keep(key, day.from, { version: versions[index] ?? 0, piece });
      });
    });
    return found.flatMap((piece) => (piece === null ? [] : [piece]));
  }

  #scope(key: string): ScopeDays {
    const known = this.#scopes.get(key);
    const scope = known ?? { days: new Map<number, Kept>(), turn: Promise.resolve() };
    // To the end: the front is what was not asked for the longest.
    this.#scopes.delete(key);
    this.#scopes.set(key, scope);
    if (known === undefined && this.#scopes.size > SCOPES_MAX) this.#forgetOldest();
    return scope;
  }

  #keep(key: string, from: EpochMs, kept: Kept): void {
    // One that had to go meanwhile is not counted any more.
    const scope = this.#scopes.get(key);
    if (scope === undefined) return;
    if (!scope.days.has(from)) this.#kept += 1;
    scope.days.set(from, kept);
    while (this.#kept > DAYS_MAX) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const oldest = this.#scopes.entries().next();
    if (oldest.done === true) return;
    const [key, scope] = oldest.value;
    this.#scopes.delete(key);
    this.#kept -= scope.days.size;
    scope.days.clear();
  }
}

/** Days between bounds, n for n + 1 bounds. */
export const daysOf = (bounds: readonly EpochMs[]): Day[] =>
  bounds.slice(0, -1).map((from, index) => {
    const to = bounds[index + 1] ?? from;
    return { from, to, whole: localFloor(from, 'P1D') === from && localAdd(from, 'P1D', 1) === to };
  });

/** What decides the sums of a day besides its quarters: which registers count, as what, behind whom. */
export const scopeKey = (scope: Scope): string =>
  createHash('sha1')
    .update(
      JSON.stringify([
        scope.members ?? null,
        scope.connections.map(({ id, company, behind, passesOn, registers }) => [
          id,
          company,
          behind,
          passesOn,
          registers.map(({ register, flow, fromQuarter, toQuarter }) => [register, flow, fromQuarter, toQuarter]),
        ]),
      ]),
    )
    .digest('base64');
