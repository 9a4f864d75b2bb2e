// The limit that holds in the running quarter.
import { type Direction, type Limit, limitsOf } from '../domain/capacity/limits.ts';
import { QUARTER_MS, quarterStart } from '../domain/time.ts';
import type { LimitPart } from '../jobs/capacity-sums.ts';
import type { Deps } from './deps.ts';

/** kW that hold in the running quarter; null where unknown. */
export function limitNow(deps: Pick<Deps, 'now'>, rows: readonly Limit[], over: { direction: Direction; contractKw: number | null }): number | null {
  const [kw] = limitsOf(rows, { ...over, firstQuarter: quarterStart(deps.now()) / QUARTER_MS, quarters: 1 });
  return kw === undefined || Number.isNaN(kw) ? null : kw;
}

/** Rights of a place together; null where one of them is unknown. */
export function limitOfParts(deps: Pick<Deps, 'now'>, parts: readonly LimitPart[], direction: Direction): number | null {
  const quarter = quarterStart(deps.now()) / QUARTER_MS;
  const limits = parts.map((part) => {
    if (part.of === 'group') return limitNow(deps, part.rows, { direction, contractKw: null });
    const grouped = part.grouped.some((one) => quarter >= one.from && quarter < one.to);
    return grouped ? 0 : limitNow(deps, part.rows, { direction, contractKw: part.contractKw });
  });
  return limits.length === 0 || limits.includes(null) ? null : limits.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}
