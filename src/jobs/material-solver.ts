// Solves the transport problems of materials with HiGHS. Runs in the compute worker: it blocks while it reckons.
import highsModule, { type Highs, type ModelData } from 'highs';
import { type Flows, type TransportProblem, greedyFlows, withinBounds, worthOfFlows } from '../domain/circular/allocation.ts';

/** A month of a region takes milliseconds; what takes this long is answered by the greedy rule, and said so. */
const SECONDS_MAX = 10;

export interface Solved {
  readonly flows: Flows;
  readonly worth: number;
  readonly greedyWorth: number;
  /** false: the solver found no optimum in its time, and the greedy flows are answered. */
  readonly optimal: boolean;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types are those of the CommonJS file, what Node loads is the ES module
const loadHighs = highsModule as unknown as (typeof highsModule)['default'];
let loaded: Promise<Highs> | null = null;
/** 0.1 s, once. */
const solver = (): Promise<Highs> => (loaded ??= loadHighs());

/** The flows that are worth most. Sending nothing is always possible, so there is always an answer.
 *  @see docs/methods-materials.md#material-allocation */
export async function solveTransport(problem: TransportProblem): Promise<Solved> {
  const greedy = greedyFlows(problem);
  const greedyWorth = worthOfFlows(problem, greedy);
  const rows = problem.supplies.length + problem.demands.length;
  if (problem.arcs.length === 0 || rows === 0) return { flows: greedy, worth: greedyWorth, greedyWorth, optimal: true };
  const highs = await solver();
  const found = highs.withModel(modelOf(highs, problem), (model) => {
    model.options.set({ output_flag: false, time_limit: SECONDS_MAX });
    model.run();
    return model.getModelStatus() === highs.constants.modelStatus.optimal ? Float64Array.from(model.getSolution().colValue) : null;
  });
  if (found === null) return { flows: greedy, worth: greedyWorth, greedyWorth, optimal: false };
  const flows = withinBounds(problem, found);
  return { flows, worth: worthOfFlows(problem, flows), greedyWorth, optimal: true };
}

/** Arrays, column by column: LP text adds up no coefficients of one name and says nothing of it. A column is an arc: one
 *  tonne from its supply, yieldShare tonnes to its demand. */
function modelOf({ constants, infinity }: Pick<Highs, 'constants' | 'infinity'>, { supplies, demands, arcs }: TransportProblem): ModelData {
  const [numCols, numRows] = [arcs.length, supplies.length + demands.length];
  return {
    numCols,
    numRows,
    sense: constants.objectiveSense.maximize,
    colCost: Float64Array.from(arcs, (arc) => arc.value),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(infinity),
    rowLower: new Float64Array(numRows).fill(-infinity),
    rowUpper: Float64Array.from([...supplies, ...demands]),
    matrix: {
      format: 'csc',
      numCols,
      numRows,
      starts: Int32Array.from({ length: numCols + 1 }, (_, at) => at * 2),
      indices: Int32Array.from(arcs.flatMap((arc) => [arc.from, supplies.length + arc.to])),
      values: Float64Array.from(arcs.flatMap((arc) => [1, arc.yieldShare])),
    },
  };
}
