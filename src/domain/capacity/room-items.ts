// The steps of an answer about room, as they are published: usage, limit and room of the quarter that stands for each. Pure.
import { published } from '../balance-rows.ts';
import { QUARTER_MS, toIso } from '../time.ts';
import { epochMs } from '../units.ts';
import type { Reason } from '../disclosure.ts';
import type { SecretQuarters } from './secret-quarters.ts';
import type { UseOver } from './limit-use.ts';

export interface RoomItem {
  readonly start: string;
  readonly end: string;
  readonly usageKw: number | null;
  readonly limitKw: number | null;
  readonly headroomKw: number | null;
  readonly at: string | null;
  readonly measured: boolean;
  /** Kept back: what is known of this step says too much of one company. */
  readonly sign?: 'x';
  readonly reason?: Reason;
}
export interface RoomOver extends UseOver {
  /** Connections with a value in each quarter, of those that should have one. */
  readonly present: Uint32Array;
  readonly expected: Uint32Array;
  /** Absent or null: nothing is kept back from this reader. */
  readonly secret?: SecretQuarters | null;
}

const orNull = (kw: number): number | null => (Number.isNaN(kw) ? null : published(kw));
const isoOf = (quarter: number): string => toIso(epochMs(quarter * QUARTER_MS));

/** One item a step. A single quarter is shown as it is; for a longer step its measured quarter with the least room stands, or the
 *  highest where no limit is known. Where a connection is silent there is no room to speak of.
 *  @param borders of the steps as indexes, n + 1 for n steps
 *  @see docs/methods.md#room-on-the-grid */
export function roomItems(over: RoomOver, borders: readonly number[]): RoomItem[] {
  return borders.slice(1).map((to, step) => itemOf(over, borders[step] ?? 0, to));
}

function itemOf(over: RoomOver, from: number, to: number): RoomItem {
  const [start, end] = [isoOf(over.firstQuarter + from), isoOf(over.firstQuarter + to)];
  const t = standsFor(over, from, to);
  if (t === null) return { start, end, usageKw: null, limitKw: null, headroomKw: null, at: null, measured: false, ...keptBack(over.secret ?? null, from, to) };
  const [kw, limitKw] = [over.kw[t] ?? Number.NaN, over.limitKw[t] ?? Number.NaN];
  const headroomKw = (over.present[t] ?? 0) < (over.expected[t] ?? 0) ? null : orNull(limitKw - kw);
  return { start, end, usageKw: orNull(kw), limitKw: orNull(limitKw), headroomKw, at: isoOf(over.firstQuarter + t), measured: over.sure[t] === 1 };
}

/** A step of which no quarter may be shown says why. */
function keptBack(secret: SecretQuarters | null, from: number, to: number): Pick<RoomItem, 'sign' | 'reason'> {
  for (let t = from; t < to; t++) {
    const reason = secret?.reasonAt(t) ?? null;
    if (reason !== null) return { sign: 'x', reason };
  }
  return {};
}

function standsFor(over: RoomOver, from: number, to: number): number | null {
  let best: number | null = null;
  const room = (t: number): number => {
    const limit = over.limitKw[t] ?? Number.NaN;
    return (Number.isNaN(limit) ? 0 : limit) - (over.kw[t] ?? Number.NaN);
  };
  for (let t = from; t < to; t++) {
    if (Number.isNaN(over.kw[t] ?? Number.NaN) || (to - from > 1 && over.sure[t] !== 1)) continue;
    if (best === null || room(t) < room(best)) best = t;
  }
  return best;
}
