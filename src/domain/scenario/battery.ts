// What a battery behind one connection does in each quarter of a year, by rules that a controller could follow. Pure.

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

/** Runs through a year: what a rule wishes, cut to what the battery can.
 *  @param netKwh import minus export; NaN where it is not known: there the battery rests
 *  @param wish kWh at the connection, above 0 to charge; asked with the net */
function run(netKwh: Float64Array, battery: Battery, wish: (t: number, net: number) => number): Dispatch {
  const n = netKwh.length;
  const [chargeKwh, dischargeKwh, storedKwh] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const way = Math.sqrt(battery.roundTrip);
  const mostKwh = battery.kw / 4;
  let stored = 0;
  for (let t = 0; t < n; t++) {
    const net = netKwh[t] ?? Number.NaN;
    if (!Number.isNaN(net)) {
      const wished = wish(t, net);
      if (wished > 0) {
        const charge = Math.min(wished, mostKwh, (battery.kwh - stored) / way);
        stored = Math.min(stored + charge * way, battery.kwh);
        chargeKwh[t] = charge;
      } else if (wished < 0) {
        const discharge = Math.min(-wished, mostKwh, stored * way);
        stored = Math.max(stored - discharge / way, 0);
        dischargeKwh[t] = discharge;
      }
    }
    storedKwh[t] = stored;
  }
  return { chargeKwh, dischargeKwh, storedKwh };
}

/** Takes what would be fed in and gives it back when something is drawn.
 *  @see docs/scenarios.md#battery-rules, case O14 */
export const selfConsumption = (netKwh: Float64Array, battery: Battery): Dispatch => run(netKwh, battery, (_, net) => -net);

/** Discharges above a limit, and charges again below a second one, as a controller does that knows no tomorrow: a lower bound of
 *  what shaving brings. What would be fed in is taken too.
 *  @see docs/scenarios.md#battery-rules */
export function thresholdRule(netKwh: Float64Array, battery: Battery, { limitKw, rechargeKw }: { limitKw: number; rechargeKw: number }): Dispatch {
  const [above, below] = [limitKw / 4, Math.min(rechargeKw, limitKw) / 4];
  return run(netKwh, battery, (_, net) => (net > above ? above - net : net < below ? below - net : 0));
}

/** Highest quarter of what is left to draw, kW.
 *  @returns 0 when nothing is known */
export function peakKwOf(netKwh: Float64Array): number {
  let most = 0;
  for (let t = 0; t < netKwh.length; t++) if ((netKwh[t] ?? 0) > most) most = netKwh[t] ?? 0;
  return most * 4;
}

/** Can a battery that charges whenever there is room hold a limit all year? */
function holds(netKwh: Float64Array, battery: Battery, limitKwh: number): boolean {
  const way = Math.sqrt(battery.roundTrip);
  const { kwh } = battery;
  const mostKwh = battery.kw / 4;
  let stored = 0;
  for (let t = 0; t < netKwh.length; t++) {
    const room = limitKwh - (netKwh[t] ?? Number.NaN);
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
export function peakShaving(netKwh: Float64Array, battery: Battery, sureKwh: Float64Array = netKwh): Dispatch & { readonly limitKw: number } {
  const peakKwh = peakKwOf(sureKwh) / 4;
  let [low, high] = [Math.max(peakKwh - battery.kw / 4, 0), peakKwh];
  for (let step = 0; step < BISECTIONS && battery.kwh > 0; step++) {
    const middle = (low + high) / 2;
    if (holds(sureKwh, battery, middle)) high = middle;
    else low = middle;
  }
  return { ...run(netKwh, battery, (_, net) => high - net), limitKw: high * 4 };
}

/** Charges in the cheap hours, up to a limit that no quarter may pass, and serves the load in the dear ones; what would be fed in is
 *  taken at any hour.
 *  @param cheap 1 where a kWh costs the low price
 *  @see docs/scenarios.md#battery-rules */
export function priceRule(netKwh: Float64Array, battery: Battery, { cheap, limitKw }: { cheap: Uint8Array; limitKw: number }): Dispatch {
  const limit = limitKw / 4;
  return run(netKwh, battery, (t, net) => (net < 0 ? -net : cheap[t] === 1 ? Math.max(limit - net, 0) : -net));
}
