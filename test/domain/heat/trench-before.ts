// The trench as a tree alone, with pipes for the sum of all peaks: what the heuristic may never do worse than.
import { capitalRecovery } from '../../../src/domain/heat/finance.ts';
import { choosePipe } from '../../../src/domain/heat/pipe.ts';
import type { TrenchLink } from '../../../src/domain/heat/trench.ts';
import { parameters, values } from './given.ts';

type Way = (a: number, b: number) => number;

/** EUR a year of a metre on paved ground. */
export function eurPerM(kw: number, rangeK: number): number {
  const { size } = choosePipe(parameters.pipes, { kw, rangeK }, values);
  const yearly = capitalRecovery(values.companyRate, values.pipeLifeYears) + values.maintenanceShare;
  return size.trenchEurPerM * values.surfaceFactor * values.capexFactor * values.priceIndex * (1 + values.engineeringShare) * yearly;
}

/** What links leave with the cheapest tree over their ports, found and walked another way than the code does. */
function netOfTree(links: readonly TrenchLink[], way: Way): number {
  const ports = [...new Set(links.flatMap((link) => [link.source, link.sink]))];
  const part = new Map(ports.map((port) => [port, port]));
  const edges: [number, number][] = [];
  const pairs = ports.flatMap((a) => ports.filter((b) => b > a).map((b) => [a, b] as const)).sort((a, b) => way(...a) - way(...b));
  for (const [a, b] of pairs) {
    const [mine, other] = [part.get(a), part.get(b)];
    if (mine === other) continue;
    edges.push([a, b]);
    for (const port of ports) if (part.get(port) === other) part.set(port, mine ?? port);
  }
  let net = links.reduce((sum, link) => sum + link.valueEur, 0);
  for (const [a, b] of edges) {
    const side = new Set([a]);
    for (let grown = true; grown;) {
      grown = false;
      for (const [c, d] of edges) {
        if ((c === a && d === b) || side.has(c) === side.has(d)) continue;
        side.add(c).add(d);
        grown = true;
      }
    }
    const passing = links.filter((link) => side.has(link.source) !== side.has(link.sink));
    const kw = passing.reduce((sum, link) => sum + Math.max(...link.hoursKw), 0);
    if (passing.length > 0) net -= way(a, b) * eurPerM(kw, Math.min(...passing.map((link) => link.rangeK)));
  }
  return net;
}

/** Links dropped one by one while that pays, and taken back where it does. */
export function netBefore(links: readonly TrenchLink[], way: Way): number {
  let kept = [...links];
  let best = netOfTree(kept, way);
  const tried = (some: TrenchLink[]): boolean => {
    const net = netOfTree(some, way);
    if (net <= best + 1e-6) return false;
    [kept, best] = [some, net];
    return true;
  };
  for (let changed = true; changed;) {
    changed = kept.some((link) => tried(kept.filter((one) => one !== link)));
    if (changed) continue;
    for (const link of links) if (!kept.includes(link) && tried([...kept, link])) changed = true;
  }
  return best;
}
