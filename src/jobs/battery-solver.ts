// The battery of one connection by linear programming (HiGHS): when to charge and discharge so that the year costs least.
import type { Highs, ModelData } from 'highs';
import { type Battery, type Dispatch, peakKwOf, peakShaving, priceRule, selfConsumption } from '../domain/scenario/battery.ts';

/** What energy and peaks cost. Arrays by quarter. */
export interface BatteryPrices {
  readonly importEur: Float64Array;
  readonly exportEur: number;
  /** For the highest quarter of each month. */
  /** By month, as they are counted in `month`: half a month is paid for half. */
  readonly peakEurPerKw: Float64Array;
  /** Which month a quarter lies in, counted from 0. */
  readonly month: Uint8Array;
}
export interface BatteryProblem {
  /** Import minus export; NaN where it is not known: there the battery rests. */
  readonly netKwh: Float64Array;
  readonly battery: Battery;
  readonly prices: BatteryPrices;
}
export interface SolvedBattery {
  readonly dispatch: Dispatch;
  readonly solverEur: number;
  /** Of the best rule, which is taken where the solver's few days ahead do worse. */
  readonly ruleEur: number;
  readonly chosenBy: 'solver' | 'rule';
}

/** Two days ahead, of which the first is done before it looks again. */
export const WINDOW_QUARTERS = 192;
export const COMMIT_QUARTERS = 96;
const TIME_LIMIT_S = 120;
const OPTIMAL = 7;
const COLUMNS = 5;
/** Less than this is nothing: solvers answer −1.9e-13. */
const NOTHING_KWH = 1e-7;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly storedKwh: number;
  /** What each month's peak is already. */
  readonly peaksKw: Float64Array;
}

/** One stretch of quarters: import, export, charge, discharge and what is stored in each, and a peak for each month.
 *  @returns charge minus discharge of each quarter, kWh */
function solveWindow(highs: Highs, { netKwh, battery, prices }: BatteryProblem, { from, to, storedKwh, peaksKw }: Window): Float64Array {
  const n = to - from;
  const months = [...new Set(prices.month.subarray(from, to))];
  const [cols, rows] = [n * COLUMNS + months.length, n * 3];
  const way = Math.sqrt(battery.roundTrip);
  const most = battery.kw / 4;
  const [cost, lower, upper] = [new Float64Array(cols), new Float64Array(cols), new Float64Array(cols).fill(highs.infinity)];
  const [rowLower, rowUpper] = [new Float64Array(rows), new Float64Array(rows)];
  const starts = new Int32Array(cols + 1);
  // Import 2 entries, export 1, charge 2, discharge 2, stored 2; and each quarter once under its month's peak.
  const [indices, values] = [new Int32Array(n * 10), new Float64Array(n * 10)];
  let [entry, column] = [0, 0];
  const put = (row: number, value: number): void => {
    indices[entry] = row;
    values[entry] = value;
    entry += 1;
  };
  const close = (price: number, bounds: { low?: number; high?: number }): void => {
    cost[column] = price;
    lower[column] = bounds.low ?? 0;
    upper[column] = bounds.high ?? highs.infinity;
    column += 1;
    starts[column] = entry;
  };
  for (let t = 0; t < n; t++) {
    const [balance, stored, peak] = [t, n + t, 2 * n + t];
    const net = netKwh[from + t] ?? Number.NaN;
    const can = Number.isNaN(net) ? 0 : most;
    rowLower[balance] = Number.isNaN(net) ? 0 : net;
    rowUpper[balance] = rowLower[balance] ?? 0;
    rowLower[stored] = t === 0 ? storedKwh : 0;
    rowUpper[stored] = rowLower[stored] ?? 0;
    rowLower[peak] = -highs.infinity;
    put(balance, 1);
    put(peak, 4);
    close(prices.importEur[from + t] ?? 0, {});
    put(balance, -1);
    close(-prices.exportEur, {});
    put(balance, -1);
    put(stored, -way);
    close(0, { high: can });
    put(balance, 1);
    put(stored, 1 / way);
    close(0, { high: can });
    put(stored, 1);
    if (t + 1 < n) put(n + t + 1, -1);
    close(0, { high: battery.kwh });
  }
  for (const month of months) {
    for (let t = 0; t < n; t++) if (prices.month[from + t] === month) put(2 * n + t, -1);
    close(prices.peakEurPerKw[month] ?? 0, { low: peaksKw[month] ?? 0 });
  }
  const matrix = { format: 'csc' as const, numRows: rows, numCols: cols, starts, indices: indices.subarray(0, entry), values: values.subarray(0, entry) };
  const found = solvedColumns(highs, { numCols: cols, numRows: rows, colCost: cost, colLower: lower, colUpper: upper, rowLower, rowUpper, matrix });
  return Float64Array.from({ length: n }, (_, t) => oneWay(found[t * COLUMNS + 2] ?? 0, found[t * COLUMNS + 3] ?? 0, battery.roundTrip));
}

/** The columns at least cost. @throws Error when the solver does not get there */
function solvedColumns(highs: Highs, problem: Omit<ModelData, 'sense'>): ArrayLike<number> {
  const model = highs.createModel({ ...problem, sense: highs.constants.objectiveSense.minimize });
  try {
    model.options.set({ output_flag: false, time_limit: TIME_LIMIT_S });
    model.run();
    const status: number = model.getModelStatus();
    if (status !== OPTIMAL) throw new Error(`the solver ended with status ${status}`);
    return Float64Array.from(model.getSolution().colValue);
  } finally {
    model.dispose();
  }
}

/** Never both at once, which only a price below 0 would make pay: the one of the two that stores the same.
 *  @returns charge above 0, discharge below */
export function oneWay(charge: number, discharge: number, roundTrip: number): number {
  const way = Math.sqrt(roundTrip);
  const stored = charge * way - discharge / way;
  const net = stored > 0 ? stored / way : stored * way;
  return Math.abs(net) < NOTHING_KWH ? 0 : net;
}

/** What a year costs with a battery that does so, with the peak of each month. */
export function costEur({ netKwh, prices }: Pick<BatteryProblem, 'netKwh' | 'prices'>, { chargeKwh, dischargeKwh }: Pick<Dispatch, 'chargeKwh' | 'dischargeKwh'>): number {
  const peaks = new Map<number, number>();
  let eur = 0;
  for (let t = 0; t < netKwh.length; t++) {
    const net = netKwh[t] ?? Number.NaN;
    if (Number.isNaN(net)) continue;
    const after = net + (chargeKwh[t] ?? 0) - (dischargeKwh[t] ?? 0);
    eur += after > 0 ? after * (prices.importEur[t] ?? 0) : after * prices.exportEur;
    const month = prices.month[t] ?? 0;
    peaks.set(month, Math.max(peaks.get(month) ?? 0, after * 4));
  }
  return eur + [...peaks].reduce((sum, [month, kw]) => sum + kw * (prices.peakEurPerKw[month] ?? 0), 0);
}

/** Writes what a window found, as far as the battery can hold it: rounding of a solver must not leak. */
class Written {
  readonly chargeKwh: Float64Array;
  readonly dischargeKwh: Float64Array;
  readonly storedKwh: Float64Array;
  readonly peaksKw = new Float64Array(256);
  stored = 0;

  constructor(quarters: number) {
    [this.chargeKwh, this.dischargeKwh, this.storedKwh] = [new Float64Array(quarters), new Float64Array(quarters), new Float64Array(quarters)];
  }

  take({ netKwh, battery, prices }: BatteryProblem, from: number, found: Float64Array): void {
    const way = Math.sqrt(battery.roundTrip);
    for (const [at, wished] of found.entries()) {
      const t = from + at;
      if (wished > 0) {
        const charge = Math.min(wished, battery.kw / 4, (battery.kwh - this.stored) / way);
        this.chargeKwh[t] = charge;
        this.stored = Math.min(this.stored + charge * way, battery.kwh);
      } else if (wished < 0) {
        const discharge = Math.min(-wished, battery.kw / 4, this.stored * way);
        this.dischargeKwh[t] = discharge;
        this.stored = Math.max(this.stored - discharge / way, 0);
      }
      this.storedKwh[t] = this.stored;
      const month = prices.month[t] ?? 0;
      const after = (netKwh[t] ?? Number.NaN) + (this.chargeKwh[t] ?? 0) - (this.dischargeKwh[t] ?? 0);
      if (after * 4 > (this.peaksKw[month] ?? 0)) this.peaksKw[month] = after * 4;
    }
  }
}

/** Solves a year, day by day with two days ahead, or at once; where a rule costs less, the rule.
 *  @param onProgress share of the year that is done
 *  @see docs/scenarios.md#battery-lp */
export function solveBattery(
  highs: Highs,
  problem: BatteryProblem,
  { foresight, onProgress }: { foresight: 'rolling' | 'year'; onProgress?: (share: number) => void },
): SolvedBattery {
  const quarters = problem.netKwh.length;
  const written = new Written(quarters);
  const [window, commit] = foresight === 'year' ? [quarters, quarters] : [WINDOW_QUARTERS, COMMIT_QUARTERS];
  for (let from = 0; from < quarters; from += commit) {
    const to = Math.min(from + window, quarters);
    const found = solveWindow(highs, problem, { from, to, storedKwh: written.stored, peaksKw: written.peaksKw });
    written.take(problem, from, found.subarray(0, Math.min(commit, found.length)));
    onProgress?.(Math.min(from + commit, quarters) / quarters);
  }
  const rules = rulesFor(problem, foresight).map((dispatch) => ({ dispatch, eur: costEur(problem, dispatch) }));
  const best = rules.reduce((least, one) => (one.eur < least.eur ? one : least));
  const solverEur = costEur(problem, written);
  const solver = solverEur <= best.eur;
  return { dispatch: solver ? written : best.dispatch, solverEur, ruleEur: best.eur, chosenBy: solver ? 'solver' : 'rule' };
}

/** Rules that know as much as the solver does. */
function rulesFor({ netKwh, battery, prices }: BatteryProblem, foresight: 'rolling' | 'year'): Dispatch[] {
  const dearest = prices.importEur.reduce((most, one) => Math.max(most, one), 0);
  const cheap = Uint8Array.from(prices.importEur, (eur) => (eur < dearest ? 1 : 0));
  const plain = [selfConsumption(netKwh, battery), priceRule(netKwh, battery, { cheap, limitKw: peakKwOf(netKwh) })];
  return foresight === 'year' ? [...plain, peakShaving(netKwh, battery)] : plain;
}
