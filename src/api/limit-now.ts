// The limit that holds in the running quarter.
import { type Direction, type Limit, limitsOf } from '../domain/capacity/limits.ts';
import { published } from '../domain/balance-rows.ts';
import { QUARTER_MS, quarterStart } from '../domain/time.ts';
import { type LimitPart, termsIn } from '../domain/capacity/limit-parts.ts';
import type { Deps } from './deps.ts';

/** kW that hold in the running quarter; null where unknown. */
export function limitNow(deps: Pick<Deps, 'now'>, rows: readonly Limit[], over: { direction: Direction; contractKw: number | null }): number | null {
  const [kw] = limitsOf(rows, { ...over, firstQuarter: quarterStart(deps.now()) / QUARTER_MS, quarters: 1 });
  return kw === undefined || Number.isNaN(kw) ? null : kw;
}

/** One right of a place; kw is not a number where it is unknown. */
export interface LimitHeld {
  readonly of: 'connection' | 'group';
  readonly id: number;
  readonly kw: number;
}

/** Rights of a place; a connection that is in a group has none of its own. */
export function limitsHeld(deps: Pick<Deps, 'now'>, parts: readonly LimitPart[], direction: Direction): LimitHeld[] {
  const quarter = quarterStart(deps.now()) / QUARTER_MS;
  const isIn = ({ from, to }: { from: number; to: number }): boolean => quarter >= from && quarter < to;
  return parts.map((part) => {
    if (part.of === 'group') {
      const terms = termsIn(parts, part.group);
      const isHeld = terms.length === 0 || terms.some(isIn);
      return { of: part.of, id: part.group, kw: isHeld ? (limitNow(deps, part.rows, { direction, contractKw: null }) ?? Number.NaN) : 0 };
    }
    const grouped = part.grouped.some(isIn);
    return { of: part.of, id: part.connection, kw: grouped ? 0 : (limitNow(deps, part.rows, { direction, contractKw: part.contractKw }) ?? Number.NaN) };
  });
}

/** Rights of a place together; null where one of them is unknown. */
export function limitOfParts(deps: Pick<Deps, 'now'>, parts: readonly LimitPart[], direction: Direction): number | null {
  const limits = limitsHeld(deps, parts, direction);
  const sum = limits.reduce((all, { kw }) => all + kw, 0);
  return limits.length === 0 || Number.isNaN(sum) ? null : published(sum);
}
