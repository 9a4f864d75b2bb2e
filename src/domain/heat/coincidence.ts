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
 *  @param flowsKw gets that power for each known hour, in no particular order, when it is wanted
 *  @returns sums in kWh at the source
 *  @see docs/residual-heat.md#heat-simultaneity */
export function coincidenceOf({ supplyKw, demandKw, supplyFactor, demandFactor }: Hours, flowsKw: Float64Array | null = null): Coincidence {
  let [knownHours, kwh, sourceKwh, demandKwh, servedHours, longest, outage] = [0, 0, 0, 0, 0, 0, 0];
  for (let hour = 0; hour < supplyKw.length; hour++) {
    const supply = (supplyKw[hour] ?? NaN) * supplyFactor;
    const demand = (demandKw[hour] ?? NaN) * demandFactor;
    const least = supply < demand ? supply : demand;
    // NaN on either side: the comparison above cannot tell, the sum can.
    if (Number.isNaN(supply + demand)) continue;
    if (flowsKw !== null) flowsKw[knownHours] = least;
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

/** The value that a share of all do not pass (0.99: 99 of 100), of values in no order, which it changes: it looks for one (quickselect)
 *  and does not sort. */
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

/** All sources against all sinks: kWh in the same hour, source by source. Unknown hours count as nothing. The least of two is half of
 *  what their sum is more than their difference, and a difference needs no branch: a third of the time. Good to a millionth of a
 *  kWh, to choose by; `coincidenceOf` is exact.
 *  @param sources, sinks hours of one length
 *  @returns a row of sinks for each source */
export function coincidenceMatrix(sources: readonly Float64Array[], sinks: readonly Float64Array[]): Float64Array[] {
  const known = (kw: Float64Array): Float64Array => kw.map((one) => (Number.isNaN(one) ? 0 : one));
  const demands = sinks.map(known);
  const demandKwh = demands.map(sumOf);
  return sources.map(known).map((supply) => {
    const supplyKwh = sumOf(supply);
    return Float64Array.from(demands, (demand, sink) => Math.max(0, (supplyKwh + (demandKwh[sink] ?? 0) - differenceOf(supply, demand)) / 2));
  });
}

function sumOf(kw: Float64Array): number {
  let sum = 0;
  for (const one of kw) sum += one;
  return sum;
}

/** Two sums side by side: one alone would wait for each addition. */
function differenceOf(a: Float64Array, b: Float64Array): number {
  let [even, odd] = [0, 0];
  for (let hour = 0; hour < a.length; hour += 2) {
    even += Math.abs((a[hour] ?? 0) - (b[hour] ?? 0));
    odd += Math.abs((a[hour + 1] ?? 0) - (b[hour + 1] ?? 0));
  }
  return even + odd;
}
