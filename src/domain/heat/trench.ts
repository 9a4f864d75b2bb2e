// One trench for several links: a tree over the ports that are linked, sized by what flows in it, pruned while that pays. Pure.
import { capitalRecovery } from './finance.ts';
import type { HeatParameters } from './parameters.ts';
import { valuesOf } from './parameters.ts';
import { choosePipe } from './pipe.ts';
import { type Place, straightM } from './port.ts';

export interface TrenchLink {
  readonly source: number;
  readonly sink: number;
  readonly kw: number;
  readonly rangeK: number;
  /** EUR a year that it brings, before its pipe. */
  readonly valueEur: number;
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

/** @param places of the ports; a link of a port without one is left out
 *  @see docs/residual-heat.md#heat-many-to-many */
export function sharedTrench(links: readonly TrenchLink[], places: ReadonlyMap<number, Place>, parameters: HeatParameters): Trench {
  let kept = links.filter((link) => places.has(link.source) && places.has(link.sink));
  let best = laid(kept, places, parameters);
  // Drop what costs more than it brings, then try whether one that was dropped pays after all.
  for (let changed = true; changed;) {
    changed = false;
    for (const link of kept) {
      const without = laid(
        kept.filter((one) => one !== link),
        places,
        parameters,
      );
      if (without.netEur > best.netEur + 1e-6) [best, kept, changed] = [without, [...without.links], true];
      if (changed) break;
    }
    if (changed) continue;
    for (const link of links.filter((one) => places.has(one.source) && places.has(one.sink) && !kept.includes(one))) {
      const more = laid([...kept, link], places, parameters);
      if (more.netEur > best.netEur + 1e-6) [best, kept, changed] = [more, [...more.links], true];
    }
  }
  return best;
}

interface Metres {
  readonly tortuosity: number;
}

function yearlyPerM(link: Pick<TrenchLink, 'kw' | 'rangeK'>, parameters: HeatParameters): { dn: number; eur: number } {
  const values = valuesOf(parameters);
  const { size } = choosePipe(parameters.pipes, link, values);
  const yearly = capitalRecovery(values.companyRate, values.pipeLifeYears) + values.maintenanceShare;
  return { dn: size.dn, eur: size.trenchEurPerM * values.surfaceFactor * values.capexFactor * values.priceIndex * (1 + values.engineeringShare) * yearly };
}

const between = (places: ReadonlyMap<number, Place>, [a, b]: readonly [number, number], { tortuosity }: Metres): number => {
  const [from, to] = [places.get(a), places.get(b)];
  return from === undefined || to === undefined ? Infinity : straightM(from, to) * tortuosity;
};

/** The cheapest tree over the ports of the links (Prim), each edge as thick as what passes it. */
function laid(links: readonly TrenchLink[], places: ReadonlyMap<number, Place>, parameters: HeatParameters): Trench {
  const metres = valuesOf(parameters);
  const ports = [...new Set(links.flatMap((link) => [link.source, link.sink]))];
  const parent = new Map<number, { to: number; lengthM: number }>();
  const near = new Map(ports.slice(1).map((port) => [port, { to: ports[0] ?? port, lengthM: between(places, [port, ports[0] ?? port], metres) }]));
  while (near.size > 0) {
    const [port, edge] = [...near].reduce((a, b) => (b[1].lengthM < a[1].lengthM ? b : a));
    near.delete(port);
    parent.set(port, edge);
    for (const [other, known] of near) {
      const lengthM = between(places, [other, port], metres);
      if (lengthM < known.lengthM) near.set(other, { to: port, lengthM });
    }
  }
  const flows = new Map<number, { kw: number; rangeK: number }>();
  for (const link of links)
    for (const port of pathOf(parent, link.source, link.sink)) {
      const flow = flows.get(port) ?? { kw: 0, rangeK: Infinity };
      flows.set(port, { kw: flow.kw + link.kw, rangeK: Math.min(flow.rangeK, link.rangeK) });
    }
  const edges = [...flows].map(([from, flow]): TrenchEdge => {
    const { to, lengthM } = parent.get(from) ?? { to: from, lengthM: 0 };
    const { dn, eur } = yearlyPerM(flow, parameters);
    return { from, to, lengthM, kw: flow.kw, dn, eurPerYear: eur * lengthM };
  });
  const eurPerYear = edges.reduce((sum, edge) => sum + edge.eurPerYear, 0);
  const separateEurPerYear = links.reduce((sum, link) => sum + yearlyPerM(link, parameters).eur * between(places, [link.source, link.sink], metres), 0);
  return { edges, links, eurPerYear, separateEurPerYear, netEur: links.reduce((sum, link) => sum + link.valueEur, 0) - eurPerYear };
}

/** Edges between two ports of a tree, each named by its lower end. */
function pathOf(parent: ReadonlyMap<number, { to: number }>, from: number, to: number): number[] {
  const up = (port: number): number[] => {
    const steps: number[] = [];
    for (let at: number | undefined = port; at !== undefined && parent.has(at); at = parent.get(at)?.to) steps.push(at);
    return steps;
  };
  const [a, b] = [up(from), up(to)];
  return [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))];
}
