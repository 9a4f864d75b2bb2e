// Up to when figures of companies together are told to whoever may not see the companies. Pure.
import { type EpochMs, epochMs } from './units.ts';

/** A meter that speaks once an hour has spoken of a quarter by then, and what it sent has come in. */
export const SETTLED_AFTER_MS = 75 * 60_000;
/** So much is told at once: what came in meanwhile of all meters is told together. */
export const TOLD_STEP_MS = 60 * 60_000;
/** Why a quarter that has ended is not told yet. */
export const SETTLING = 'settling';

/** End of what is told as of a moment, a whole hour. Within an hour it does not move, so that no two answers differ by the one meter
 *  that settled between them.
 *  @see docs/methods.md#disclosure */
export const toldUntil = (at: EpochMs): EpochMs => epochMs(Math.floor((at - SETTLED_AFTER_MS) / TOLD_STEP_MS) * TOLD_STEP_MS);
