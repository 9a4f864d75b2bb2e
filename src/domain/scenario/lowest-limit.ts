// The lowest limit that a battery can hold all year. Whether it holds one is asked of each stretch between two moments at which the
// battery is full, and of most stretches only once or twice. Pure.
import type { Battery } from './battery.ts';

/** More than rounding. */
const EPSILON_KWH = 1e-9;
/** Halvings of the power of the battery: less than a tenth of a percent of it is left open. */
const HALVINGS = 14;
const LIMITS = 2 ** HALVINGS;

/** Quarters [from, to) that begin with so much in the battery, and what it lacked in them. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly storedKwh: number;
  readonly lackKwh: number;
}
interface Search {
  readonly netKwh: Float64Array;
  readonly kwh: number;
  /** Most in a quarter, at the connection. */
  readonly mostKwh: number;
  readonly way: number;
}

/** The smallest limit that a battery holds which charges whenever there is room: of 2^14 between the peak and what its power could
 *  take off that at most.
 *  @param netKwh import minus export; NaN where it is not known
 *  @returns kWh a quarter
 *  @see docs/scenarios.md#battery-rules */
export function lowestLimitKwh(netKwh: Float64Array, { kwh, kw, roundTrip }: Battery, peakKwh: number): number {
  if (!(kwh > 0)) return peakKwh;
  const search: Search = { netKwh, kwh, mostKwh: kw / 4, way: Math.sqrt(roundTrip) };
  const limitAt = (at: number): number => halved(Math.max(peakKwh - search.mostKwh, 0), peakKwh, at);
  // A higher limit never leaves less in the battery: who holds one limit holds each higher one, and where the battery is full at the
  // lowest limit it is full at all.
  let found = 1;
  for (const stretch of failing(search, limitAt(found))) {
    let [fails, held] = [found, LIMITS];
    if (holds(search, stretch, limitAt(found))) continue;
    while (held - fails > 1) {
      const middle = Math.floor((fails + held) / 2);
      if (holds(search, stretch, limitAt(middle))) held = middle;
      else fails = middle;
    }
    found = held;
  }
  return limitAt(found);
}

/** The limit at a place from 1 to 2^14, as it comes out of halving the range each time. */
function halved(lowKwh: number, highKwh: number, at: number): number {
  let [low, high, first, last] = [lowKwh, highKwh, 0, LIMITS];
  for (let step = 0; step < HALVINGS; step++) {
    const [middleKwh, middle] = [(low + high) / 2, (first + last) / 2];
    if (at <= middle) [high, last] = [middleKwh, middle];
    else [low, first] = [middleKwh, middle];
  }
  return high;
}

/** Stretches in which the battery cannot hold a limit, those first that lack most: they leave the least to be tried at the others. */
function failing({ netKwh, kwh, mostKwh, way }: Search, limitKwh: number): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  let stored = 0;
  let lack = 0;
  for (let t = 0; t < netKwh.length; t++) {
    const room = limitKwh - (netKwh[t] ?? 0);
    if (room < 0) {
      if (-room > mostKwh + EPSILON_KWH) lack += -room - mostKwh;
      stored += room / way;
      if (stored >= -EPSILON_KWH) continue;
      lack -= stored;
      // No limit that is held leaves less than this.
      stored = -EPSILON_KWH;
    } else if (room > 0 && stored < kwh) {
      stored = Math.min(stored + Math.min(room, mostKwh) * way, kwh);
      if (stored < kwh) continue;
      if (lack > 0) stretches.push({ from, to: t + 1, storedKwh: from === 0 ? 0 : kwh, lackKwh: lack });
      [from, lack] = [t + 1, 0];
    }
  }
  if (lack > 0) stretches.push({ from, to: netKwh.length, storedKwh: from === 0 ? 0 : kwh, lackKwh: lack });
  return stretches.sort((a, b) => b.lackKwh - a.lackKwh);
}

function holds({ netKwh, kwh, mostKwh, way }: Search, { from, to, storedKwh }: Stretch, limitKwh: number): boolean {
  let stored = storedKwh;
  for (let t = from; t < to; t++) {
    const room = limitKwh - (netKwh[t] ?? 0);
    if (room < 0) {
      if (-room > mostKwh + EPSILON_KWH) return false;
      stored += room / way;
      if (stored < -EPSILON_KWH) return false;
    } else if (room > 0 && stored < kwh) stored = Math.min(stored + Math.min(room, mostKwh) * way, kwh);
  }
  return true;
}
