// The rights that add up to the limit of a place, and which of them counts when: a group's instead of its members' while they are in it.
import { type Direction, type Limit, limitsOf } from './limits.ts';

/** A right to transport: of one connection, or of a group that shares it. Parts add up to the limit of an area. */
export type LimitPart = { readonly rows: readonly Limit[] } & (
  | {
      readonly of: 'connection';
      readonly connection: number;
      readonly contractKw: number | null;
      /** Quarters [from, to) in which it is in a group, whose limit counts instead. */
      readonly grouped: readonly { readonly group: number; readonly from: number; readonly to: number }[];
      /** Quarters in which it begins to be there, and from which it is not any more, where they are within the period. */
      readonly begins?: number;
      readonly ends?: number;
    }
  /** Counts only where all its members are measured: its limit says nothing of some of them. */
  | { readonly of: 'group'; readonly group: number; readonly members: readonly number[] }
);

export interface RightInTime {
  readonly part: LimitPart;
  /** kW in each quarter: 0 where another right counts instead, NaN where it is unknown. */
  readonly kw: Float64Array;
}

/** Each right by itself, among others that count.
 *  @see docs/methods.md#room-on-the-grid */
export function rightsOf(parts: readonly LimitPart[], over: { direction: Direction; firstQuarter: number; quarters: number }): RightInTime[] {
  const { firstQuarter, quarters } = over;
  const groups = new Set(parts.flatMap((part) => (part.of === 'group' ? [part.group] : [])));
  const index = (quarter: number): number => Math.min(Math.max(quarter - firstQuarter, 0), quarters);
  return parts.map((part) => {
    const kw = limitsOf(part.rows, { ...over, contractKw: part.of === 'group' ? null : part.contractKw });
    if (part.of === 'connection') {
      for (const { group, from, to } of part.grouped) if (groups.has(group)) kw.fill(0, index(from), index(to));
      return { part, kw };
    }
    const terms = termsIn(parts, part.group);
    if (terms.length === 0) return { part, kw };
    // Nobody may use the limit of a group before the first is in it and after the last has left: then their own contracts count.
    const held = new Uint8Array(quarters);
    for (const { from, to } of terms) held.fill(1, index(from), index(to));
    return { part, kw: kw.map((one, t) => (held[t] === 1 ? one : 0)) };
  });
}

/** When connections that stand beside it are in a group; none where the group stands alone.
 *  @see docs/methods.md#room-on-the-grid */
export const termsIn = (parts: readonly LimitPart[], group: number): Extract<LimitPart, { of: 'connection' }>['grouped'] =>
  parts.flatMap((part) => (part.of === 'connection' ? part.grouped.filter((one) => one.group === group) : []));
