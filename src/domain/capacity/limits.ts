// How much a connection or a group may draw or feed in, quarter by quarter: transport rights as a calendar. Pure.
import { QUARTER_MS, wallClock } from '../time.ts';
import { type EpochMs, epochMs } from '../units.ts';

export type Direction = 'import' | 'export';
/** Rights that add up: always there (firm), when granted (variable), in a time block, or at least 85 % of the hours (tdtr). */
const RIGHT_KINDS = ['firm', 'variable', 'block', 'tdtr'] as const;
/** A curtailment is what is left of the tdtr right while the grid operator calls on it; a cap is the most that may be used
 *  in all, as under a capacity-limiting contract. */
export const LIMIT_KINDS = [...RIGHT_KINDS, 'curtailment', 'cap'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** Local clock times in which a row holds; `to` at or before `from` passes midnight. Weekday 1 is Monday: the day on which the
 *  window begins. */
export interface LimitWindow {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly weekdays: readonly number[];
}

export interface Limit {
  readonly direction: Direction;
  readonly kind: LimitKind;
  readonly kw: number;
  readonly from: EpochMs;
  /** null: without end. */
  readonly to: EpochMs | null;
  /** null: all day. */
  readonly window: LimitWindow | null;
}

/** Does a window hold at this moment of the local clock?
 *  @param weekday 1 is Monday
 *  @see docs/methods.md#limits */
export function isInWindow({ fromMinute, toMinute, weekdays }: LimitWindow, { minute, weekday }: { minute: number; weekday: number }): boolean {
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute && weekdays.includes(weekday);
  if (minute >= fromMinute) return weekdays.includes(weekday);
  return minute < toMinute && weekdays.includes(weekday === 1 ? 7 : weekday - 1);
}

export interface LimitsOver {
  readonly direction: Direction;
  /** Number of the first quarter-hour since 1970. */
  readonly firstQuarter: number;
  readonly quarters: number;
  /** What holds where no firm right is written down: the contract, or what the connection can carry; null = unknown. */
  readonly contractKw: number | null;
}

/** Limit of each quarter, kW; NaN where none is known. Firm + variable + block + what is left of tdtr, at most the cap. A
 *  quarter is judged by its start.
 *  @see docs/methods.md#limits */
export function limitsOf(rows: readonly Limit[], { direction, firstQuarter, quarters, contractKw }: LimitsOver): Float64Array {
  const mine = rows.filter((row) => row.direction === direction);
  // A connection with a block alone may use nothing outside it; one of which nothing is known, or was known yet, has no known limit.
  const rightsFrom = mine.reduce((first, row) => (RIGHT_KINDS.some((kind) => kind === row.kind) ? Math.min(first, row.from) : first), Infinity);
  const limits = new Float64Array(quarters).fill(contractKw ?? Number.NaN);
  if (mine.length === 0) return limits;
  const windowed = mine.some((row) => row.window !== null);
  for (let t = 0; t < quarters; t++) {
    const at = epochMs((firstQuarter + t) * QUARTER_MS);
    const clock = windowed ? wallClock(at) : null;
    const kw = limitAt(mine, at, clock);
    const without = contractKw ?? (at >= rightsFrom ? 0 : Number.NaN);
    limits[t] = Math.min((kw.firm ?? without) + kw.added + Math.min(kw.tdtr, kw.curtailment), kw.cap);
  }
  return limits;
}

interface AtOnce {
  firm: number | null;
  added: number;
  tdtr: number;
  curtailment: number;
  cap: number;
}

function limitAt(rows: readonly Limit[], at: EpochMs, clock: { minute: number; weekday: number } | null): AtOnce {
  const kw: AtOnce = { firm: null, added: 0, tdtr: 0, curtailment: Infinity, cap: Infinity };
  for (const row of rows) {
    if (at < row.from || (row.to !== null && at >= row.to)) continue;
    if (row.window !== null && clock !== null && !isInWindow(row.window, clock)) continue;
    switch (row.kind) {
      case 'firm':
        kw.firm = (kw.firm ?? 0) + row.kw;
        break;
      case 'variable':
      case 'block':
        kw.added += row.kw;
        break;
      case 'tdtr':
        kw.tdtr += row.kw;
        break;
      case 'curtailment':
        kw.curtailment = Math.min(kw.curtailment, row.kw);
        break;
      case 'cap':
        kw.cap = Math.min(kw.cap, row.kw);
        break;
    }
  }
  return kw;
}
