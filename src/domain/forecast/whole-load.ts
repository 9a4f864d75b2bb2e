// One load out of many connections, always made of the same ones, so that a meter that joins or stops looks like no change of use. Pure.
import { fromMicro } from '../ledger.ts';
import type { Load } from '../capacity/loads.ts';

const QUARTERS_PER_HOUR = 4;
const WEEK_QUARTERS = 7 * 96;
/** A connection that says nothing for longer is left out. */
const SILENT_QUARTERS = 3 * 96;

export interface WholeLoad {
  /** kW, below 0 where more is fed in than drawn; NaN where nothing is known. */
  readonly kw: Float64Array;
  /** 1 where every part that was there was measured. */
  readonly sure: Uint8Array;
  /** Connections in it. */
  readonly counted: readonly number[];
  /** Connections left out, because they have been silent for days. */
  readonly silent: readonly number[];
}

const knownIn = ({ netMicro }: Load, from: number): boolean => netMicro.subarray(Math.max(from, 0)).some((net) => !Number.isNaN(net));

/** Sum of the connections that speak at the end. What one of them did not tell is what it did a week before, else a week after;
 *  where that is not known either, its mean. Nothing is known before half of what flows was measured.
 *  @param only connections to count, whether they speak or not; absent: who spoke in the last three days
 *  @see docs/methods.md#forecast */
export function wholeLoad(loads: readonly Load[], quarters: number, only?: ReadonlySet<number>): WholeLoad {
  const counted = loads.filter((load) => (only === undefined ? knownIn(load, quarters - SILENT_QUARTERS) : only.has(load.id)));
  const micro = new Float64Array(quarters).fill(counted.length === 0 ? Number.NaN : 0);
  const sure = new Uint8Array(quarters).fill(counted.length === 0 ? 0 : 1);
  const begin = halfKnownFrom(counted, quarters);
  micro.fill(Number.NaN, 0, begin);
  sure.fill(0, 0, begin);
  for (const load of counted) {
    const net = filled(load.netMicro);
    for (let t = begin; t < quarters; t++) {
      micro[t] = (micro[t] ?? 0) + (net[t] ?? Number.NaN);
      if (t >= (load.begins ?? 0) && load.sure[t] !== 1) sure[t] = 0;
    }
  }
  return {
    kw: micro.map((net) => (Number.isNaN(net) ? net : fromMicro(Math.round(net * QUARTERS_PER_HOUR)))),
    sure,
    counted: counted.map((load) => load.id),
    silent: loads.filter((load) => !counted.includes(load)).map((load) => load.id),
  };
}

/** The quarter from which connections with half of the flow have spoken. */
function halfKnownFrom(loads: readonly Load[], quarters: number): number {
  const told = loads.map(({ netMicro }) => {
    const known = netMicro.filter((net) => !Number.isNaN(net));
    return { first: netMicro.findIndex((net) => !Number.isNaN(net)), flow: known.reduce((sum, net) => sum + Math.abs(net), 0) / Math.max(known.length, 1) };
  });
  const total = told.reduce((sum, one) => sum + one.flow, 0);
  let flow = 0;
  for (const one of told.filter(({ first }) => first >= 0).sort((a, b) => a.first - b.first)) {
    flow += one.flow;
    if (flow * 2 >= total) return one.first;
  }
  return quarters;
}

function filled(netMicro: Float64Array): Float64Array {
  const net = netMicro.slice();
  for (let t = WEEK_QUARTERS; t < net.length; t++) if (Number.isNaN(net[t] ?? 0)) net[t] = net[t - WEEK_QUARTERS] ?? Number.NaN;
  for (let t = net.length - WEEK_QUARTERS - 1; t >= 0; t--) if (Number.isNaN(net[t] ?? 0)) net[t] = net[t + WEEK_QUARTERS] ?? Number.NaN;
  let [sum, count] = [0, 0];
  for (const one of net) {
    if (Number.isNaN(one)) continue;
    sum += one;
    count += 1;
  }
  return count === 0 || count === net.length ? net : net.map((one) => (Number.isNaN(one) ? sum / count : one));
}
