// The solver (HiGHS) behind the choice of links and behind plain transport: models from arrays, each disposed of again.
import loadHighs, { type Highs } from 'highs';
import type { LinkModel } from '../domain/heat/links.ts';

export interface Solved {
  /** What it is worth, in the unit of the model. */
  readonly objective: number;
  /** Between what was found and what cannot be passed; 0: proved. */
  readonly gap: number;
  readonly proved: boolean;
  readonly seconds: number;
}
export interface SolvedLinks extends Solved {
  readonly chosen: readonly number[];
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

/** A binary comes back as 1.0000000000000007. */
const ON = 0.5;
const TIME_LIMIT = 13;
const OPTIMAL = 7;

/** Sparse columns being written. */
class Columns {
  readonly cost: number[] = [];
  readonly upper: number[] = [];
  readonly integer: number[] = [];
  readonly starts: number[] = [0];
  readonly indices: number[] = [];
  readonly values: number[] = [];

  add(column: { cost: number; upper: number; integer: boolean }, entries: readonly (readonly [row: number, value: number])[]): void {
    this.cost.push(column.cost);
    this.upper.push(column.upper);
    this.integer.push(column.integer ? 1 : 0);
    for (const [row, value] of entries) {
      this.indices.push(row);
      this.values.push(value);
    }
    this.starts.push(this.indices.length);
  }
}

/** Maximises the columns under rows that have an upper bound. */
function maximised(highs: Highs, columns: Columns, over: { rowUpper: readonly number[]; gap: number; timeLimitS: number }): Solved & { values: Float64Array } {
  const { rowUpper, gap, timeLimitS } = over;
  const [numCols, numRows] = [columns.cost.length, rowUpper.length];
  const before = performance.now();
  const integer = columns.integer.some((one) => one === 1);
  const model = highs.createModel({
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
  });
  try {
    model.options.set({ output_flag: false, time_limit: timeLimitS, mip_rel_gap: gap });
    model.run();
    const status: number = model.getModelStatus();
    if (status !== OPTIMAL && status !== TIME_LIMIT) throw new Error(`the solver ended with status ${status}`);
    const found = integer ? Number(model.info.get('mip_gap')) : 0;
    const values = Float64Array.from(model.getSolution().colValue);
    // Stopped by the clock it has proved nothing, whatever it says of the gap.
    const left = status === TIME_LIMIT ? Math.max(Number.isFinite(found) ? found : 1, Number.EPSILON) : found;
    return { objective: model.getObjectiveValue(), gap: Math.max(0, left), proved: status === OPTIMAL, seconds: (performance.now() - before) / 1000, values };
  } finally {
    // Its memory is not collected.
    model.dispose();
  }
}

/** The links that are worth most together; a link that is not chosen carries nothing.
 *  @see docs/residual-heat.md#heat-many-to-many */
export function solveLinks(highs: Highs, { links, blocks }: LinkModel, { gap, timeLimitS }: { gap: number; timeLimitS: number }): SolvedLinks {
  const rows: number[] = [];
  const rowOf = (upper: number): number => rows.push(upper) - 1;
  const ports = (field: 'source' | 'sink'): Map<string, number> =>
    new Map(blocks.flatMap((block, at) => [...new Set(links.map((link) => link[field]))].map((port) => [`${port} ${at}`, rowOf(block.kw.get(port) ?? 0)] as const)));
  const [sources, sinks] = [ports('source'), ports('sink')];
  const columns = new Columns();
  const flows: { link: (typeof links)[number]; at: number; tight: number; row: number }[] = [];
  for (const link of links) {
    const mine = blocks.map((block, at) => {
      const [supply, demand] = [block.kw.get(link.source) ?? 0, block.kw.get(link.sink) ?? 0];
      // As small as it can be: a loose bound spoils the relaxation.
      return { link, at, tight: Math.max(0, Math.min(link.kw, demand * link.sinkShare, supply / link.sourcePerDelivered)), row: rowOf(0) };
    });
    flows.push(...mine);
    columns.add(
      { cost: -link.fixedEur, upper: 1, integer: true },
      mine.map(({ row, tight }) => [row, -tight]),
    );
  }
  for (const { link, at, tight, row } of flows)
    columns.add({ cost: (link.eurPerMwh * (blocks[at]?.hours ?? 0)) / 1000, upper: tight, integer: false }, [
      [sources.get(`${link.source} ${at}`) ?? 0, link.sourcePerDelivered],
      [sinks.get(`${link.sink} ${at}`) ?? 0, 1],
      [row, 1],
    ]);
  const { values, ...solved } = maximised(highs, columns, { rowUpper: rows, gap, timeLimitS });
  return { ...solved, chosen: links.flatMap((_, at) => ((values[at] ?? 0) > ON ? [at] : [])) };
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
