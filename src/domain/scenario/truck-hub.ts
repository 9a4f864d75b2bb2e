// Electric trucks that come home in the evening and have to be full in the morning. Pure.
import { TRUCK_NIGHT } from '../capacity/joining.ts';
import { isInWindow } from '../capacity/limits.ts';
import { localDayOf } from '../local-days.ts';
import { QUARTER_MS, wallClock } from '../time.ts';
import { epochMs } from '../units.ts';

/** A night at the chargers: quarters [from, to) of the year. */
export interface Night {
  readonly from: number;
  readonly to: number;
}
/** Quarters of a whole night; the one in March has four fewer, the one in October four more. */
const WHOLE_NIGHT_QUARTERS = 48;
/** Halvings: a millionth of the range of a night is left open, and evened out. */
const LEVELS = 22;
/** Of that range, how close to its end the halving is led, and in how many steps at most. */
const NEAR = 1e-7;
const SLOPES = 16;

/** The nights after working days within a year, 18:00 to 06:00 on the local clock. A night that is cut by the beginning or end of
 *  the year counts for its part.
 *  @see docs/scenarios.md#truck-hub */
export function nightsOf(firstQuarter: number, quarters: number): Night[] {
  const nights: Night[] = [];
  let open: { from: number; day: number } | null = null;
  for (let t = 0; t < quarters; t++) {
    const quarter = firstQuarter + t;
    const clock = wallClock(epochMs(quarter * QUARTER_MS));
    const day = clock.minute >= TRUCK_NIGHT.fromMinute ? localDayOf(quarter) : localDayOf(quarter) - 1;
    const inside = isInWindow(TRUCK_NIGHT, clock);
    if (open !== null && (!inside || day !== open.day)) {
      nights.push({ from: open.from, to: t });
      open = null;
    }
    if (inside) open ??= { from: t, day };
  }
  if (open !== null) nights.push({ from: open.from, to: quarters });
  return nights;
}

export interface Charging {
  /** What has to come in on a whole night, and what all chargers can together. */
  readonly nightKwh: number;
  readonly chargersKw: number;
  /** Where the load is lowest; else at once. */
  readonly smart: boolean;
}

/** What the trucks take in each quarter. A quarter that was not measured brings nothing, and the night asks for so much less.
 *  @param netKwh import minus export of the connection; NaN where it is not known
 *  @param into where it is written; absent: a new array
 *  @returns kWh of each quarter and of all, and how much of what was asked did not fit the chargers
 *  @see docs/scenarios.md#truck-hub */
export function chargedKwh(
  netKwh: Float64Array,
  nights: readonly Night[],
  { nightKwh, chargersKw, smart, into }: Charging & { into?: Float64Array },
): { kwh: Float64Array; totalKwh: number; shortKwh: number } {
  const kwh = into?.fill(0) ?? new Float64Array(netKwh.length);
  const most = chargersKw / 4;
  const longest = nights.reduce((quarters, { from, to }) => Math.max(quarters, to - from), 0);
  const known: Known = { length: 0, rising: 0, places: new Int32Array(longest), loads: new Float64Array(longest) };
  let shortKwh = 0;
  let totalKwh = 0;
  for (const { from, to } of nights) {
    lookAt(known, netKwh, { from, to });
    // The night that is an hour longer or shorter asks for as much as any.
    const whole = Math.abs(to - from - WHOLE_NIGHT_QUARTERS) <= 4 ? to - from : WHOLE_NIGHT_QUARTERS;
    const asked = (nightKwh * known.length) / whole;
    const wanted = Math.min(asked, most * known.length);
    shortKwh += asked - wanted;
    if (smart) fillValley(kwh, known, { wanted, most });
    else atOnce(kwh, known, { wanted, most });
    for (let t = from; t < to; t++) totalKwh += kwh[t] ?? 0;
  }
  return { kwh, totalKwh, shortKwh };
}

/** The quarters of a night that were measured: how many, where they are in the year, and their loads. */
interface Known {
  length: number;
  /** Of the level that was looked at last. */
  rising: number;
  readonly places: Int32Array;
  readonly loads: Float64Array;
}

function lookAt(known: Known, netKwh: Float64Array, { from, to }: Night): void {
  const { places, loads } = known;
  known.length = 0;
  for (let t = from; t < to; t++) {
    const net = netKwh[t] ?? Number.NaN;
    if (Number.isNaN(net)) continue;
    places[known.length] = t;
    loads[known.length] = net;
    known.length += 1;
  }
}

function atOnce(kwh: Float64Array, { length, places }: Known, { wanted, most }: { wanted: number; most: number }): void {
  let left = wanted;
  for (let at = 0; at < length; at++) {
    const charged = Math.min(left, most);
    kwh[places[at] ?? 0] = charged;
    left -= charged;
  }
}

/** Like water: up to one level over the load, as far as the chargers can. */
function fillValley(kwh: Float64Array, known: Known, { wanted, most }: { wanted: number; most: number }): void {
  const { length, places, loads } = known;
  let low = Infinity;
  let high = -Infinity;
  let total = 0;
  for (let at = 0; at < length; at++) {
    const load = loads[at] ?? 0;
    total += load;
    if (load < low) low = load;
    if (load + most > high) high = load + most;
  }
  const around = levelsAround(known, { wanted, most, low, high, first: (total + wanted) / length });
  for (let step = 0; step < LEVELS; step++) {
    const middle = (low + high) / 2;
    if (middle <= around.under || (middle < around.over && filled(known, middle, most) < wanted)) low = middle;
    else high = middle;
  }
  const sum = filled(known, high, most);
  const scale = sum > 0 ? wanted / sum : 0;
  for (let at = 0; at < length; at++) kwh[places[at] ?? 0] = Math.min(Math.max(high - (loads[at] ?? 0), 0), most) * scale;
}

/** Two levels close to each other, of which the one holds too little and the other enough, found along the slope: hardly a halving is left
 *  to be looked at.
 *  @param first where to begin */
function levelsAround(
  known: Known,
  { wanted, most, low, high, first }: { wanted: number; most: number; low: number; high: number; first: number },
): { under: number; over: number } {
  let under = low;
  let over = high;
  let level = first;
  const apart = (high - low) * NEAR;
  for (let step = 0; step < SLOPES && over - under > 2 * apart; step++) {
    if (!(level > under && level < over)) level = (under + over) / 2;
    const sum = filled(known, level, most);
    if (sum < wanted) under = level;
    else over = level;
    const there = level + (wanted - sum) / known.rising;
    // Once it is there, a little to the other side.
    level = Math.abs(there - level) > apart ? there : sum < wanted ? there + apart : there - apart;
  }
  return { under, over };
}

/** What lies under a level; and how many quarters take more when it rises. */
function filled(known: Known, level: number, most: number): number {
  const { length, loads } = known;
  let sum = 0;
  let rising = 0;
  for (let at = 0; at < length; at++) {
    const room = level - (loads[at] ?? 0);
    if (room <= 0) continue;
    if (room < most) {
      sum += room;
      rising += 1;
    } else sum += most;
  }
  known.rising = rising;
  return sum;
}
