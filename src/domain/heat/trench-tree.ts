// Trees over ports: the cheapest one, the way between two ports of it, a port more or less. Pure.

/** Edges between ports, each once; no circles. */
export type Tree = readonly (readonly [from: number, to: number])[];
/** What a way between two ports counts for: metres, dearer ground more. */
export type WeightOf = (a: number, b: number) => number;

/** Ports that an edge joins; none of a tree without edges. */
export const portsOf = (tree: Tree): Set<number> => new Set(tree.flat());

/** The tree whose edges weigh least together (Prim). */
export function minimumTree(ports: readonly number[], weightOf: WeightOf): Tree {
  const [first, ...others] = ports;
  if (first === undefined) return [];
  const tree: (readonly [number, number])[] = [];
  const near = new Map(others.map((port) => [port, { to: first, weight: weightOf(port, first) }]));
  while (near.size > 0) {
    const [port, { to }] = [...near].reduce((a, b) => (b[1].weight < a[1].weight ? b : a));
    near.delete(port);
    tree.push([port, to]);
    for (const [other, known] of near) {
      const weight = weightOf(other, port);
      if (weight < known.weight) near.set(other, { to: port, weight });
    }
  }
  return tree;
}

/** The tree with ports joined to it, each where it is nearest. */
export function joined(tree: Tree, ports: readonly number[], weightOf: WeightOf): Tree {
  if (tree.length === 0) return minimumTree(ports, weightOf);
  const inside = portsOf(tree);
  const grown = [...tree];
  for (const port of ports) {
    if (inside.has(port)) continue;
    const nearest = [...inside].reduce((a, b) => (weightOf(port, b) < weightOf(port, a) ? b : a));
    grown.push([port, nearest]);
    inside.add(port);
  }
  return grown;
}

/** The tree without a port: those that it joined are joined to each other, the cheapest way. */
export function without(tree: Tree, port: number, weightOf: WeightOf): Tree {
  const beside = tree.flatMap(([a, b]) => (a === port ? [b] : b === port ? [a] : []));
  return [...tree.filter(([a, b]) => a !== port && b !== port), ...minimumTree(beside, weightOf)];
}

/** Seen from one port of it: the way to that port from each other one. */
export type Climb = ReadonlyMap<number, { readonly to: number; readonly edge: number; readonly depth: number }>;

/** @returns every port but the one it is seen from */
export function climbOf(tree: Tree): Climb {
  const beside = new Map<number, { to: number; edge: number }[]>();
  tree.forEach(([a, b], edge) => {
    beside.set(a, [...(beside.get(a) ?? []), { to: b, edge }]);
    beside.set(b, [...(beside.get(b) ?? []), { to: a, edge }]);
  });
  const root = tree[0]?.[0];
  const climb = new Map<number, { to: number; edge: number; depth: number }>();
  let reached = root === undefined ? [] : [root];
  for (let depth = 1; reached.length > 0; depth++) {
    const further: number[] = [];
    for (const from of reached)
      for (const { to, edge } of beside.get(from) ?? []) {
        if (climb.get(from)?.edge === edge) continue;
        climb.set(to, { to: from, edge, depth });
        further.push(to);
      }
    reached = further;
  }
  return climb;
}

/** Edges between two ports, by their place in the tree. */
export function pathBetween(climb: Climb, a: number, b: number): number[] {
  const edges: number[] = [];
  let [low, high] = [a, b];
  while (low !== high) {
    const [mine, other] = [climb.get(low), climb.get(high)];
    if ((mine?.depth ?? 0) < (other?.depth ?? 0)) [low, high] = [high, low];
    const step = climb.get(low);
    if (step === undefined) throw new RangeError(`ports ${a} and ${b} are not in one tree`);
    edges.push(step.edge);
    low = step.to;
  }
  return edges;
}
