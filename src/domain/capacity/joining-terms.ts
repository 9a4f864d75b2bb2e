// Which quarters an answer to "can it join" rests on. Pure.
import { type LocalDay, localDayOf } from '../local-days.ts';
import { type FailingDay, type TruckNight, type Wish, canJoin, isFailing, judgedRoom, truckNights, usualPlace } from './joining.ts';
import type { UseOver } from './limit-use.ts';

export const QUARTER_FIELDS = ['roomAlwaysKw', 'roomUsualKw', 'shareThatFits', 'binding.usageKw', 'binding.extraKw', 'binding.limitKw', 'binding.shortKw'] as const;
export const COUNT_FIELDS = ['quartersFailing', 'failingDays', 'nights', 'nightsTooShort'] as const;
/** Of one day. */
export const DAY_FIELDS = ['days.quarters', 'days.shortKwMax', 'days.shortKwh'] as const;
export type JoinField = (typeof QUARTER_FIELDS)[number] | (typeof COUNT_FIELDS)[number] | (typeof DAY_FIELDS)[number];

/** kW of one quarter, unrounded. */
export interface JoinQuarter {
  readonly index: number;
  readonly usageKw: number;
  readonly limitKw: number;
  readonly extraKw: number;
}
export interface JoinTerms {
  readonly quarters: readonly JoinQuarter[];
  /** All on which it fails. */
  readonly days: readonly FailingDay[];
  /** Of trucks. */
  readonly nights: readonly TruckNight[];
  /** Place of the quarter when those judged are put in order of their room, least first; null where order says nothing. */
  readonly rank: number | null;
  /** Quarters that were judged. */
  readonly of: number;
  /** Quarters with less room than the one that is named, and those with as much. */
  readonly below: number | null;
  readonly equal: number | null;
}

/** @param day of a field of one day
 *  @see docs/methods-explained.md#explained-peaks-curve-and-room-for-something-new */
export function joinTerms(over: UseOver, wish: Wish, { field, day }: { field: JoinField; day: LocalDay | null }): JoinTerms {
  const { judged, room, extra } = judgedRoom(over, wish);
  const quarterAt = (place: number): JoinQuarter => {
    const index = judged[place] ?? 0;
    return { index, usageKw: over.kw[index] ?? 0, limitKw: over.limitKw[index] ?? 0, extraKw: extra[place] ?? 0 };
  };
  const none = { quarters: [], days: [], nights: [], rank: null, of: judged.length, below: null, equal: null };
  switch (field) {
    case 'roomAlwaysKw':
    case 'roomUsualKw': {
      if (judged.length === 0) return none;
      const at = field === 'roomAlwaysKw' ? 0 : usualPlace(judged.length);
      const value = room.toSorted()[at] ?? 0;
      const count = (holds: (one: number) => boolean): number => room.reduce((sum, one) => sum + (holds(one) ? 1 : 0), 0);
      return { ...none, quarters: [quarterAt(room.indexOf(value))], rank: at + 1, below: count((one) => one < value), equal: count((one) => one === value) };
    }
    case 'shareThatFits': {
      const shares = extra.map((more, place) => (more > 0 ? (room[place] ?? 0) / more : Infinity));
      const least = shares.reduce((lowest, one) => Math.min(lowest, one), Infinity);
      return Number.isFinite(least) ? { ...none, quarters: [quarterAt(shares.indexOf(least))] } : none;
    }
    case 'binding.usageKw':
    case 'binding.extraKw':
    case 'binding.limitKw':
    case 'binding.shortKw': {
      const { binding } = canJoin(over, wish);
      return binding === null ? none : { ...none, quarters: [quarterAt(judged.indexOf(binding.index))] };
    }
    case 'quartersFailing':
    case 'failingDays':
      return { ...none, days: canJoin(over, wish).days };
    case 'nights':
    case 'nightsTooShort':
      return { ...none, nights: wish.kind === 'trucks' ? truckNights(over, wish) : [] };
    case 'days.quarters':
    case 'days.shortKwMax':
    case 'days.shortKwh': {
      const failing = judged.flatMap((t, place) => (isFailing(room[place] ?? 0, extra[place] ?? 0) && localDayOf(over.firstQuarter + t) === day ? [quarterAt(place)] : []));
      return { ...none, quarters: field === 'days.shortKwMax' ? worst(failing) : failing };
    }
  }
}

/** By how much the wish does not fit; kW. */
export const shortKw = ({ usageKw, limitKw, extraKw }: Omit<JoinQuarter, 'index'>): number => extraKw - (limitKw - usageKw);

function worst(quarters: readonly JoinQuarter[]): JoinQuarter[] {
  const most = Math.max(...quarters.map(shortKw));
  return quarters.filter((one) => shortKw(one) === most).slice(0, 1);
}
