// Connections that were not there yet, or any more, in some quarters of a balance: what is not there is not missed. Pure.

/** While a connection is there, as indexes [from, to) of the quarters; absent = throughout. */
export interface Stay {
  readonly validFrom?: number;
  readonly validTo?: number;
}
/** In each quarter, how many of the connections and of those with a register are not there. */
export interface AwayCounts {
  readonly connections: Uint32Array;
  readonly metered: Uint32Array;
}

export class Away {
  /** null: all were there throughout. */
  counts: AwayCounts | null = null;

  /** @param quarters of the balance */
  add({ validFrom = 0, validTo, registers }: Stay & { readonly registers: readonly unknown[] }, quarters: number): void {
    const end = validTo ?? quarters;
    if (validFrom <= 0 && end >= quarters) return;
    this.counts ??= { connections: new Uint32Array(quarters), metered: new Uint32Array(quarters) };
    const { connections, metered } = this.counts;
    const ones = registers.length > 0 ? [connections, metered] : [connections];
    for (const one of ones) for (let t = 0; t < quarters; t++) if (t < validFrom || t >= end) one[t] = (one[t] ?? 0) + 1;
  }
}

/** Connections x quarters in [from, to) that are not there.
 *  @see docs/methods.md#meters-that-follow-each-other */
export function awayIn(counts: AwayCounts | null, from: number, to: number): number {
  let total = 0;
  if (counts !== null) for (let t = from; t < to; t++) total += counts.connections[t] ?? 0;
  return total;
}
