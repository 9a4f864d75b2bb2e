// Who served whom: what each company took of what the others gave, quarter by quarter, pro rata. Pure, on arrays.

/** Net of one connection, one value a quarter; what has no value is 0 in both. */
export interface ExchangeSide {
  readonly company: number;
  readonly import: Float64Array;
  readonly export: Float64Array;
}

export interface ExchangeMatrix {
  readonly companies: readonly number[];
  /** amounts[giver x n + taker], n companies; a company of several connections may serve itself. */
  readonly amounts: Float64Array;
  readonly exchanged: number;
  readonly imported: number;
  readonly exported: number;
  /** Highest sum of net imports of one quarter, and each connection's own highest, in the order of the sides. */
  readonly coincidentImport: number;
  readonly ownImports: Float64Array;
}

/** The allocation matrix of a period: in each quarter X = min(sum of net imports, sum of net exports), of which i gives j
 *  X x E_i / sum E x I_j / sum I. Connections of one company are one row and column. Order does not matter, rows are at
 *  most what was given, columns at most what was taken, all of it is X.
 *  @see docs/methods.md#local-exchange, case O12 */
export function exchangeMatrix(sides: readonly ExchangeSide[], quarters: number): ExchangeMatrix {
  const companies = [...new Set(sides.map((side) => side.company))].sort((a, b) => a - b);
  const at = new Map(companies.map((company, index) => [company, index]));
  const n = companies.length;
  const { given, taken } = totalsOf(sides, quarters);
  const amounts = new Float64Array(n * n);
  // The share of each company in a quarter's giving and taking, company by company: long runs in memory.
  const [gives, takes] = [new Float64Array(n * quarters), new Float64Array(n * quarters)];
  const ownImports = new Float64Array(sides.length);
  for (const [index, side] of sides.entries()) {
    const row = (at.get(side.company) ?? 0) * quarters;
    let own = 0;
    for (let t = 0; t < quarters; t++) {
      const net = (side.import[t] ?? 0) - (side.export[t] ?? 0);
      own = Math.max(own, net);
      if (net > 0) takes[row + t] = (takes[row + t] ?? 0) + net;
      else gives[row + t] = (gives[row + t] ?? 0) - net;
    }
    ownImports[index] = own;
  }
  let [exchanged, imported, exported, coincidentImport] = [0, 0, 0, 0];
  const live: number[] = [];
  for (let t = 0; t < quarters; t++) {
    const [all, asked] = [given[t] ?? 0, taken[t] ?? 0];
    imported += asked;
    exported += all;
    exchanged += Math.min(all, asked);
    coincidentImport = Math.max(coincidentImport, asked);
    if (Math.min(all, asked) > 0) live.push(t);
  }
  // Only quarters in which something was exchanged, and only companies that gave in them, cost anything.
  const shares = shareOfLive({ gives, given, taken, live, quarters });
  const wanted = liveOnly(takes, { live, quarters, n });
  for (let giver = 0; giver < n; giver++) {
    const mine = shares(giver);
    if (mine !== null) for (let taker = 0; taker < n; taker++) amounts[giver * n + taker] = product(mine, wanted.subarray(taker * live.length, (taker + 1) * live.length));
  }
  return { companies, amounts, exchanged, imported, exported, coincidentImport, ownImports };
}

/** Who took how much of what the others gave in one quarter, pro rata: x_ij = X * E_i/sum E * I_j/sum I.
 *  The order of the companies does not matter.
 *  @param imports net import of each connection, kWh
 *  @param exports net export of each connection, kWh
 *  @returns amounts[i][j], from i to j
 *  @see docs/methods.md#local-exchange, case O12 */
export function allocateExchange(imports: readonly number[], exports: readonly number[]): number[][] {
  const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
  const [imported, exported] = [sum(imports), sum(exports)];
  const exchanged = Math.min(imported, exported);
  if (exchanged === 0) return exports.map(() => imports.map(() => 0));
  return exports.map((given) => imports.map((taken) => (exchanged * given * taken) / (exported * imported)));
}

interface Live {
  /** Quarters in which something was exchanged. */
  readonly live: readonly number[];
  readonly quarters: number;
}

/** What a company gives in each live quarter for each unit that is taken in it; null of who gives nothing. */
function shareOfLive(over: Live & { gives: Float64Array; given: Float64Array; taken: Float64Array }): (giver: number) => Float64Array | null {
  const { gives, given, taken, live, quarters } = over;
  const perKwh = Float64Array.from(live, (t) => Math.min(given[t] ?? 0, taken[t] ?? 0) / ((given[t] ?? 1) * (taken[t] ?? 1)));
  const mine = new Float64Array(live.length);
  return (giver) => {
    let any = false;
    for (let index = 0; index < mine.length; index++) {
      const gave = gives[giver * quarters + (live[index] ?? 0)] ?? 0;
      if (gave > 0) any = true;
      mine[index] = gave * (perKwh[index] ?? 0);
    }
    return any ? mine : null;
  };
}

/** The live quarters of each company, one behind the other: read in one run for each giver. */
function liveOnly(takes: Float64Array, { live, quarters, n }: Live & { n: number }): Float64Array {
  const wanted = new Float64Array(n * live.length);
  for (let taker = 0; taker < n; taker++) for (let index = 0; index < live.length; index++) wanted[taker * live.length + index] = takes[taker * quarters + (live[index] ?? 0)] ?? 0;
  return wanted;
}

/** Sum of products; in four sums, so that each addition need not wait for the one before. */
function product(a: Float64Array, b: Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let at = 0; at < whole; at += 4) {
    first += (a[at] ?? 0) * (b[at] ?? 0);
    second += (a[at + 1] ?? 0) * (b[at + 1] ?? 0);
    third += (a[at + 2] ?? 0) * (b[at + 2] ?? 0);
    fourth += (a[at + 3] ?? 0) * (b[at + 3] ?? 0);
  }
  for (let at = whole; at < a.length; at++) first += (a[at] ?? 0) * (b[at] ?? 0);
  return first + second + third + fourth;
}

function totalsOf(sides: readonly ExchangeSide[], quarters: number): { given: Float64Array; taken: Float64Array } {
  const [given, taken] = [new Float64Array(quarters), new Float64Array(quarters)];
  for (const side of sides)
    for (let t = 0; t < quarters; t++) {
      const net = (side.import[t] ?? 0) - (side.export[t] ?? 0);
      if (net > 0) taken[t] = (taken[t] ?? 0) + net;
      else given[t] = (given[t] ?? 0) - net;
    }
  return { given, taken };
}

/** The matrix of stretches that follow each other, of the same connections.
 *  @see docs/methods.md#local-exchange */
export function addMatrices(all: readonly ExchangeMatrix[]): ExchangeMatrix {
  const [first] = all;
  const amounts = new Float64Array(first?.amounts.length ?? 0);
  const ownImports = new Float64Array(first?.ownImports.length ?? 0);
  for (const one of all) {
    for (let at = 0; at < amounts.length; at++) amounts[at] = (amounts[at] ?? 0) + (one.amounts[at] ?? 0);
    for (let at = 0; at < ownImports.length; at++) ownImports[at] = Math.max(ownImports[at] ?? 0, one.ownImports[at] ?? 0);
  }
  const sum = (of: (one: ExchangeMatrix) => number): number => all.reduce((total, one) => total + of(one), 0);
  return {
    companies: first?.companies ?? [],
    amounts,
    exchanged: sum((one) => one.exchanged),
    imported: sum((one) => one.imported),
    exported: sum((one) => one.exported),
    coincidentImport: all.reduce((most, one) => Math.max(most, one.coincidentImport), 0),
    ownImports,
  };
}
