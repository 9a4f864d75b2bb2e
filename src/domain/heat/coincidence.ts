// How much heat is there in the same hour in which it is wanted: the number a match rests on. Pure.

export interface Coincidence {
  /** Hours known at both sides. */
  readonly knownHours: number;
  /** Sum over those hours of the least of the two, kWh at the source. */
  readonly kwh: number;
  readonly sourceKwh: number;
  readonly demandKwh: number;
  /** Hours in which something flows; the longest stretch in which nothing does. */
  readonly servedHours: number;
  readonly longestOutageHours: number;
}

/** Hours of supply and demand. NaN: not known. */
export interface Hours {
  readonly supplyKw: Float64Array;
  readonly demandKw: Float64Array;
  /** What of the supply can be taken, and what has to leave the source for each kW of demand. */
  readonly supplyFactor: number;
  readonly demandFactor: number;
}

/** The least of supply and demand in each hour.
 *  @returns sums in kWh at the source
 *  @see docs/residual-heat.md#heat-simultaneity */
export function coincidenceOf({ supplyKw, demandKw, supplyFactor, demandFactor }: Hours): Coincidence {
  let [knownHours, kwh, sourceKwh, demandKwh, servedHours, longest, outage] = [0, 0, 0, 0, 0, 0, 0];
  for (let hour = 0; hour < supplyKw.length; hour++) {
    const [supply, demand] = [(supplyKw[hour] ?? NaN) * supplyFactor, (demandKw[hour] ?? NaN) * demandFactor];
    const least = supply < demand ? supply : demand;
    // NaN on either side: the comparison above cannot tell, the sum can.
    if (Number.isNaN(supply + demand)) continue;
    knownHours++;
    sourceKwh += supply;
    demandKwh += demand;
    kwh += least;
    if (least > 0) {
      servedHours++;
      outage = 0;
    } else longest = Math.max(longest, ++outage);
  }
  return { knownHours, kwh, sourceKwh, demandKwh, servedHours, longestOutageHours: longest };
}

/** The same with a tank between them: what is served first is what comes directly.
 *  @param tankKwh what the tank holds; lossPerHour of what is in it
 *  @returns kWh that leave the source for the sink, and what was lost and what is left in the tank
 *  @see docs/residual-heat.md#heat-simultaneity */
export function coincidenceWithTank(hours: Hours, { tankKwh, lossPerHour }: { tankKwh: number; lossPerHour: number }): { kwh: number; lostKwh: number; leftKwh: number } {
  const { supplyKw, demandKw, supplyFactor, demandFactor } = hours;
  let [held, kwh, lostKwh] = [0, 0, 0];
  for (let hour = 0; hour < supplyKw.length; hour++) {
    const [supply, demand] = [(supplyKw[hour] ?? NaN) * supplyFactor, (demandKw[hour] ?? NaN) * demandFactor];
    if (!Number.isNaN(supply + demand)) {
      const direct = Math.min(supply, demand);
      const charge = Math.min(supply - direct, tankKwh - held);
      const discharge = Math.min(demand - direct, held);
      kwh += direct + discharge;
      held += charge - discharge;
    }
    const lost = held * lossPerHour;
    lostKwh += lost;
    held -= lost;
  }
  return { kwh, lostKwh, leftKwh: held };
}

/** Power that flows in each hour, kW at the source, from low to high; unknown hours are left out. */
export const sortedFlows = (hours: Hours): Float64Array => flowsOf(hours).sort();

/** Power that flows in each known hour, in no particular order. */
export function flowsOf({ supplyKw, demandKw, supplyFactor, demandFactor }: Hours): Float64Array {
  const flows = new Float64Array(supplyKw.length);
  let at = 0;
  for (let hour = 0; hour < supplyKw.length; hour++) {
    const [supply, demand] = [(supplyKw[hour] ?? NaN) * supplyFactor, (demandKw[hour] ?? NaN) * demandFactor];
    if (!Number.isNaN(supply + demand)) flows[at++] = supply < demand ? supply : demand;
  }
  return flows.subarray(0, at);
}

/** @param sorted from low to high; share 0.99: the value that 99 of 100 do not pass */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

/** The same of values in no order, which it changes: it looks for one (quickselect) and does not sort all. */
export function quantileOf(values: Float64Array, share: number): number {
  const wanted = Math.min(values.length - 1, Math.max(0, Math.ceil(share * values.length) - 1));
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let [left, right] = [low, high];
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const held = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = held;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return values[wanted] ?? 0;
}

/** All sources against all sinks: kWh in the same hour, source by source. Unknown hours count as nothing.
 *  @returns a row of sinks for each source */
export function coincidenceMatrix(sources: readonly Float64Array[], sinks: readonly Float64Array[]): Float64Array[] {
  const known = (kw: Float64Array): Float64Array => kw.map((one) => (Number.isNaN(one) ? 0 : one));
  const demands = sinks.map(known);
  return sources.map(known).map((supply) =>
    Float64Array.from(demands, (demand) => {
      let sum = 0;
      for (let hour = 0; hour < supply.length; hour++) {
        const [a, b] = [supply[hour] ?? 0, demand[hour] ?? 0];
        sum += a < b ? a : b;
      }
      return sum;
    }),
  );
}
