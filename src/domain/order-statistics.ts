// The numbers at a few ranks of many, without putting the others in order. Pure.

/** Numbers in a drawer, on average. */
const PER_DRAWER = 2;
/** Up to so many are sorted at once. */
const SORTED_MAX = 256;

/** Puts numbers into drawers of equal width, opens those that a rank lies in, and goes on in each.
 *  @param values finite numbers
 *  @param ranks counted from the highest, which is 1
 *  @returns the number at each rank, NaN where there are not so many */
export function orderStatistics(values: Float64Array, ranks: readonly number[]): number[] {
  const all = values.length <= SORTED_MAX ? null : inDrawers(values);
  if (all === null) {
    const sorted = values.slice().sort();
    return ranks.map((rank) => sorted[sorted.length - rank] ?? Number.NaN);
  }
  const found = ranks.map(() => Number.NaN);
  const asked = byDrawer(all, ranks);
  const inDrawer = opened(values, all, asked.keys());
  for (const [drawer, indexes] of asked) {
    const above = values.length - (all.begins[drawer + 1] ?? 0);
    const inside = orderStatistics(
      inDrawer(drawer),
      indexes.map((index) => (ranks[index] ?? 0) - above),
    );
    indexes.forEach((index, at) => (found[index] = inside[at] ?? Number.NaN));
  }
  return found;
}

interface Drawers {
  /** Which drawer each number lies in, the lowest in 0. */
  readonly drawers: Uint32Array;
  /** How many lie in lower drawers; one more than there are drawers. */
  readonly begins: Uint32Array;
}

/** @returns null where all lie in one */
function inDrawers(values: Float64Array): Drawers | null {
  const [low, high] = rangeOf(values);
  const count = Math.ceil(values.length / PER_DRAWER) + 1;
  const perUnit = (count - 1) / (high - low);
  // All the same, or a range that is too wide or too narrow for a number.
  if (!(perUnit > 0 && perUnit < Infinity)) return null;
  const drawers = new Uint32Array(values.length);
  for (let at = 0; at < drawers.length; at++) drawers[at] = Math.min(((values[at] ?? 0) - low) * perUnit, count - 1);
  return { drawers, begins: beginsOf(drawers, count) };
}

function rangeOf(values: Float64Array): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function beginsOf(drawers: Uint32Array, count: number): Uint32Array {
  const begins = new Uint32Array(count + 1);
  for (let at = 0; at < drawers.length; at++) {
    const next = (drawers[at] ?? 0) + 1;
    begins[next] = (begins[next] ?? 0) + 1;
  }
  for (let drawer = 1; drawer <= count; drawer++) begins[drawer] = (begins[drawer] ?? 0) + (begins[drawer - 1] ?? 0);
  return begins;
}

/** Of each drawer that a rank lies in, the indexes of those ranks. */
function byDrawer({ drawers, begins }: Drawers, ranks: readonly number[]): Map<number, number[]> {
  const asked = new Map<number, number[]>();
  ranks.forEach((rank, index) => {
    const place = drawers.length - rank;
    if (!(place >= 0 && place < drawers.length)) return;
    const drawer = lastAtMost(begins, place);
    asked.set(drawer, [...(asked.get(drawer) ?? []), index]);
  });
  return asked;
}

/** Index of the last of some rising numbers that is at most a limit. */
function lastAtMost(rising: Uint32Array, limit: number): number {
  let at = 0;
  for (let beyond = rising.length; beyond - at > 1;) {
    const middle = (at + beyond) >> 1;
    if ((rising[middle] ?? 0) <= limit) at = middle;
    else beyond = middle;
  }
  return at;
}

/** What lies in some of the drawers. */
function opened(values: Float64Array, { drawers, begins }: Drawers, wanted: Iterable<number>): (drawer: number) => Float64Array {
  const sizeOf = (drawer: number): number => (begins[drawer + 1] ?? 0) - (begins[drawer] ?? 0);
  // Where the next number of a drawer is laid, one more than its index: 0 where it is not wanted.
  const places = new Uint32Array(begins.length);
  let size = 0;
  for (const drawer of wanted) {
    places[drawer] = size + 1;
    size += sizeOf(drawer);
  }
  const laid = new Float64Array(size);
  layInto(laid, values, { drawers, places });
  return (drawer) => {
    const end = (places[drawer] ?? 0) - 1;
    return laid.subarray(end - sizeOf(drawer), end);
  };
}

function layInto(laid: Float64Array, values: Float64Array, { drawers, places }: { drawers: Uint32Array; places: Uint32Array }): void {
  for (let at = 0; at < values.length; at++) {
    const drawer = drawers[at] ?? 0;
    const place = places[drawer] ?? 0;
    if (place === 0) continue;
    laid[place - 1] = values[at] ?? 0;
    places[drawer] = place + 1;
  }
}
