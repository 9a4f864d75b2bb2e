// Parts of a total of which some are kept back: what all kept-back parts come to must be safe as well, or the total less
// the others would tell it. Pure.
import { type Contribution, type Disclosed, judgeDisclosure } from '../disclosure.ts';

export interface Part {
  readonly id: string;
  readonly contributions: readonly Contribution[];
}
export type PartReason = Extract<Disclosed, { sign: 'x' }>['reason'] | 'complement';

/** Which parts may not be shown beside their total. The smallest that is still open joins the kept-back ones until those
 *  together may be shown; nothing is kept back of what nobody contributes to.
 *  @returns the reason by part
 *  @see docs/methods.md#disclosure */
export function keptBackParts(parts: readonly Part[]): Map<string, PartReason> {
  const kept = new Map<string, PartReason>();
  for (const { id, contributions } of parts) {
    const judged = judgeDisclosure(contributions);
    if (judged.sign === 'x') kept.set(id, judged.reason);
  }
  const size = ({ contributions }: Part): number => contributions.reduce((sum, one) => sum + Math.abs(one.amount), 0);
  const open = parts.filter(({ id, contributions }) => !kept.has(id) && contributions.length > 0).sort((a, b) => size(a) - size(b) || a.id.localeCompare(b.id));
  const together = (): Contribution[] => parts.flatMap(({ id, contributions }) => (kept.has(id) ? contributions : []));
  while (kept.size > 0 && open.length > 0 && judgeDisclosure(together()).sign === 'x') {
    const next = open.shift();
    if (next !== undefined) kept.set(next.id, 'complement');
  }
  return kept;
}
