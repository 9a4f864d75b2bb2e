// One trench for several links: a tree over the ports that are linked, each stretch sized by what flows in it in the same hour, edges
// exchanged and links dropped and taken back while that pays. Pure.
import type { DrawnRoute } from './matching.ts';
import type { Route } from './pair.ts';
import { type HeatParameters, valuesOf } from './parameters.ts';
import { type Place, straightM } from './port.ts';
import { type Flow, TrenchPipes } from './trench-pipes.ts';
import { type Tree, climbOf, joined, minimumTree, pathBetween, portsOf, without } from './trench-tree.ts';

export interface TrenchLink extends Flow {
  readonly source: number;
  readonly sink: number;
  /** Of a pipe of its own. */
  readonly route: Route;
  /** EUR a year that it brings, before its pipe. */
  readonly valueEur: number;
}
export interface TrenchGround {
  /** Of the ports; a link of a port without one is left out. */
  readonly places: ReadonlyMap<number, Place>;
  /** Also of pairs without a link: what somebody drew is the way between its ends, whatever flows in it. */
  readonly routes: readonly DrawnRoute[];
}
export interface TrenchEdge {
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
  readonly kw: number;
  readonly dn: number;
  readonly eurPerYear: number;
}
export interface Trench {
  readonly edges: readonly TrenchEdge[];
  readonly links: readonly TrenchLink[];
  /** Of pipes alone. */
  readonly eurPerYear: number;
  readonly separateEurPerYear: number;
  /** Value of the links minus their trench. */
  readonly netEur: number;
}

/** Less than this is not better: sums differ by as much with their order. */
const LEAST_GAIN_EUR = 1e-6;
/** Of each port, so many nearest ones are tried as the other end of a new edge. */
const NEAREST = 10;
/** Exchanges in a row; a park ends long before. */
const EXCHANGES_MAX = 500;

/** The trench that is worth most of those the heuristic finds, never less than pipes of their own.
 *  @see docs/residual-heat.md#heat-shared-trench */
export function sharedTrench(links: readonly TrenchLink[], { places, routes }: TrenchGround, parameters: HeatParameters): Trench {
  const ground = new Ground(
    links.filter((link) => places.has(link.source) && places.has(link.sink)),
    { places, routes },
    parameters,
  );
  // First the cheapest tree alone, as the ports lie; then with what flows in it.
  let best = settled(ground, ground.plan(ground.all, ground.cheapestTree(ground.all)), (kept) => ground.cheapestTree(kept));
  for (;;) {
    const tree = exchanged(ground, best);
    const next = settled(ground, tree, (kept, was) => ground.adapted(kept, was));
    if (next.netEur <= best.netEur + LEAST_GAIN_EUR) return ground.apart(next);
    best = next;
  }
}

interface Plan {
  /** By link: a bit. */
  readonly kept: bigint;
  readonly tree: Tree;
  readonly netEur: number;
}

/** Drops what costs more than it brings, then tries whether one that was dropped pays after all. */
function settled(ground: Ground, from: Plan, treeOf: (kept: bigint, was: Tree) => Tree): Plan {
  let best = from;
  const tried = (kept: bigint): boolean => {
    const plan = ground.plan(kept, treeOf(kept, best.tree));
    if (plan.netEur <= best.netEur + LEAST_GAIN_EUR) return false;
    best = plan;
    return true;
  };
  for (let changed = true; changed;) {
    changed = ground.bits.some((bit) => (best.kept & bit) !== 0n && tried(best.kept ^ bit));
    if (changed) continue;
    for (const bit of ground.bits) if ((best.kept & bit) === 0n && tried(best.kept | bit)) changed = true;
  }
  return best;
}

/** Exchanges an edge for another between the same two parts of the tree, each time the one that saves most (2-opt), until none does. */
function exchanged(ground: Ground, from: Plan): Plan {
  let plan = from;
  for (let round = 0; round < EXCHANGES_MAX; round++) {
    const tree = bestExchange(ground, plan);
    const next = tree === null ? plan : ground.plan(plan.kept, tree);
    if (next.netEur <= plan.netEur + LEAST_GAIN_EUR) return plan;
    plan = next;
  }
  return plan;
}

/** A new edge closes a circle with the path between its ends. Where an edge of that path goes instead, what flowed in it goes the other
 *  way round: each stretch of the circle then has the flows that one of the two had, and not both. */
function bestExchange(ground: Ground, { kept, tree }: Plan): Tree | null {
  const flows = ground.flowsIn(tree, kept);
  const climb = climbOf(tree);
  const eur = (edge: number, set: bigint): number => ground.weightOf(...(tree[edge] ?? [0, 0])) * ground.pipes.of(set).eurPerM;
  let best: { gain: number; out: number; into: readonly [number, number] } | null = null;
  for (const [a, b] of ground.nearPairs([...portsOf(tree)])) {
    const circle = pathBetween(climb, a, b);
    if (circle.length < 2) continue;
    for (const out of circle) {
      const moved = flows[out] ?? 0n;
      if (moved === 0n) continue;
      let gain = eur(out, moved) - ground.weightOf(a, b) * ground.pipes.of(moved).eurPerM;
      for (const edge of circle) {
        const flow = flows[edge] ?? 0n;
        if (edge !== out) gain += eur(edge, flow) - eur(edge, flow ^ moved);
      }
      if (gain > (best?.gain ?? LEAST_GAIN_EUR)) best = { gain, out, into: [a, b] };
    }
  }
  if (best === null) return null;
  const { out, into } = best;
  return [...tree.filter((_, edge) => edge !== out), into];
}

/** The links, where they lie, and the pipes they would share. */
class Ground {
  readonly links: readonly TrenchLink[];
  readonly bits: readonly bigint[];
  readonly all: bigint;
  readonly pipes: TrenchPipes;
  readonly #places: ReadonlyMap<number, Place>;
  readonly #drawn: ReadonlyMap<string, DrawnRoute>;
  readonly #tortuosity: number;
  readonly #surfaceFactor: number;

  constructor(links: readonly TrenchLink[], { places, routes }: TrenchGround, parameters: HeatParameters) {
    this.links = links;
    this.bits = links.map((_, at) => 1n << BigInt(at));
    this.all = this.bits.reduce((sum, bit) => sum | bit, 0n);
    this.pipes = new TrenchPipes(links, parameters);
    this.#places = places;
    this.#drawn = new Map(routes.map((route) => [wayKey(route.source, route.sink), route]));
    ({ tortuosity: this.#tortuosity, surfaceFactor: this.#surfaceFactor } = valuesOf(parameters));
  }

  readonly weightOf = (a: number, b: number): number => {
    const { lengthM, surfaceFactor } = this.#wayOf(a, b);
    return lengthM * surfaceFactor;
  };

  #wayOf(a: number, b: number): Pick<Route, 'lengthM' | 'surfaceFactor'> {
    const drawn = this.#drawn.get(wayKey(a, b));
    if (drawn !== undefined) return { lengthM: drawn.lengthM, surfaceFactor: drawn.surfaceFactor ?? this.#surfaceFactor };
    const [from, to] = [this.#places.get(a), this.#places.get(b)];
    return { lengthM: from === undefined || to === undefined ? Infinity : straightM(from, to) * this.#tortuosity, surfaceFactor: this.#surfaceFactor };
  }

  #portsOf(kept: bigint): number[] {
    return [...new Set(this.#of(kept).flatMap((link) => [link.source, link.sink]))];
  }
  #of(kept: bigint): TrenchLink[] {
    return this.links.filter((_, at) => (kept & (this.bits[at] ?? 0n)) !== 0n);
  }

  cheapestTree(kept: bigint): Tree {
    return minimumTree(this.#portsOf(kept), this.weightOf);
  }

  /** A tree with the ports of these links and no others. */
  adapted(kept: bigint, was: Tree): Tree {
    const ports = this.#portsOf(kept);
    const gone = [...portsOf(was)].filter((port) => !ports.includes(port));
    return joined(
      gone.reduce((tree, port) => without(tree, port, this.weightOf), was),
      ports,
      this.weightOf,
    );
  }

  /** By edge: the links that pass it. */
  flowsIn(tree: Tree, kept: bigint): bigint[] {
    const climb = climbOf(tree);
    const flows = tree.map(() => 0n);
    this.links.forEach(({ source, sink }, at) => {
      const bit = this.bits[at] ?? 0n;
      if ((kept & bit) !== 0n) for (const edge of pathBetween(climb, source, sink)) flows[edge] = (flows[edge] ?? 0n) | bit;
    });
    return flows;
  }

  plan(kept: bigint, tree: Tree): Plan {
    const flows = this.flowsIn(tree, kept);
    const eur = tree.reduce((sum, [a, b], at) => sum + (flows[at] === 0n ? 0 : this.weightOf(a, b) * this.pipes.of(flows[at] ?? 0n).eurPerM), 0);
    return { kept, tree, netEur: this.#of(kept).reduce((sum, link) => sum + link.valueEur, 0) - eur };
  }

  /** Of each port, it and the nearest others. */
  nearPairs(ports: readonly number[]): (readonly [number, number])[] {
    const pairs = new Map<string, readonly [number, number]>();
    for (const port of ports) {
      const others = ports.filter((one) => one !== port).sort((a, b) => this.weightOf(port, a) - this.weightOf(port, b));
      for (const other of others.slice(0, NEAREST)) pairs.set(wayKey(port, other), [port, other]);
    }
    return [...pairs.values()];
  }

  /** What is laid: the tree, or a pipe for each where that is worth more. */
  apart({ kept, tree, netEur }: Plan): Trench {
    const own = this.links.map((link, at): TrenchEdge => this.#edge([link.source, link.sink], { set: this.bits[at] ?? 0n, way: link.route }));
    const alone = this.links.map((link, at) => link.valueEur - (own[at]?.eurPerYear ?? 0));
    const aloneEur = alone.reduce((sum, eur) => sum + Math.max(0, eur), 0);
    const apart = aloneEur > netEur + LEAST_GAIN_EUR;
    const chosen = this.links.map((_, at) => (apart ? (alone[at] ?? 0) > 0 : (kept & (this.bits[at] ?? 0n)) !== 0n));
    const flows = this.flowsIn(tree, kept);
    const shared = tree.flatMap(([a, b], at) => (flows[at] === 0n ? [] : [this.#edge([a, b], { set: flows[at] ?? 0n, way: this.#wayOf(a, b) })]));
    const edges = apart ? own.filter((_, at) => chosen[at]) : shared;
    const sumOf = (some: readonly TrenchEdge[]): number => some.reduce((sum, edge) => sum + edge.eurPerYear, 0);
    return {
      edges,
      links: this.links.filter((_, at) => chosen[at]),
      eurPerYear: sumOf(edges),
      separateEurPerYear: sumOf(own.filter((_, at) => chosen[at])),
      netEur: apart ? aloneEur : netEur,
    };
  }

  #edge([from, to]: readonly [number, number], { set, way }: { set: bigint; way: Pick<Route, 'lengthM' | 'surfaceFactor'> }): TrenchEdge {
    const { kw, dn, eurPerM } = this.pipes.of(set);
    return { from, to, lengthM: way.lengthM, kw, dn, eurPerYear: eurPerM * way.lengthM * way.surfaceFactor };
  }
}

const wayKey = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
