// The loops that end a balance. They stand by themselves, with nothing new behind them: V8 would fall back from its quick code at the end
// of each, and the first year that is asked after a start would be added up in slow code. Pure.
import type { Border } from './balance-arrays.ts';
import type { PlainGroup } from './balance-plain.ts';

/** What three sums tell, or five: net export is net import - import + export, and what is neither taken from outside nor made nor used
 *  is left over. */
export function addGroupOf(group: PlainGroup, border: Border, { byFlag, present }: { readonly byFlag: Float64Array; readonly present: Uint32Array }): void {
  const { import: imported, export: exported, taken, supplied, connections } = group;
  const { import: rootImport, export: rootExport, netImport, netExport, leafImport, leafExport, consumption, residual } = border;
  const uses = supplied?.used ?? taken;
  for (let t = 0; t < taken.length; t++) {
    const drawn = imported[t] ?? 0;
    const fed = exported[t] ?? 0;
    const took = taken[t] ?? 0;
    const used = uses[t] ?? 0;
    const gave = took - drawn + fed;
    rootImport[t] = (rootImport[t] ?? 0) + drawn;
    rootExport[t] = (rootExport[t] ?? 0) + fed;
    netImport[t] = (netImport[t] ?? 0) + took;
    netExport[t] = (netExport[t] ?? 0) + gave;
    leafImport[t] = (leafImport[t] ?? 0) + took;
    leafExport[t] = (leafExport[t] ?? 0) + gave;
    consumption[t] = (consumption[t] ?? 0) + used;
    residual[t] = (residual[t] ?? 0) + drawn - fed - used;
    byFlag[t] = (byFlag[t] ?? 0) + drawn + fed;
    present[t] = (present[t] ?? 0) + connections;
  }
}

interface Exchange {
  readonly localExchange: Float64Array;
  readonly gridImport: Float64Array;
  readonly gridExport: Float64Array;
}

/** Local exchange is min(sum import, sum export) of each quarter, never of totals; what the connections on the public grid do not give
 *  each other comes from it or goes to it.
 *  @see docs/methods.md#balance, case O12 */
export function setExchange({ netImport, netExport, leafImport, leafExport }: Border, { localExchange, gridImport, gridExport }: Exchange): void {
  for (let t = 0; t < localExchange.length; t++) {
    const imported = netImport[t] ?? 0;
    const exported = netExport[t] ?? 0;
    const exchanged = Math.min(imported, exported);
    localExchange[t] = Math.min(leafImport[t] ?? 0, leafExport[t] ?? 0);
    gridImport[t] = imported - exchanged;
    gridExport[t] = exported - exchanged;
  }
}

/** Each connection added twice what it took. */
export function halve(amounts: Float64Array): void {
  for (let t = 0; t < amounts.length; t++) amounts[t] = (amounts[t] ?? 0) / 2;
}
