// Parts of a total of which some are kept back: what all kept-back parts come to must be safe as well, or the total less
// the others would tell it. Pure.
import { type Contribution, type Disclosed, byEntity, judgeDisclosure, judgeSums } from './disclosure.ts';

export interface Part {
  readonly id: string;
  readonly contributions: readonly Contribution[];
}
export type PartReason = Extract<Disclosed, { sign: 'x' }>['reason'] | 'complement';

/** What all kept-back parts come to, by legal entity. */
class Together {
  readonly #sums = new Map<string, number>();

  add({ contributions }: Part): void {
    for (const [entity, amount] of byEntity(contributions)) this.#sums.set(entity, (this.#sums.get(entity) ?? 0) + amount);
  }

  get isSecret(): boolean {
    return judgeSums(this.#sums.values()).sign === 'x';
  }
}

/** Which parts may not be shown beside their total. The smallest that is still open joins the kept-back ones until those
 *  together may be shown; nothing is kept back of what nobody contributes to.
 *  @param also parts that are kept back for another reason
 *  @returns the reason by part
 *  @see docs/methods.md#disclosure */
export function keptBackParts(parts: readonly Part[], also: ReadonlySet<string> = new Set()): Map<string, PartReason> {
  const kept = new Map<string, PartReason>();
  const together = new Together();
  const keep = (part: Part, reason: PartReason): void => {
    kept.set(part.id, reason);
    together.add(part);
  };
  for (const part of parts) {
    const judged = judgeDisclosure(part.contributions);
    if (judged.sign === 'x') keep(part, judged.reason);
    else if (also.has(part.id)) keep(part, 'complement');
  }
  const open = parts
    .map((part) => ({ part, amounts: byEntity(part.contributions) }))
    .filter(({ part, amounts }) => !kept.has(part.id) && amounts.size > 0)
    .map(({ part, amounts }) => ({ part, size: [...amounts.values()].reduce((sum, one) => sum + one, 0) }));
  open.sort((a, b) => a.size - b.size || a.part.id.localeCompare(b.part.id));
  for (const { part } of open) {
    if (kept.size === 0 || !together.isSecret) break;
    keep(part, 'complement');
  }
  return kept;
}

/** Parts that may not be shown, where a total that stands beside the others would tell what they come to; empty where that may be told.
 *  @see docs/methods.md#disclosure */
export function untoldParts(parts: readonly Part[]): Set<string> {
  const secret = parts.filter((part) => judgeDisclosure(part.contributions).sign === 'x');
  const together = new Together();
  for (const part of secret) together.add(part);
  return new Set(together.isSecret ? secret.map((part) => part.id) : []);
}
