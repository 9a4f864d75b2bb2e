// Who served whom, quarter by quarter: what a cell of the matrix is the sum of, and the quarters its totals come from. Pure.
import type { ExchangeSide } from './exchange.ts';
import type { ConnectionPart, Term } from './explain.ts';
import { connectionNets } from './explain.ts';

/** A connection that takes part. */
export interface PlacedSide extends ExchangeSide {
  readonly connection: number;
}
export interface ExchangePair {
  readonly giver: number;
  readonly taker: number;
}
export interface ExchangeFlows {
  /** Sum of net exports and of net imports of all connections in each quarter. */
  readonly given: Float64Array;
  readonly taken: Float64Array;
  /** What the giver of the pair gave and its taker took, whoever was at the other end; zeros without a pair. */
  readonly gave: Float64Array;
  readonly took: Float64Array;
  /** Quarter with the highest sum of net imports; null where nothing was taken. */
  readonly highest: number | null;
  /** Each connection's own highest net import and its quarter; without those that only gave. */
  readonly own: readonly { readonly connection: number; readonly company: number; readonly at: number; readonly net: number }[];
}

/** The quarters behind an allocation matrix, in the unit of the sides.
 *  @see docs/methods.md#local-exchange */
export function exchangeFlows(sides: readonly PlacedSide[], quarters: number, pair: ExchangePair | null): ExchangeFlows {
  const [given, taken, gave, took] = [new Float64Array(quarters), new Float64Array(quarters), new Float64Array(quarters), new Float64Array(quarters)];
  const own: { connection: number; company: number; at: number; net: number }[] = [];
  for (const side of sides) {
    let best = { at: 0, net: 0 };
    for (let t = 0; t < quarters; t++) {
      const net = (side.import[t] ?? 0) - (side.export[t] ?? 0);
      if (net > best.net) best = { at: t, net };
      if (net > 0) taken[t] = (taken[t] ?? 0) + net;
      else given[t] = (given[t] ?? 0) - net;
      if (net > 0 && side.company === pair?.taker) took[t] = (took[t] ?? 0) + net;
      if (net <= 0 && side.company === pair?.giver) gave[t] = (gave[t] ?? 0) - net;
    }
    if (best.net > 0) own.push({ connection: side.connection, company: side.company, ...best });
  }
  const highest = taken.reduce((best, one, t) => (one > (taken[best] ?? 0) ? t : best), 0);
  return { given, taken, gave, took, highest: (taken[highest] ?? 0) > 0 ? highest : null, own };
}

/** What the giver served the taker in quarter t: X x E_i / sum E x I_j / sum I, as the matrix has it.
 *  @see docs/methods.md#local-exchange, case O12 */
export function servedIn({ given, taken, gave, took }: Pick<ExchangeFlows, 'given' | 'taken' | 'gave' | 'took'>, t: number): number {
  const [all, asked] = [given[t] ?? 0, taken[t] ?? 0];
  const exchanged = Math.min(all, asked);
  return exchanged > 0 ? (gave[t] ?? 0) * (exchanged / (all * asked)) * (took[t] ?? 0) : 0;
}

/** The registers whose amounts are the net imports (taken) or net exports (given) of these connections in one quarter.
 *  @returns terms that add up to it, exactly
 *  @see docs/methods.md#explanation */
export const netTerms = (connections: readonly ConnectionPart[], way: 'taken' | 'given'): Term[] => connectionNets(connections)[way];
