// What a place offers and wants of heat in a year, and how much of both falls in the same hours, by whoever puts it in. Pure.

export interface HourlyPort {
  /** Whose it is. */
  readonly owner: string;
  readonly role: 'source' | 'sink';
  /** kW in each hour; NaN: not known. */
  readonly kw: Float64Array;
}
export interface HeatSums {
  /** kWh by owner: what sources gave off, what sinks took. */
  readonly offered: ReadonlyMap<string, number>;
  readonly wanted: ReadonlyMap<string, number>;
  /** kWh by owner that fall in the same hours, pro rata on either side; both sides sum to the same. */
  readonly given: ReadonlyMap<string, number>;
  readonly taken: ReadonlyMap<string, number>;
}

/** Sums of the known hours. In an hour no more can be exchanged than the smaller of what all offer and what all want; temperatures,
 *  pipes and money take off from that, so it is an upper bound.
 *  @see docs/residual-heat.md#heat-of-the-region */
export function heatSums(ports: readonly HourlyPort[]): HeatSums {
  const sums = { offered: new Map<string, number>(), wanted: new Map<string, number>(), given: new Map<string, number>(), taken: new Map<string, number>() };
  const add = (to: Map<string, number>, owner: string, kwh: number): void => void to.set(owner, (to.get(owner) ?? 0) + kwh);
  const [sources, sinks] = [ports.filter(({ role }) => role === 'source'), ports.filter(({ role }) => role === 'sink')];
  const [supply, demand] = [allOf(sources), allOf(sinks)];
  const both = supply.map((kw, hour) => Math.min(kw, demand[hour] ?? 0));
  for (const [side, whole, all, shared] of [
    [sources, supply, sums.offered, sums.given],
    [sinks, demand, sums.wanted, sums.taken],
  ] as const)
    for (const { owner, kw } of side) {
      let [sum, part] = [0, 0];
      kw.forEach((one, hour) => {
        const total = whole[hour] ?? 0;
        if (Number.isNaN(one) || total <= 0) return;
        sum += one;
        part += ((both[hour] ?? 0) * one) / total;
      });
      add(all, owner, sum);
      add(shared, owner, part);
    }
  return sums;
}

/** Known power of all of them by hour. */
function allOf(ports: readonly HourlyPort[]): Float64Array {
  const sum = new Float64Array(Math.max(0, ...ports.map(({ kw }) => kw.length)));
  for (const { kw } of ports) kw.forEach((one, hour) => (sum[hour] = (sum[hour] ?? 0) + (Number.isNaN(one) ? 0 : one)));
  return sum;
}
