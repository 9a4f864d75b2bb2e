// How much of a local month a stretch of quarters is: what is paid by the month is paid for so much of it. Pure.
import { QUARTER_MS, localAdd, localFloor } from '../time.ts';
import type { EpochMs } from '../units.ts';

/** How much of the local month around an instant so many quarters are, 0..1.
 *  @see docs/scenarios.md#money */
export function monthShare(at: EpochMs, quarters: number): number {
  const start = localFloor(at, 'P1M');
  return (quarters * QUARTER_MS) / (localAdd(start, 'P1M', 1) - start);
}
