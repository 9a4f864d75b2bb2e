// The solver (HiGHS) behind the choice of links, and plain transport with it: models from arrays, each disposed of again.
import loadHighs, { type Highs, type ModelData } from 'highs';

export interface Solved {
  /** What it is worth, in the unit of the model. */
  readonly objective: number;
  /** Between what was found and what cannot be passed; 0: proved. */
  readonly gap: number;
  readonly proved: boolean;
  readonly seconds: number;
}
export interface SolvedTransport extends Solved {
  /** By arc. */
  readonly amounts: Float64Array;
}

/** Loads once; some 100 ms. */
let loading: Promise<Highs> | null = null;
export const solver = (): Promise<Highs> => (loading ??= load());
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types describe the CommonJS build; what is imported is the loader itself
const load = loadHighs as unknown as (typeof loadHighs)['default'];

const TIME_LIMIT = 13;
export const OPTIMAL = 7;

/** Sparse columns being written. */
export class Columns {
  readonly cost: number[] = [];
  readonly upper: number[] = [];
  readonly integer: number[] = [];
  readonly starts: number[] = [0];
  readonly indices: number[] = [];
  readonly values: number[] = [];

  /** @returns which it is */
  add(column: { cost: number; upper: number; integer: boolean }, entries: readonly (readonly [row: number, value: number])[]): number {
    this.cost.push(column.cost);
    this.upper.push(column.upper);
    this.integer.push(column.integer ? 1 : 0);
    for (const [row, value] of entries) {
      this.indices.push(row);
      this.values.push(value);
    }
    this.starts.push(this.indices.length);
    return this.cost.length - 1;
  }
}

/** What the solver makes a model of: to be maximised, under rows that have an upper bound. */
export function modelData(highs: Pick<Highs, 'constants' | 'infinity'>, columns: Columns, { rowUpper, integer }: { rowUpper: readonly number[]; integer: boolean }): ModelData {
  const [numCols, numRows] = [columns.cost.length, rowUpper.length];
  return {
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: Float64Array.from(columns.cost),
    colLower: new Float64Array(numCols),
    colUpper: Float64Array.from(columns.upper),
    rowLower: new Float64Array(numRows).fill(-highs.infinity),
    rowUpper: Float64Array.from(rowUpper),
    matrix: { format: 'csc', numRows, numCols, starts: Int32Array.from(columns.starts), indices: Int32Array.from(columns.indices), values: Float64Array.from(columns.values) },
    ...(integer && { integrality: Int32Array.from(columns.integer) }),
  };
}

export interface Maximised extends Solved {
  /** What no values of the columns can pass. */
  readonly bound: number;
  readonly values: Float64Array;
}

/** Maximises the columns under rows that have an upper bound.
 *  @param start values to begin with, if any are known; then it looks for none by itself */
export function maximised(highs: Highs, columns: Columns, over: { rowUpper: readonly number[]; gap: number; timeLimitS: number; start?: Float64Array }): Maximised {
  const { rowUpper, gap, timeLimitS, start } = over;
  const before = performance.now();
  const integer = columns.integer.some((one) => one === 1);
  const model = highs.createModel(modelData(highs, columns, { rowUpper, integer }));
  try {
    model.options.set({ output_flag: false, time_limit: timeLimitS, mip_rel_gap: gap, ...(start !== undefined && { mip_heuristic_effort: 0 }) });
    if (start !== undefined) model.setSolution({ colValue: start });
    model.run();
    const status: number = model.getModelStatus();
    if (status !== OPTIMAL && status !== TIME_LIMIT) throw new Error(`the solver ended with status ${status}`);
    const found = integer ? Number(model.info.get('mip_gap')) : 0;
    const values = Float64Array.from(model.getSolution().colValue);
    // Stopped by the clock it has proved nothing, whatever it says of the gap.
    const left = status === TIME_LIMIT ? Math.max(Number.isFinite(found) ? found : 1, Number.EPSILON) : found;
    const objective = model.getObjectiveValue();
    const bound = integer ? Number(model.info.get('mip_dual_bound')) : objective;
    return { objective, bound, gap: Math.max(0, left), proved: status === OPTIMAL, seconds: (performance.now() - before) / 1000, values };
  } finally {
    // Its memory is not collected.
    model.dispose();
  }
}

/** Transport without fixed costs: each arc brings its value for each unit; what is supplied need not all go, what is wanted need not all come. */
export function solveTransport(
  highs: Highs,
  { supply, demand, arcs }: { supply: readonly number[]; demand: readonly number[]; arcs: readonly { from: number; to: number; value: number }[] },
): SolvedTransport {
  const columns = new Columns();
  for (const { from, to, value } of arcs)
    columns.add({ cost: value, upper: Math.min(supply[from] ?? 0, demand[to] ?? 0), integer: false }, [
      [from, 1],
      [supply.length + to, 1],
    ]);
  const { values, ...solved } = maximised(highs, columns, { rowUpper: [...supply, ...demand], gap: 0, timeLimitS: 60 });
  return { ...solved, amounts: values };
}
