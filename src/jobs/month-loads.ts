// What all connections draw together in a local month, one connection at a time: most need no memory of their own.
import { oneFlagOf } from '../domain/balance-plain.ts';
import { type ConnectionQuarters, SPREAD } from '../domain/balance.ts';
import { type Load, type Power, UNSURE, loadOf, powerOf, rootsOf } from '../domain/capacity/loads.ts';

export interface Month {
  /** Indexes [from, to). */
  readonly from: number;
  readonly to: number;
  readonly year: number;
  /** Of the local month, the part that lies in the period: kWmax of half a month is paid for half. */
  readonly share: number;
}
/** A connection among the others. */
interface Place {
  readonly at: number;
  /** Index from which it is expected to say something; null: it never says anything. */
  readonly begins: number | null;
  /** It lies behind another, or another behind it: where the one is silent the other may stand in. */
  readonly inClosedGrid: boolean;
}

/** By connection.
 *  @param told those that say something at all, with when they begin to */
export function placesOf(connections: readonly ConnectionQuarters[], told: readonly Load[]): Map<number, Place> {
  const begins = new Map(told.map((load) => [load.id, load.begins ?? 0]));
  const above = new Set(connections.map(({ behind }) => behind));
  return new Map(connections.map(({ id, behind }, at) => [id, { at, begins: begins.get(id) ?? null, inClosedGrid: behind !== null || above.has(id) }]));
}

export class MonthLoads {
  readonly #month: Month;
  /** Of those that are measured in every quarter the sum says all. */
  readonly #throughout: Load;
  #count = 0;
  readonly #others: Load[] = [];
  /** Highest measured quarter of each connection on the public grid, by place. */
  readonly mostMicro: Float64Array;
  readonly #nothing: Float64Array;

  constructor(month: Month, places: number) {
    const quarters = month.to - month.from;
    this.#month = month;
    this.#throughout = { id: Number.NaN, company: Number.NaN, behind: null, netMicro: new Float64Array(quarters), sure: new Uint8Array(quarters).fill(1) };
    this.#nothing = new Float64Array(quarters);
    this.mostMicro = new Float64Array(places);
  }

  /** @param part of a connection, in the quarters of the month; done with when this returns */
  add(part: ConnectionQuarters, place: Place | undefined): void {
    if (place === undefined || place.begins === null) return;
    const { from, to } = this.#month;
    const begins = Math.min(Math.max(place.begins - from, 0), to - from);
    const ways = place.inClosedGrid || begins > 0 ? null : measuredWays(part);
    if (ways !== null) {
      this.mostMicro[place.at] = addNet(this.#throughout.netMicro, ways[0], ways[1] ?? this.#nothing);
      this.#count += 1;
      return;
    }
    const load = loadOf(part, to - from);
    if (load.behind === null) this.mostMicro[place.at] = mostOf(load);
    this.#others.push({ ...load, begins });
  }

  power(): Power {
    return powerOf(rootsOf(this.#count > 0 ? [...this.#others, this.#throughout] : this.#others), this.#month.to - this.#month.from);
  }
}

/** What a connection draws and feeds in, of those with one counter each way that are measured in every quarter; else null. */
function measuredWays({ registers }: ConnectionQuarters): [drawn: Float64Array, fed: Float64Array | undefined] | null {
  const ways = registers.filter(({ flow }) => flow === 'import' || flow === 'export');
  const drawn = ways.find(({ flow }) => flow === 'import');
  const fed = ways.find(({ flow }) => flow === 'export');
  if (drawn === undefined || ways.length > (fed === undefined ? 1 : 2)) return null;
  const flag = oneFlagOf(ways);
  return flag === null || flag >= SPREAD || UNSURE.has(flag) ? null : [drawn.amounts, fed?.amounts];
}

/** @returns the most that is drawn in a quarter */
function addNet(sum: Float64Array, drawn: Float64Array, fed: Float64Array): number {
  let most = 0;
  for (let t = 0; t < sum.length; t++) {
    const net = (drawn[t] ?? 0) - (fed[t] ?? 0);
    sum[t] = (sum[t] ?? 0) + net;
    if (net > most) most = net;
  }
  return most;
}

function mostOf({ netMicro, sure }: Load): number {
  let most = 0;
  for (let t = 0; t < netMicro.length; t++) {
    const net = netMicro[t] ?? 0;
    if (net > most && sure[t] === 1) most = net;
  }
  return most;
}
