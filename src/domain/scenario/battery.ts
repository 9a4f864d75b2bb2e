// What a battery behind one connection does in each quarter of a year, by rules that a controller could follow. Pure.
import { lowestLimitKwh } from './lowest-limit.ts';
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

/** Of a rule, with all that it charges in the year. */
export type RuleDispatch = Dispatch & { readonly chargedKwh: number };

/** Where a rule may write. */
const emptyDispatch = (quarters: number): Dispatch => ({
  chargeKwh: new Float64Array(quarters),
  dischargeKwh: new Float64Array(quarters),
  storedKwh: new Float64Array(quarters),
});

/** What fits by more than rounding fits: then nothing has to wait for a division of what is stored. */
const SURELY = 1 - 1e-9;

/** Runs through a year: what a rule wishes, cut to what the battery can.
 *  @param done where `storedKwh` holds what is wished, kWh at the connection, above 0 to charge */
const run = (done: Dispatch, battery: Battery): RuleDispatch => ({ ...done, chargedKwh: fill(done, battery) });

/** Each wish is read before what is stored is written over it. A loop and nothing behind it: what V8 makes while a loop runs falls back
 *  at the first thing behind it that it has not seen, each time anew.
 *  @returns all that is charged */
function fill({ chargeKwh, dischargeKwh, storedKwh }: Dispatch, battery: Battery): number {
  const { kwh } = battery;
  const way = Math.sqrt(battery.roundTrip);
  const mostKwh = battery.kw / 4;
  let stored = 0;
  let chargedKwh = 0;
  for (let t = 0; t < storedKwh.length; t++) {
    const wished = storedKwh[t] ?? 0;
    let charge = 0;
    let discharge = 0;
    if (wished > 0) {
      const most = wished < mostKwh ? wished : mostKwh;
      const room = kwh - stored;
      charge = most * way < room * SURELY ? most : room > 0 ? Math.min(most, room / way) : 0;
      stored = Math.min(stored + charge * way, kwh);
      chargedKwh += charge;
    } else if (wished < 0) {
      const most = -wished < mostKwh ? -wished : mostKwh;
      discharge = most < stored * way * SURELY ? most : stored > 0 ? Math.min(most, stored * way) : 0;
      stored = Math.max(stored - discharge / way, 0);
    }
    chargeKwh[t] = charge;
    dischargeKwh[t] = discharge;
    storedKwh[t] = stored;
  }
  return chargedKwh;
}

/** Wishes to draw no more than one level and no less than another; nothing where the net is not known. */
function wishWithin(netKwh: Float64Array, { aboveKwh, belowKwh }: { aboveKwh: number; belowKwh: number }, into = emptyDispatch(netKwh.length)): Dispatch {
  const wish = into.storedKwh;
  for (let t = 0; t < netKwh.length; t++) {
    const net = netKwh[t] ?? Number.NaN;
    wish[t] = net > aboveKwh ? aboveKwh - net : net < belowKwh ? belowKwh - net : 0;
  }
  return into;
}

/** Takes what would be fed in and gives it back when something is drawn.
 *  @param into arrays of an earlier run that are written over; absent: new ones
 *  @see docs/scenarios.md#battery-rules, case O14 */
export const selfConsumption = (netKwh: Float64Array, battery: Battery, into?: Dispatch): RuleDispatch => run(wishWithin(netKwh, { aboveKwh: 0, belowKwh: 0 }, into), battery);

/** Discharges above a limit, and charges again below a second one, as a controller does that knows no tomorrow: a lower bound of
 *  what shaving brings. What would be fed in is taken too.
 *  @see docs/scenarios.md#battery-rules */
export function thresholdRule(netKwh: Float64Array, battery: Battery, { limitKw, rechargeKw, into }: { limitKw: number; rechargeKw: number; into?: Dispatch }): RuleDispatch {
  return run(wishWithin(netKwh, { aboveKwh: limitKw / 4, belowKwh: Math.min(rechargeKw, limitKw) / 4 }, into), battery);
}

/** Highest quarter of what is left to draw, kW.
 *  @returns 0 when nothing is known */
export function peakKwOf(netKwh: Float64Array): number {
  let most = 0;
  for (let t = 0; t < netKwh.length; t++) if ((netKwh[t] ?? 0) > most) most = netKwh[t] ?? 0;
  return most * 4;
}

/** The smallest limit that a battery can hold all year, and how it does. It knows the year beforehand, so this is the
 *  upper bound of what shaving can bring.
 *  @param sureKwh the net where it was measured, which the limit is made for; NaN elsewhere
 *  @see docs/scenarios.md#battery-rules */
export function peakShaving(
  netKwh: Float64Array,
  battery: Battery,
  { sureKwh = netKwh, into }: { sureKwh?: Float64Array; into?: Dispatch } = {},
): RuleDispatch & { readonly limitKw: number } {
  const limitKwh = lowestLimitKwh(sureKwh, battery, peakKwOf(sureKwh) / 4);
  return { ...run(wishWithin(netKwh, { aboveKwh: limitKwh, belowKwh: limitKwh }, into), battery), limitKw: limitKwh * 4 };
}

/** Charges in the cheap hours, up to a limit that no quarter may pass, and serves the load in the dear ones; what would be fed in is
 *  taken at any hour.
 *  @param cheap 1 where a kWh costs the low price
 *  @see docs/scenarios.md#battery-rules */
export function priceRule(netKwh: Float64Array, battery: Battery, { cheap, limitKw, into }: { cheap: Uint8Array; limitKw: number; into?: Dispatch }): RuleDispatch {
  const limit = limitKw / 4;
  const done = into ?? emptyDispatch(netKwh.length);
  const wish = done.storedKwh;
  for (let t = 0; t < netKwh.length; t++) {
    const net = netKwh[t] ?? Number.NaN;
    wish[t] = Number.isNaN(net) ? 0 : net < 0 || cheap[t] !== 1 ? -net : Math.max(limit - net, 0);
  }
  return run(done, battery);
}

/** What a threshold leaves of the highest quarter, and where it charges again, where nobody says. */
const THRESHOLD_SHARE = 0.9;
const RECHARGE_SHARE = 0.8;

/** What a battery does by a rule.
 *  @param sure gives the net where it was measured, of rules that make a limit: an estimate has the right energy and a made-up shape, and sets no limit
 *  @see docs/scenarios.md#battery-rules */
export function dispatchOf(
  { net, sure }: { net: Float64Array; sure: () => Float64Array },
  battery: Battery,
  { step, limit, cheap, into }: { step: Pick<StepOf<'battery'>, 'rule'>; limit: number | null; cheap: Uint8Array; into: Dispatch },
): RuleDispatch & { readonly limitKw?: number } {
  switch (step.rule) {
    case 'self-consumption':
      return selfConsumption(net, battery, into);
    case 'peak-shaving':
      return peakShaving(net, battery, { sureKwh: sure(), into });
    case 'threshold': {
      const limitKw = limit ?? peakKwOf(sure()) * THRESHOLD_SHARE;
      return { ...thresholdRule(net, battery, { limitKw, rechargeKw: limitKw * RECHARGE_SHARE, into }), limitKw };
    }
    case 'price':
    case 'lp':
      return priceRule(net, battery, { cheap, limitKw: limit ?? peakKwOf(sure()), into });
  }
}
