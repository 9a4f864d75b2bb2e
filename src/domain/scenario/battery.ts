// What a battery behind one connection does in each quarter of a year, by rules that a controller could follow. Pure.
import type { StepOf } from './steps.ts';

export interface Battery {
  readonly kwh: number;
  /** Of charging and of discharging, at the connection. */
  readonly kw: number;
  /** What comes out of what went in; half of the loss on each way. */
  readonly roundTrip: number;
}
/** kWh of each quarter, at the connection, and what is in the battery at its end. It begins empty. */
export interface Dispatch {
  readonly chargeKwh: Float64Array;
  readonly dischargeKwh: Float64Array;
  readonly storedKwh: Float64Array;
}

/** More than rounding. */
const EPSILON_KWH = 1e-9;
/** Halvings of the power of the battery: less than a tenth of a percent of it is left open. */
const BISECTIONS = 14;

/** Where a rule may write. */
const emptyDispatch = (quarters: number): Dispatch => ({
  chargeKwh: new Float64Array(quarters),
  dischargeKwh: new Float64Array(quarters),
  storedKwh: new Float64Array(quarters),
});

/** Runs through a year: what a rule wishes, cut to what the battery can.
 *  @param netKwh import minus export; NaN where it is not known: there the battery rests
 *  @param wish kWh at the connection, above 0 to charge; asked with the net */
function run(netKwh: Float64Array, { battery, into }: { battery: Battery; into: Dispatch | undefined }, wish: (t: number, net: number) => number): Dispatch {
  const done = into ?? emptyDispatch(netKwh.length);
  const { chargeKwh, dischargeKwh, storedKwh } = done;
  const { kwh } = battery;
  const way = Math.sqrt(battery.roundTrip);
  const mostKwh = battery.kw / 4;
  let stored = 0;
  for (let t = 0; t < netKwh.length; t++) {
    const net = netKwh[t] ?? Number.NaN;
    const wished = Number.isNaN(net) ? 0 : wish(t, net);
    let charge = 0;
    let discharge = 0;
    if (wished > 0) {
      // One that is full needs no division to be told so.
      charge = stored < kwh ? Math.min(wished, mostKwh, (kwh - stored) / way) : 0;
      stored = Math.min(stored + charge * way, kwh);
    } else if (wished < 0) {
      discharge = stored > 0 ? Math.min(-wished, mostKwh, stored * way) : 0;
      stored = Math.max(stored - discharge / way, 0);
    }
    chargeKwh[t] = charge;
    dischargeKwh[t] = discharge;
    storedKwh[t] = stored;
  }
  return done;
}

/** Takes what would be fed in and gives it back when something is drawn.
 *  @param into arrays of an earlier run that are written over; absent: new ones
 *  @see docs/scenarios.md#battery-rules, case O14 */
export const selfConsumption = (netKwh: Float64Array, battery: Battery, into?: Dispatch): Dispatch => run(netKwh, { battery, into }, (_, net) => -net);

/** Discharges above a limit, and charges again below a second one, as a controller does that knows no tomorrow: a lower bound of
 *  what shaving brings. What would be fed in is taken too.
 *  @see docs/scenarios.md#battery-rules */
export function thresholdRule(netKwh: Float64Array, battery: Battery, { limitKw, rechargeKw, into }: { limitKw: number; rechargeKw: number; into?: Dispatch }): Dispatch {
  const [above, below] = [limitKw / 4, Math.min(rechargeKw, limitKw) / 4];
  return run(netKwh, { battery, into }, (_, net) => (net > above ? above - net : net < below ? below - net : 0));
}

/** Highest quarter of what is left to draw, kW.
 *  @returns 0 when nothing is known */
export function peakKwOf(netKwh: Float64Array): number {
  let most = 0;
  for (let t = 0; t < netKwh.length; t++) if ((netKwh[t] ?? 0) > most) most = netKwh[t] ?? 0;
  return most * 4;
}

/** Quarters that are looked at as one while the battery is full: a day. */
const BLOCK = 96;

/** The most that is drawn in a quarter of each block. */
function mostOfBlocks(netKwh: Float64Array): Float64Array {
  const most = new Float64Array(Math.ceil(netKwh.length / BLOCK)).fill(-Infinity);
  for (let t = 0; t < netKwh.length; t++) {
    const block = Math.floor(t / BLOCK);
    if ((netKwh[t] ?? 0) > (most[block] ?? 0)) most[block] = netKwh[t] ?? 0;
  }
  return most;
}

/** Can a battery that charges whenever there is room hold a limit all year? */
function holds(netKwh: Float64Array, battery: Battery, { limitKwh, most }: { limitKwh: number; most: Float64Array }): boolean {
  const way = Math.sqrt(battery.roundTrip);
  const { kwh } = battery;
  const mostKwh = battery.kw / 4;
  let stored = 0;
  for (let t = 0; t < netKwh.length; t++) {
    // Full, and nothing in this block passes the limit: it is full at its end.
    if (t % BLOCK === 0 && stored === kwh && (most[t / BLOCK] ?? 0) <= limitKwh) {
      t += BLOCK - 1;
      continue;
    }
    const room = limitKwh - (netKwh[t] ?? 0);
    if (room < 0) {
      if (-room > mostKwh + EPSILON_KWH) return false;
      stored += room / way;
      if (stored < -EPSILON_KWH) return false;
    } else if (room > 0 && stored < kwh) stored = Math.min(stored + Math.min(room, mostKwh) * way, kwh);
  }
  return true;
}

/** The smallest limit that a battery can hold all year, by bisection, and how it does. It knows the year beforehand, so this is the
 *  upper bound of what shaving can bring.
 *  @param sureKwh the net where it was measured, which the limit is made for; NaN elsewhere
 *  @see docs/scenarios.md#battery-rules */
export function peakShaving(
  netKwh: Float64Array,
  battery: Battery,
  { sureKwh = netKwh, into }: { sureKwh?: Float64Array; into?: Dispatch } = {},
): Dispatch & { readonly limitKw: number } {
  const peakKwh = peakKwOf(sureKwh) / 4;
  const most = mostOfBlocks(sureKwh);
  let [low, high] = [Math.max(peakKwh - battery.kw / 4, 0), peakKwh];
  for (let step = 0; step < BISECTIONS && battery.kwh > 0; step++) {
    const middle = (low + high) / 2;
    if (holds(sureKwh, battery, { limitKwh: middle, most })) high = middle;
    else low = middle;
  }
  return { ...run(netKwh, { battery, into }, (_, net) => high - net), limitKw: high * 4 };
}

/** Charges in the cheap hours, up to a limit that no quarter may pass, and serves the load in the dear ones; what would be fed in is
 *  taken at any hour.
 *  @param cheap 1 where a kWh costs the low price
 *  @see docs/scenarios.md#battery-rules */
export function priceRule(netKwh: Float64Array, battery: Battery, { cheap, limitKw, into }: { cheap: Uint8Array; limitKw: number; into?: Dispatch }): Dispatch {
  const limit = limitKw / 4;
  return run(netKwh, { battery, into }, (t, net) => (net < 0 ? -net : cheap[t] === 1 ? Math.max(limit - net, 0) : -net));
}

/** What a threshold leaves of the highest quarter, and where it charges again, where nobody says. */
const THRESHOLD_SHARE = 0.9;
const RECHARGE_SHARE = 0.8;

/** What a battery does by a rule.
 *  @param sure the net where it was measured: an estimate has the right energy and a made-up shape, and sets no limit
 *  @see docs/scenarios.md#battery-rules */
export function dispatchOf(
  { net, sure }: { net: Float64Array; sure: Float64Array },
  battery: Battery,
  { step, limit, cheap, into }: { step: Pick<StepOf<'battery'>, 'rule'>; limit: number | null; cheap: Uint8Array; into: Dispatch },
): Dispatch & { readonly limitKw?: number } {
  switch (step.rule) {
    case 'self-consumption':
      return selfConsumption(net, battery, into);
    case 'peak-shaving':
      return peakShaving(net, battery, { sureKwh: sure, into });
    case 'threshold': {
      const limitKw = limit ?? peakKwOf(sure) * THRESHOLD_SHARE;
      return { ...thresholdRule(net, battery, { limitKw, rechargeKw: limitKw * RECHARGE_SHARE, into }), limitKw };
    }
    case 'price':
    case 'lp':
      return priceRule(net, battery, { cheap, limitKw: limit ?? peakKwOf(sure), into });
  }
}
