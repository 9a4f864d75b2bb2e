// What the compute worker does with material streams: all pairs, and the year's allocation month by month.
import { allocationPlan, allotted, matchKey } from '../domain/circular/allocation.ts';
import { type MatchGround, type MaterialPair, materialPairs } from '../domain/circular/matching.ts';
import { yearOf } from '../domain/circular/streams.ts';
import { type Solved, solveTransport } from './material-solver.ts';

export type MaterialJob = MatchGround;
export interface MaterialMatch extends MaterialPair {
  /** Tonnes offered that it gets in a year when all share out as is worth most. */
  readonly allottedTonnes: number;
  /** The same by month; nothing where it gets none. */
  readonly allottedByMonth: readonly number[];
}
export interface MaterialOutcome {
  readonly matches: readonly MaterialMatch[];
  /** EUR a year, and what the greedy rule reaches. */
  readonly worth: number;
  readonly greedyWorth: number;
  readonly optimal: boolean;
}

/** @see docs/methods-materials.md#material-allocation */
export async function matched(job: MaterialJob): Promise<MaterialOutcome> {
  const pairs = materialPairs(job);
  const plan = allocationPlan(job.streams, pairs);
  const solved: Solved[] = [];
  for (const { problem } of plan.problems) solved.push(await solveTransport(problem));
  const tonnes = allotted(
    plan,
    solved.map(({ flows }) => flows),
  );
  const yearly = (of: (one: Solved) => number): number => solved.reduce((sum, one, at) => sum + of(one) * (plan.problems[at]?.months.length ?? 0), 0);
  return {
    matches: pairs.map((pair) => {
      const allottedByMonth = tonnes.get(matchKey(pair)) ?? [];
      return { ...pair, allottedTonnes: yearOf(allottedByMonth), allottedByMonth };
    }),
    worth: yearly((one) => one.worth),
    greedyWorth: yearly((one) => one.greedyWorth),
    optimal: solved.every((one) => one.optimal),
  };
}
