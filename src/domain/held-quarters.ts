// What the highest source says of each quarter, by register: rows of a store in any order -> arrays over one span. Pure.

/** Rows of a store, one an index; of several sources of one quarter the higher one counts. */
export interface SourcedRows {
  readonly registers: Int32Array;
  readonly quarters: Int32Array;
  readonly amounts: Float64Array;
  readonly flags: Uint8Array;
  readonly sources: Uint8Array;
}

export interface HeldQuarters {
  /** kWh or m3 of each quarter from the first of the span on, NaN where nothing is held. */
  readonly amounts: Float64Array;
  /** Codes of flags, `nothing` where nothing is held. */
  readonly flags: Uint8Array;
}

/** Of each register and quarter what the highest source says.
 *  @param span quarters [from, to) since 1970; rows outside it are left out
 *  @param span.nothing the flag of a quarter that nothing is held of
 *  @returns by register; those without a row in the span are not there
 *  @see docs/methods.md#roll-ups */
export function heldQuarters(columns: SourcedRows, { from, to, nothing }: { readonly from: number; readonly to: number; readonly nothing: number }): Map<number, HeldQuarters> {
  const held = new Map<number, HeldQuarters>();
  const sources = new Map<number, Int8Array>();
  columns.registers.forEach((register, row) => {
    const index = (columns.quarters[row] ?? 0) - from;
    if (index < 0 || index >= to - from) return;
    const one = held.get(register) ?? { amounts: new Float64Array(to - from).fill(Number.NaN), flags: new Uint8Array(to - from).fill(nothing) };
    const ranks = sources.get(register) ?? new Int8Array(to - from).fill(-1);
    held.set(register, one);
    sources.set(register, ranks);
    // Settled stands above live, corrected above settled, in whatever order the store hands them out.
    const source = columns.sources[row] ?? 0;
    if (source < (ranks[index] ?? -1)) return;
    ranks[index] = source;
    one.amounts[index] = columns.amounts[row] ?? Number.NaN;
    one.flags[index] = columns.flags[row] ?? nothing;
  });
  return held;
}
