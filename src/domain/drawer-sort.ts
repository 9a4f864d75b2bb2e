// Sorts numbers that lie all over a range, as the power of a year does: a few times as fast as comparing them all. Pure.

/** Numbers in a drawer, on average, and up to how many are put in order one by one. */
const PER_DRAWER = 4;
const ONE_BY_ONE_MAX = 24;

/** Puts numbers into drawers of equal width, and then in order in each.
 *  @param values finite numbers
 *  @returns another array, from the lowest up */
export function sortedUp(values: Float64Array): Float64Array {
  const sorted = new Float64Array(values.length);
  const ends = new Uint32Array(Math.ceil(values.length / PER_DRAWER) + 1);
  const drawerOf = drawersOf(values, ends.length - 1);
  for (let at = 0; at < values.length; at++) {
    const next = drawerOf(values[at] ?? 0) + 1;
    ends[next] = (ends[next] ?? 0) + 1;
  }
  for (let drawer = 1; drawer < ends.length; drawer++) ends[drawer] = (ends[drawer] ?? 0) + (ends[drawer - 1] ?? 0);
  // Now each drawer has its begin; filling it moves that to its end.
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    const drawer = drawerOf(value);
    const to = ends[drawer] ?? 0;
    sorted[to] = value;
    ends[drawer] = to + 1;
  }
  for (let drawer = 0, from = 0; drawer + 1 < ends.length; drawer++) {
    const to = ends[drawer] ?? 0;
    if (to - from > ONE_BY_ONE_MAX) sorted.subarray(from, to).sort();
    else sortFew(sorted, from, to);
    from = to;
  }
  return sorted;
}

function drawersOf(values: Float64Array, count: number): (value: number) => number {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const perUnit = high > low ? Math.min(count / (high - low), Number.MAX_VALUE) : 0;
  // A range that is too wide for a number puts all in the first.
  return (value) => Math.trunc(Math.min((value - low) * perUnit, count - 1) || 0);
}

function sortFew(sorted: Float64Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at++) {
    const value = sorted[at] ?? 0;
    let put = at;
    for (; put > from && (sorted[put - 1] ?? 0) > value; put--) sorted[put] = sorted[put - 1] ?? 0;
    sorted[put] = value;
  }
}
