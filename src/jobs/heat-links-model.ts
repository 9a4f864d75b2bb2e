// The choice of links as a mixed-integer model for the solver.
import type { LinkColumns } from '../domain/heat/link-columns.ts';
import type { LinksCut } from '../domain/heat/links-cuts.ts';
import { Columns } from './heat-solver.ts';

export interface LinksModel {
  readonly columns: Columns;
  readonly rowUpper: readonly number[];
  /** The column that builds a link; -1: it is not in the model. */
  readonly builds: Int32Array;
  /** By arc: the column of its flow, and the row that lets it flow only where the link is built. */
  readonly flows: Int32Array;
  readonly ties: Int32Array;
}

/** A binary a link with its fixed cost, a flow an arc, a row a port and block, and those of cuts.
 *  @param within links that may be built
 *  @see docs/residual-heat.md#heat-choice-of-links */
export function linksModel(of: LinkColumns, { within, cuts = [] }: { within: Iterable<number>; cuts?: readonly LinksCut[] }): LinksModel {
  const { blocks } = of;
  const columns = new Columns();
  const rowUpper = [...of.portKw];
  const rowOf = (upper: number): number => rowUpper.push(upper) - 1;
  const [builds, flows, ties] = [new Int32Array(of.links).fill(-1), new Int32Array(of.links * blocks).fill(-1), new Int32Array(of.links * blocks).fill(-1)];
  const ofLinks: [row: number, value: number][][] = Array.from({ length: of.links }, () => []);
  const ofArcs: [row: number, value: number][][] = Array.from({ length: of.links * blocks }, () => []);
  for (const cut of cuts) {
    const row = rowOf(cut.most);
    cut.links.forEach((link, at) => ofLinks[link]?.push([row, cut.built[at] ?? 0]));
    cut.arcs.forEach((arc, at) => ofArcs[arc]?.push([row, cut.flow[at] ?? 0]));
  }
  for (const link of within) {
    const first = link * blocks;
    for (let arc = first; arc < first + blocks; arc++) ties[arc] = rowOf(0);
    const mine = Array.from({ length: blocks }, (_, block) => [ties[first + block] ?? 0, -(of.mostKw[first + block] ?? 0)] as const);
    builds[link] = columns.add({ cost: -(of.fixedEur[link] ?? 0), upper: 1, integer: true }, [...mine, ...(ofLinks[link] ?? [])]);
    for (let block = 0; block < blocks; block++) {
      const arc = first + block;
      flows[arc] = columns.add({ cost: of.eurPerKw[arc] ?? 0, upper: of.mostKw[arc] ?? 0, integer: false }, [
        [(of.source[link] ?? 0) * blocks + block, of.sourcePerDelivered[link] ?? 1],
        [(of.sink[link] ?? 0) * blocks + block, 1],
        [ties[arc] ?? 0, 1],
        ...(ofArcs[arc] ?? []),
      ]);
    }
  }
  return { columns, rowUpper, builds, flows, ties };
}
