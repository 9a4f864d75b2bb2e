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
    const [all, wanted] = [given[t] ?? 0, taken[t] ?? 0];
    imported += wanted;
    exported += all;
    exchanged += Math.min(all, wanted);
    coincidentImport = Math.max(coincidentImport, wanted);
    if (Math.min(all, wanted) > 0) live.push(t);
  }
  // Only quarters in which something was exchanged, and only companies that gave in them, cost anything.
  for (let giver = 0; giver < n; giver++) {
    const mine = live.filter((t) => (gives[giver * quarters + t] ?? 0) > 0);
    if (mine.length === 0) continue;
    const weights = mine.map((t) => ((gives[giver * quarters + t] ?? 0) * Math.min(given[t] ?? 0, taken[t] ?? 0)) / ((given[t] ?? 1) * (taken[t] ?? 1)));
    for (let taker = 0; taker < n; taker++) {
      let sum = 0;
      for (let index = 0; index < mine.length; index++) sum += (weights[index] ?? 0) * (takes[taker * quarters + (mine[index] ?? 0)] ?? 0);
      amounts[giver * n + taker] = sum;
    }
  }
  return { companies, amounts, exchanged, imported, exported, coincidentImport, ownImports };
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
