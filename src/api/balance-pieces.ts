// What a balance is made of and kept as: sums of stretches of quarters, and their steps as text.
import { createHash } from 'node:crypto';
import type { StepSums } from '../domain/balance-steps.ts';
import type { EpochMs } from '../domain/units.ts';
import type { ToldStep } from '../jobs/compute-thread.ts';
import { KeptDays } from './kept-days.ts';
import type { Scope } from './scope.ts';

/** Sums of one stretch of quarters. */
export interface Piece {
  readonly from: EpochMs;
  readonly sums: StepSums;
  readonly peak: { readonly kw: number; readonly at: EpochMs } | null;
  /** Registers with an estimated or substituted quarter in it. */
  readonly unsure: readonly number[];
  /** A gap in it may have the shape of earlier weeks: another reading there changes it. */
  readonly shaped: boolean;
  /** Of each company of `companies`, in that order; pieces of one computation share the list. */
  readonly companies: readonly number[];
  /** NaN of a company that told nothing, where that is judged. */
  readonly consumption: Float64Array;
  /** Quarters that are kept back from the reader and enter no sum. */
  readonly quartersSecret: number;
  readonly told?: ToldStep;
}
/** Steps of one day as JSON, and the sums over it. */
export interface DayText {
  readonly text: Uint8Array;
  readonly piece: Piece;
}

/** Days whose sums are kept, of all sets of connections together: about 1 KB each, more in a region. */
export const DAYS_MAX = 60_000;
/** The text is not all: its sums and a number for each company are kept beside it. */
const BESIDE_BYTES = 2048;

export const keptSums = (): KeptDays<Piece> => new KeptDays({ sizeMax: DAYS_MAX, sizeOf: () => 1, shaped: (piece) => piece.shaped });
/** @param bytesMax of text in all (`ANSWERS_MEMORY`): a year of quarters is about 12 MB */
export const keptTexts = (bytesMax: number): KeptDays<DayText> =>
  new KeptDays({ sizeMax: bytesMax, sizeOf: ({ text }) => text.byteLength + BESIDE_BYTES, shaped: ({ piece }) => piece.shaped });

/** What decides the sums of a day besides its quarters: which registers count, as what, behind whom. */
export const scopeKey = (scope: Scope): string =>
  createHash('sha1')
    .update(
      JSON.stringify([
        scope.members ?? null,
        ...(scope.asOne === true ? ['as one'] : []),
        scope.connections.map(({ id, company, behind, passesOn, fromQuarter, toQuarter, registers }) => [
          id,
          company,
          behind,
          passesOn,
          registers.map((one) => [one.register, one.flow, one.fromQuarter, one.toQuarter]),
          // Only where it is so: what was kept before of the others stays good.
          ...(fromQuarter === undefined && toQuarter === undefined ? [] : [fromQuarter, toQuarter]),
        ]),
      ]),
    )
    .digest('base64');
