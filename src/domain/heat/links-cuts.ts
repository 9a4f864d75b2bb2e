// Inequalities that every choice of links keeps and a fractional one does not. Pure.
import type { LinkColumns } from './link-columns.ts';
import { type MirRow, mirOf } from './rounding.ts';

/** sum(yByLink x built) + sum(xByArc x kW) is at most `most`. */
export interface LinksCut {
  readonly links: readonly number[];
  readonly built: readonly number[];
  readonly arcs: readonly number[];
  readonly flow: readonly number[];
  readonly most: number;
  /** How far the point that was given lies outside, in steps where a full link is 1. */
  readonly depth: number;
}
/** A point of the relaxation: how far each link is built, 0 … 1, and kW by arc. */
export interface LinksPoint {
  readonly built: Float64Array;
  readonly kw: Float64Array;
}

/** Ports whose balances are added up to one row at most. */
const PORTS_MAX = 6;
const LEAST_KW = 1e-6;
const LEAST_DEPTH = 1e-3;
/** Two cuts of one round that say nearly the same: cosine between them. */
const ALIKE = 0.9;

/** Complemented mixed-integer rounding of the balance of each port, and of sums of balances along a path of links that are neither idle nor
 *  full; on one balance these are lifted flow covers (Marchand and Wolsey 2001, doi:10.1287/opre.49.3.363.11211).
 *  @see docs/residual-heat.md#heat-choice-of-links */
export function cutsOf(columns: LinkColumns, point: LinksPoint): LinksCut[] {
  const row = new BalanceRow(columns, point);
  const found: LinksCut[] = [];
  for (let block = 0; block < columns.blocks; block++)
    for (let port = 0; port < columns.ports; port++) {
      row.begin(port, block);
      let best: LinksCut | null = null;
      for (let ports = 1; ports <= PORTS_MAX; ports++) {
        for (const sign of [1, -1] as const) {
          const cut = row.cut(sign);
          if (cut !== null && cut.depth > Math.max(LEAST_DEPTH, best?.depth ?? 0)) best = cut;
        }
        if (best !== null || !row.addNext()) break;
      }
      if (best !== null) found.push(best);
    }
  return unlike(found, columns);
}

/** The deepest first, and none that is nearly another. */
function unlike(cuts: LinksCut[], columns: LinkColumns): LinksCut[] {
  const dense = new Float64Array(columns.links + columns.links * columns.blocks);
  const kept: LinksCut[] = [];
  const scaled = (cut: LinksCut): (readonly [number, number])[] => [
    ...cut.links.map((link, at) => [link, cut.built[at] ?? 0] as const),
    ...cut.arcs.map((arc, at) => [columns.links + arc, (cut.flow[at] ?? 0) * (columns.mostKw[arc] ?? 0)] as const),
  ];
  const entries = new Map(cuts.map((cut) => [cut, scaled(cut)]));
  const norm = new Map(cuts.map((cut) => [cut, Math.hypot(...(entries.get(cut) ?? []).map(([, value]) => value))]));
  for (const cut of cuts.sort((a, b) => b.depth - a.depth)) {
    const mine = entries.get(cut) ?? [];
    for (const [at, value] of mine) dense[at] = value;
    const like = kept.some((other) => {
      const dot = (entries.get(other) ?? []).reduce((sum, [at, value]) => sum + value * (dense[at] ?? 0), 0);
      return dot > ALIKE * (norm.get(cut) ?? 0) * (norm.get(other) ?? 0);
    });
    for (const [at] of mine) dense[at] = 0;
    if (!like) kept.push(cut);
  }
  return kept;
}

/** A sum of balances of ports, sum(coefficient x kW) + sum(factor x what a port keeps) = most, in one block. */
class BalanceRow {
  readonly #of: LinkColumns;
  readonly #point: LinksPoint;
  readonly #coefficient: Float64Array;
  readonly #inRow: Uint8Array;
  readonly #links: number[] = [];
  readonly #ports: number[] = [];
  readonly #factors: number[] = [];
  readonly #hasPort: Uint8Array;
  #block = 0;
  #most = 0;

  constructor(of: LinkColumns, point: LinksPoint) {
    [this.#of, this.#point] = [of, point];
    [this.#coefficient, this.#inRow] = [new Float64Array(of.links), new Uint8Array(of.links)];
    this.#hasPort = new Uint8Array(of.ports);
  }

  begin(port: number, block: number): void {
    for (const link of this.#links) [this.#coefficient[link], this.#inRow[link]] = [0, 0];
    for (const one of this.#ports) this.#hasPort[one] = 0;
    this.#links.length = this.#ports.length = this.#factors.length = 0;
    [this.#block, this.#most] = [block, 0];
    this.#add(port, 1);
  }

  #perKw(link: number, port: number): number {
    return this.#of.source[link] === port ? (this.#of.sourcePerDelivered[link] ?? 1) : 1;
  }

  #add(port: number, factor: number): void {
    for (const link of this.#of.linksAt[port] ?? []) {
      if (this.#inRow[link] === 0) this.#links.push(link);
      this.#inRow[link] = 1;
      this.#coefficient[link] = (this.#coefficient[link] ?? 0) + factor * this.#perKw(link, port);
    }
    this.#ports.push(port);
    this.#factors.push(factor);
    this.#hasPort[port] = 1;
    this.#most += factor * (this.#of.portKw[port * this.#of.blocks + this.#block] ?? 0);
  }

  /** Adds the balance at the other end of the link that is farthest from idle and from full, so that its flow drops out. */
  addNext(): boolean {
    let [next, farthest, other] = [-1, LEAST_KW, -1];
    for (const link of this.#links) {
      if (Math.abs(this.#coefficient[link] ?? 0) < LEAST_COEFFICIENT) continue;
      const arc = link * this.#of.blocks + this.#block;
      const kw = this.#point.kw[arc] ?? 0;
      const distance = Math.min(kw, (this.#of.mostKw[arc] ?? 0) * (this.#point.built[link] ?? 0) - kw);
      if (distance <= farthest) continue;
      const [source, sink] = [this.#of.source[link] ?? 0, this.#of.sink[link] ?? 0];
      const [hasSource, hasSink] = [this.#hasPort[source] === 1, this.#hasPort[sink] === 1];
      if (hasSource && hasSink) continue;
      [next, farthest, other] = [link, distance, hasSource ? sink : source];
    }
    if (next < 0) return false;
    this.#add(other, -(this.#coefficient[next] ?? 0) / this.#perKw(next, other));
    this.#coefficient[next] = 0;
    return true;
  }

  /** @param sign 1: the row as at most; -1: as at least */
  cut(sign: 1 | -1): LinksCut | null {
    const of = this.#of;
    const row: MirRow = { coefficients: [], values: [], most: sign * this.#most, slack: 0 };
    const builtBy: number[] = [];
    /** What stands for the continuous part: factors of kW and of built, and a constant. */
    const [slackKw, slackBuilt] = [new Map<number, number>(), new Map<number, number>()];
    let slackConstant = 0;
    const addKw = (link: number, factor: number): void => void slackKw.set(link, (slackKw.get(link) ?? 0) + factor);
    for (const link of this.#links) {
      const coefficient = sign * (this.#coefficient[link] ?? 0);
      if (Math.abs(coefficient) < LEAST_COEFFICIENT) continue;
      const arc = link * of.blocks + this.#block;
      const [kw, most, built] = [this.#point.kw[arc] ?? 0, of.mostKw[arc] ?? 0, this.#point.built[link] ?? 0];
      if (most <= 0) continue;
      // Flow as what a built link could carry less what it does not, or as it is, whichever is nearer.
      const full = most * built - kw <= kw;
      if (full) {
        row.coefficients.push(coefficient * most);
        row.values.push(built);
        builtBy.push(link);
      }
      if (full && coefficient > 0) {
        row.slack += coefficient * Math.max(0, most * built - kw);
        slackBuilt.set(link, coefficient * most);
        addKw(link, -coefficient);
      } else if (!full && coefficient < 0) {
        row.slack -= coefficient * kw;
        addKw(link, -coefficient);
      }
    }
    this.#ports.forEach((port, at) => {
      const factor = sign * (this.#factors[at] ?? 0);
      if (factor >= 0) return;
      const portKw = of.portKw[port * of.blocks + this.#block] ?? 0;
      let kept = portKw;
      for (const link of of.linksAt[port] ?? []) {
        kept -= this.#perKw(link, port) * (this.#point.kw[link * of.blocks + this.#block] ?? 0);
        addKw(link, factor * this.#perKw(link, port));
      }
      row.slack -= factor * Math.max(0, kept);
      slackConstant -= factor * portKw;
    });
    const rounded = mirOf(row);
    if (rounded === null) return null;
    const { slackFactor } = rounded;
    const built = new Map(builtBy.map((link, at) => [link, rounded.coefficients[at] ?? 0]));
    for (const [link, factor] of slackBuilt) built.set(link, (built.get(link) ?? 0) - slackFactor * factor);
    return this.#finished(built, new Map([...slackKw].map(([link, factor]) => [link, -slackFactor * factor])), rounded.most + slackFactor * slackConstant);
  }

  #finished(built: ReadonlyMap<number, number>, flow: ReadonlyMap<number, number>, most: number): LinksCut {
    const of = this.#of;
    let [norm, left] = [0, -most];
    for (const [link, factor] of built) {
      norm += factor * factor;
      left += factor * (this.#point.built[link] ?? 0);
    }
    for (const [link, factor] of flow) {
      const arc = link * of.blocks + this.#block;
      norm += (factor * (of.mostKw[arc] ?? 0)) ** 2;
      left += factor * (this.#point.kw[arc] ?? 0);
    }
    return {
      links: [...built.keys()],
      built: [...built.values()],
      arcs: [...flow.keys()].map((link) => link * of.blocks + this.#block),
      flow: [...flow.values()],
      most,
      depth: norm > 0 ? left / Math.sqrt(norm) : 0,
    };
  }
}
const LEAST_COEFFICIENT = 1e-9;
