// Who could get how much of what: one transport problem a month, with what each need can take of used material. Pure; the
// compute worker solves it.
import { type MaterialPair, replaceable } from './matching.ts';
import { MONTHS, type Stream } from './streams.ts';

/** Carry from supplies to demands so that it is worth most. Tonnes offered; an arc brings yieldShare of them to its demand. */
export interface TransportProblem {
  readonly supplies: readonly number[];
  readonly demands: readonly number[];
  readonly arcs: readonly { readonly from: number; readonly to: number; readonly yieldShare: number; readonly value: number }[];
}
/** Tonnes offered of each arc. */
export type Flows = Float64Array;

/** Arcs of one problem at most; the least worth are left out (docs/methods-materials.md#material-allocation). */
export const ARCS_MAX = 50_000;
/** What is smaller is noise of the solver. */
const TONNES_MIN = 1e-6;

export interface AllocationPlan {
  readonly pairs: readonly MaterialPair[];
  /** Months that are alike share a problem. */
  readonly problems: readonly { readonly months: readonly number[]; readonly problem: TransportProblem }[];
}

/** Splits the year into the problems of its months. Only pairs that fit and are worth something take part: sending
 *  nothing is always possible, so there is always an answer.
 *  @see docs/methods-materials.md#material-allocation */
export function allocationPlan(streams: readonly Stream[], pairs: readonly MaterialPair[]): AllocationPlan {
  const worthwhile = pairs.filter((pair) => pair.feasible && pair.eurPerTonne.value > 0).slice(0, ARCS_MAX);
  const byId = new Map(streams.map((stream) => [stream.id, stream]));
  const offers = [...new Set(worthwhile.map((pair) => pair.offer))].flatMap((id) => byId.get(id) ?? []);
  const needs = [...new Set(worthwhile.map((pair) => pair.need))].flatMap((id) => byId.get(id) ?? []);
  const [fromOf, toOf] = [new Map(offers.map((offer, at) => [offer.id, at])), new Map(needs.map((need, at) => [need.id, at]))];
  const arcs = worthwhile.map((pair) => ({ from: fromOf.get(pair.offer) ?? 0, to: toOf.get(pair.need) ?? 0, yieldShare: pair.yieldShare, value: pair.eurPerTonne.value }));
  const wanted = needs.map(replaceable);
  const problems = new Map<string, { months: number[]; problem: TransportProblem }>();
  for (let month = 0; month < MONTHS; month++) {
    const problem = { supplies: offers.map((offer) => offer.tonnesByMonth[month] ?? 0), demands: wanted.map((tonnes) => tonnes[month] ?? 0), arcs };
    const key = JSON.stringify([problem.supplies, problem.demands]);
    const known = problems.get(key);
    if (known === undefined) problems.set(key, { months: [month], problem });
    else known.months.push(month);
  }
  return { pairs: worthwhile, problems: arcs.length === 0 ? [] : [...problems.values()] };
}

/** The dearest first, each as much as it can get: what a person would do, and never better than the optimum.
 *  @see docs/methods-materials.md#material-allocation */
export function greedyFlows({ supplies, demands, arcs }: TransportProblem): Flows {
  const [left, open] = [[...supplies], [...demands]];
  const flows = new Float64Array(arcs.length);
  const order = arcs.map((_, at) => at).sort((a, b) => (arcs[b]?.value ?? 0) - (arcs[a]?.value ?? 0) || a - b);
  for (const at of order) {
    const arc = arcs[at];
    if (arc === undefined || arc.value <= 0) continue;
    const tonnes = Math.min(left[arc.from] ?? 0, (open[arc.to] ?? 0) / arc.yieldShare);
    flows[at] = tonnes;
    left[arc.from] = (left[arc.from] ?? 0) - tonnes;
    open[arc.to] = (open[arc.to] ?? 0) - tonnes * arc.yieldShare;
  }
  return flows;
}

/** @see docs/methods-materials.md#material-allocation */
export const worthOfFlows = ({ arcs }: TransportProblem, flows: Flows): number => arcs.reduce((sum, arc, at) => sum + arc.value * (flows[at] ?? 0), 0);

/** Takes the solver's noise off: nothing below nought, and nowhere more than there is or is asked.
 *  @see docs/methods-materials.md#material-allocation */
export function withinBounds({ supplies, demands, arcs }: TransportProblem, flows: Flows): Flows {
  const [left, open] = [[...supplies], [...demands]];
  return Float64Array.from(flows, (flow, at) => {
    const arc = arcs[at];
    if (arc === undefined || flow < TONNES_MIN) return 0;
    const tonnes = Math.max(0, Math.min(flow, left[arc.from] ?? 0, (open[arc.to] ?? 0) / arc.yieldShare));
    left[arc.from] = (left[arc.from] ?? 0) - tonnes;
    open[arc.to] = (open[arc.to] ?? 0) - tonnes * arc.yieldShare;
    return tonnes;
  });
}

/** Tonnes offered of each pair, by month.
 *  @param solved of each problem, in the plan's order
 *  @see docs/methods-materials.md#material-allocation */
export function allotted(plan: AllocationPlan, solved: readonly Flows[]): Map<string, readonly number[]> {
  const tonnes = new Map<string, number[]>();
  plan.problems.forEach(({ months }, at) => {
    plan.pairs.forEach((pair, arc) => {
      const flow = solved[at]?.[arc] ?? 0;
      if (flow <= 0) return;
      const known = tonnes.get(matchKey(pair)) ?? Array.from({ length: MONTHS }, () => 0);
      for (const month of months) known[month] = flow;
      tonnes.set(matchKey(pair), known);
    });
  });
  return tonnes;
}

/** The name of a match: its two streams.
 *  @see docs/methods-materials.md#material-matches */
export const matchKey = ({ offer, need }: { readonly offer: number; readonly need: number }): string => `${offer}-${need}`;
