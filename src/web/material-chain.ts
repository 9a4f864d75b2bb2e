// What fits what, and why not; and the chain from who offers over both classes to who takes. Pure.
import type { MatchView } from '../api/shapes-materials.ts';

type Sides = Pick<MatchView, 'offer' | 'need' | 'feasible' | 'tonnesPerYear' | 'allottedTonnesPerYear' | 'criteria'>;

/** What pairs of two classes come to. */
export interface Cell {
  /** Tonnes of the largest pair that fits: pairs share tonnes, so they do not add up. */
  readonly tonnes: number | null;
  /** They are to one figure: this reader may not see both sides of that pair. */
  readonly about: boolean;
  readonly fitting: number;
  readonly refused: number;
  /** Hard criteria that pairs fail, the one that most fail first. */
  readonly reasons: readonly string[];
}
export interface Matrix {
  readonly offered: readonly string[];
  readonly needed: readonly string[];
  readonly cells: ReadonlyMap<string, Cell>;
}
export const cellKey = (offered: string, needed: string): string => `${offered} ${needed}`;

/** Are the tonnes to one figure, because this reader may not see both sides? */
export const isAbout = ({ allottedTonnesPerYear }: Pick<MatchView, 'allottedTonnesPerYear'>): boolean => allottedTonnesPerYear === null;

const failed = ({ criteria }: Sides): string[] => criteria.filter(({ kind, outcome }) => kind === 'hard' && outcome === 'failed').map(({ name }) => name);

/** @param items those that fit and those that do not */
export function matrixWithReasons(items: readonly Sides[]): Matrix {
  const cells = new Map<string, { tonnes: number | null; about: boolean; fitting: number; refused: number; counts: Map<string, number> }>();
  for (const item of items) {
    const key = cellKey(item.offer.materialClass, item.need.materialClass);
    const cell = cells.get(key) ?? { tonnes: null, about: false, fitting: 0, refused: 0, counts: new Map<string, number>() };
    cells.set(key, cell);
    if (item.feasible) {
      cell.fitting++;
      const [mostSoFar, about] = [cell.tonnes ?? -1, isAbout(item)];
      // Of two that are as large the one that is known better.
      if (item.tonnesPerYear > mostSoFar || (item.tonnesPerYear === mostSoFar && !about)) [cell.tonnes, cell.about] = [item.tonnesPerYear, about];
    } else {
      cell.refused++;
      for (const name of failed(item)) cell.counts.set(name, (cell.counts.get(name) ?? 0) + 1);
    }
  }
  const names = (side: 'offer' | 'need'): string[] => [...new Set(items.map((one) => one[side].materialClass))].sort();
  const reasonsOf = (counts: ReadonlyMap<string, number>): string[] => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name);
  return {
    offered: names('offer'),
    needed: names('need'),
    cells: new Map([...cells].map(([key, { counts, ...cell }]) => [key, { ...cell, reasons: reasonsOf(counts) }])),
  };
}

export interface ChainFlow {
  readonly from: string;
  readonly to: string;
  /** Tonnes a year as they are offered. */
  readonly tonnes: number;
}
interface ChainNames {
  readonly className: (id: string) => string;
  /** Who it is, to this reader; who is not known yet is one node for all. */
  readonly partyName: (side: MatchView['offer']) => string;
}
/** Where in the chain a node stands: from who offers to who takes. */
export const CHAIN_STAGES = ['from', 'offered', 'needed', 'to'] as const;
export const stageOf = (node: string): number => CHAIN_STAGES.findIndex((stage) => node.startsWith(`${stage}:`));
export const nameOfNode = (node: string): string => node.slice(node.indexOf(':') + 1);

/** The allocation as a chain of four stages. What a reader may not see in tonnes is not in it. */
export function chainOf(items: readonly Sides[], { className, partyName }: ChainNames): ChainFlow[] {
  const flows = new Map<string, ChainFlow>();
  const add = (from: string, to: string, tonnes: number): void => {
    const key = `${from}>${to}`;
    flows.set(key, { from, to, tonnes: (flows.get(key)?.tonnes ?? 0) + tonnes });
  };
  for (const { offer, need, allottedTonnesPerYear: tonnes } of items) {
    if (tonnes === null || tonnes <= 0) continue;
    const nodes = [`from:${partyName(offer)}`, `offered:${className(offer.materialClass)}`, `needed:${className(need.materialClass)}`, `to:${partyName(need)}`];
    nodes.slice(1).forEach((node, index) => add(nodes[index] ?? '', node, tonnes));
  }
  return [...flows.values()];
}
