// Can something more join? Adds a load, panels or trucks to the measured quarters and looks where it no longer fits. Pure.
import { type LocalDay, localDayOf } from '../local-days.ts';
import { QUARTER_MS, wallClock } from '../time.ts';
import { epochMs } from '../units.ts';
import { type Place, clearSkyKwPerKwp } from './clear-sky.ts';
import { TOLERANCE_KW, type UseOver } from './limit-use.ts';
import { isInWindow } from './limits.ts';

/** Trucks come home in the evening and leave in the morning, on working days: the day on which the night begins. */
export const TRUCK_NIGHT = { fromMinute: 18 * 60, toMinute: 6 * 60, weekdays: [1, 2, 3, 4, 5] } as const;
const TRUCK_NIGHT_HOURS = 12;
/** One truck, between 150 and 400 kWh a day. */
const TRUCK_KWH = 275;
/** What one truck can take at a depot charger. */
const TRUCK_KW_MAX = 50;
/** Room that is there in this share of the quarters. */
const USUAL_SHARE = 0.95;

export type Wish =
  /** So much all day, every day. */
  | { readonly kind: 'load'; readonly kw: number }
  /** Panels under a clear sky: asks for room to feed in. */
  | { readonly kind: 'sun'; readonly kwp: number; readonly place: Place }
  /** Trucks that charge at night. */
  | { readonly kind: 'trucks'; readonly trucks: number; readonly truckKwh?: number };

export interface Joining {
  readonly fits: boolean;
  readonly quartersJudged: number;
  readonly quartersFailing: number;
  /** The quarter with the least room left. */
  readonly binding: { readonly index: number; readonly usageKw: number; readonly extraKw: number; readonly limitKw: number } | null;
  /** Room that is always there, and in 95 % of the judged quarters; kW. */
  readonly roomAlwaysKw: number | null;
  readonly roomUsualKw: number | null;
  /** How much of the wish would always fit: 1 is all of it. */
  readonly shareThatFits: number | null;
  /** Local days on which it fails. */
  readonly days: readonly FailingDay[];
  /** Trucks that charge when there is room instead of evenly: the nights that are still too short; null for other wishes. */
  readonly nightsTooShort: number | null;
  readonly nights: number | null;
}
export interface FailingDay {
  readonly day: LocalDay;
  readonly quarters: number;
  readonly shortKwMax: number;
  readonly shortKwh: number;
}

/** Answers from measured quarters; where one is missing or has no limit nothing is claimed.
 *  @param over use in the direction that the wish asks for
 *  @see docs/methods.md#room-for-something-new */
export function canJoin(over: UseOver, wish: Wish): Joining {
  const { judged, room, extra } = judgedRoom(over, wish);
  const days = new Map<LocalDay, FailingDay>();
  let [least, fitting, failing] = [-1, Infinity, 0];
  judged.forEach((t, place) => {
    const [free, more] = [room[place] ?? 0, extra[place] ?? 0];
    if (least < 0 || free - more < (room[least] ?? 0) - (extra[least] ?? 0)) least = place;
    if (more > 0) fitting = Math.min(fitting, free / more);
    if (!isFailing(free, more)) return;
    failing += 1;
    const day = localDayOf(over.firstQuarter + t);
    const known = days.get(day) ?? { day, quarters: 0, shortKwMax: 0, shortKwh: 0 };
    days.set(day, { day, quarters: known.quarters + 1, shortKwMax: Math.max(known.shortKwMax, more - free), shortKwh: known.shortKwh + (more - free) / 4 });
  });
  const sorted = room.toSorted();
  const nights = wish.kind === 'trucks' ? truckNights(over, wish) : null;
  const at = judged[least];
  return {
    fits: judged.length > 0 && failing === 0,
    quartersJudged: judged.length,
    quartersFailing: failing,
    binding: at === undefined ? null : { index: at, usageKw: over.kw[at] ?? 0, extraKw: extra[least] ?? 0, limitKw: over.limitKw[at] ?? 0 },
    roomAlwaysKw: sorted[0] ?? null,
    roomUsualKw: sorted[usualPlace(sorted.length)] ?? null,
    shareThatFits: Number.isFinite(fitting) ? Math.max(fitting, 0) : null,
    days: [...days.values()],
    nightsTooShort: nights?.filter(isTooShort).length ?? null,
    nights: nights?.length ?? null,
  };
}

/** The quarters that are judged, with the room in each and what the wish asks there; kW. */
export interface JudgedRoom {
  /** Indexes. */
  readonly judged: readonly number[];
  readonly room: Float64Array;
  readonly extra: Float64Array;
}

/** @see docs/methods.md#room-for-something-new */
export function judgedRoom(over: UseOver, wish: Wish): JudgedRoom {
  const judged: number[] = [];
  for (let t = 0; t < over.kw.length; t++) if (over.sure[t] === 1 && !Number.isNaN(over.limitKw[t])) judged.push(t);
  return {
    judged,
    room: Float64Array.from(judged, (t) => (over.limitKw[t] ?? 0) - (over.kw[t] ?? 0)),
    extra: Float64Array.from(judged, (t) => extraKw(wish, over.firstQuarter + t)),
  };
}

/** Does a wish not fit into the room of a quarter?
 *  @see docs/methods.md#room-for-something-new */
export const isFailing = (free: number, more: number): boolean => more > 0 && more - free > TOLERANCE_KW;

/** Place among n quarters, least room first, of the room that is usually there. */
export const usualPlace = (n: number): number => Math.min(Math.floor((1 - USUAL_SHARE) * n + 1e-9), n - 1);

function extraKw(wish: Wish, quarter: number): number {
  const at = epochMs(quarter * QUARTER_MS);
  switch (wish.kind) {
    case 'load':
      return wish.kw;
    case 'sun':
      // The middle of the quarter stands for its mean.
      return wish.kwp * clearSkyKwPerKwp(epochMs(at + QUARTER_MS / 2), wish.place);
    case 'trucks':
      return isInWindow(TRUCK_NIGHT, wallClock(at)) ? (wish.trucks * (wish.truckKwh ?? TRUCK_KWH)) / TRUCK_NIGHT_HOURS : 0;
  }
}

/** A night in which trucks charge whenever there is room. */
export interface TruckNight {
  /** On which it begins. */
  readonly day: LocalDay;
  /** What fits in it, and what the trucks need. */
  readonly roomKwh: number;
  readonly neededKwh: number;
}

/** Do the trucks leave before they are full?
 *  @see docs/methods.md#room-for-something-new */
export const isTooShort = ({ roomKwh, neededKwh }: TruckNight): boolean => roomKwh + TOLERANCE_KW < neededKwh;

/** Fills each night's room up to what the chargers can; a night with a quarter that is not judged is not counted. */
export function truckNights(over: UseOver, { trucks, truckKwh = TRUCK_KWH }: Extract<Wish, { kind: 'trucks' }>): TruckNight[] {
  const nights = new Map<number, { kwh: number; quarters: number; judged: boolean }>();
  for (let t = 0; t < over.kw.length; t++) {
    const quarter = over.firstQuarter + t;
    const clock = wallClock(epochMs(quarter * QUARTER_MS));
    if (!isInWindow(TRUCK_NIGHT, clock)) continue;
    const begins = clock.minute >= TRUCK_NIGHT.fromMinute ? localDayOf(quarter) : localDayOf(quarter) - 1;
    const night = nights.get(begins) ?? { kwh: 0, quarters: 0, judged: true };
    nights.set(begins, night);
    night.quarters += 1;
    const free = (over.limitKw[t] ?? Number.NaN) - (over.kw[t] ?? Number.NaN);
    if (over.sure[t] !== 1 || Number.isNaN(free)) night.judged = false;
    else night.kwh += Math.min(Math.max(free, 0), trucks * TRUCK_KW_MAX) / 4;
  }
  // No night has fewer than 44 quarters, also not the one in March.
  return [...nights].filter(([, night]) => night.judged && night.quarters >= 44).map(([day, { kwh }]) => ({ day, roomKwh: kwh, neededKwh: trucks * truckKwh }));
}
