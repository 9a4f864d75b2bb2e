// The linear relaxation of the choice of links, cut smaller until it says enough: a bound of what any choice is worth.
import type { Highs, Model } from 'highs';
import type { LinkColumns } from '../domain/heat/link-columns.ts';
import { type LinksCut, cutsOf } from '../domain/heat/links-cuts.ts';
import { type LinksModel, linksModel } from './heat-links-model.ts';
import { OPTIMAL, modelData } from './heat-solver.ts';

export interface Relaxed {
  /** No choice of links is worth more. */
  readonly boundEur: number;
  /** By link: no choice that has it is worth more than this. */
  readonly withLinkEur: Float64Array;
  /** Cuts that held it at the end. */
  readonly cuts: readonly LinksCut[];
  /** The clock ended it: with more time the bound may be lower. */
  readonly timed: boolean;
}

const ROUNDS_MAX = 60;
/** A cut that was slack for so many rounds goes. */
const SLACK_ROUNDS = 3;
const LEAST_SLACK = 1e-6;
/** So many rounds that together take less than this share off what is still too much are the last. */
const TAIL_ROUNDS = 6;
const TAIL_SHARE = 0.3;

/** From the last solution on there is nothing to presolve, and steps that are chosen without weights cost a third less. */
const QUICK = { output_flag: false, presolve: 'off', simplex_dual_edge_weight_strategy: 0 };

/** Cutting planes: solve, add what the solution breaks, solve again from there.
 *  @param enoughEur a bound that needs no more cuts
 *  @see docs/residual-heat.md#heat-choice-of-links */
export function relaxedLinks(highs: Highs, of: LinkColumns, { enoughEur, leftS }: { enoughEur: number; leftS: () => number }): Relaxed {
  const made = linksModel(of, { within: Array.from({ length: of.links }, (_, link) => link) });
  const model = highs.createModel(modelData(highs, made.columns, { rowUpper: made.rowUpper, integer: false }));
  try {
    const first = made.rowUpper.length;
    const withLinkEur = new Float64Array(of.links).fill(Infinity);
    const bounds: number[] = [];
    let kept: { cut: LinksCut; slackFor: number }[] = [];
    let timed = false;
    for (let round = 0; round < ROUNDS_MAX; round++) {
      model.options.set({ ...QUICK, time_limit: Math.max(0, leftS()) });
      // The limit is of all runs of a model together.
      model.zeroAllClocks();
      model.run();
      timed = model.getModelStatus() !== OPTIMAL;
      if (timed) break;
      bounds.push(model.getObjectiveValue());
      const boundEur = bounds.at(-1) ?? Infinity;
      const { colValue, rowValue } = lowered(model, { of, made, withLinkEur });
      const before = bounds.at(-1 - TAIL_ROUNDS) ?? Infinity;
      if (boundEur <= enoughEur || before - boundEur < TAIL_SHARE * (boundEur - enoughEur)) break;
      const slack: number[] = [];
      kept = kept.filter((one, at) => {
        one.slackFor = one.cut.most - (rowValue[first + at] ?? 0) > LEAST_SLACK ? one.slackFor + 1 : 0;
        if (one.slackFor < SLACK_ROUNDS) return true;
        slack.push(first + at);
        return false;
      });
      if (slack.length > 0) model.deleteRows({ kind: 'set', indices: Int32Array.from(slack) });
      const cuts = cutsOf(of, { built: Float64Array.from(made.builds, (column) => colValue[column] ?? 0), kw: Float64Array.from(made.flows, (column) => colValue[column] ?? 0) });
      if (cuts.length === 0) break;
      addTo(highs, model, { cuts, made });
      kept.push(...cuts.map((cut) => ({ cut, slackFor: 0 })));
    }
    return { boundEur: Math.min(...bounds, Infinity), withLinkEur, cuts: kept.map((one) => one.cut), timed };
  } finally {
    model.dispose();
  }
}

/** Lowers what a choice with a link can be worth: a link is priced with all rows but its own ties, so that its flow and its cost count as one. */
function lowered(model: Model, { of, made, withLinkEur }: { of: LinkColumns; made: LinksModel; withLinkEur: Float64Array }): ReturnType<Model['getSolution']> {
  const solution = model.getSolution();
  const boundEur = model.getObjectiveValue();
  for (let link = 0; link < of.links; link++) {
    let eur = solution.colDual[made.builds[link] ?? 0] ?? 0;
    for (let arc = link * of.blocks; arc < (link + 1) * of.blocks; arc++) {
      const [kw, tie] = [of.mostKw[arc] ?? 0, solution.rowDual[made.ties[arc] ?? 0] ?? 0];
      eur += kw * (Math.max(0, (solution.colDual[made.flows[arc] ?? 0] ?? 0) + tie) - tie);
    }
    withLinkEur[link] = Math.min(withLinkEur[link] ?? Infinity, boundEur + Math.min(0, eur));
  }
  return solution;
}

function addTo(highs: Highs, model: Model, { cuts, made }: { cuts: readonly LinksCut[]; made: LinksModel }): void {
  const [starts, indices, values]: [number[], number[], number[]] = [[0], [], []];
  for (const cut of cuts) {
    cut.links.forEach((link) => indices.push(made.builds[link] ?? 0));
    cut.arcs.forEach((arc) => indices.push(made.flows[arc] ?? 0));
    values.push(...cut.built, ...cut.flow);
    starts.push(indices.length);
  }
  const size = { numRows: cuts.length, numCols: made.columns.cost.length };
  model.addRows({
    lower: new Float64Array(cuts.length).fill(-highs.infinity),
    upper: Float64Array.from(cuts, (cut) => cut.most),
    matrix: { format: 'csr', ...size, starts: Int32Array.from(starts), indices: Int32Array.from(indices), values: Float64Array.from(values) },
  });
}
