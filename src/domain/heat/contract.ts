// How long a contract of heat holds: until its term, the next one, or until a side steps back. Pure.
import { type EpochMs, epochMs } from '../units.ts';

/** term: as it was agreed; replaced: by a later contract of the same match; declined: a side took its agreement back;
 *  left: a side takes no part in its park any more. */
export const CONTRACT_ENDS = ['term', 'replaced', 'declined', 'left'] as const;
export type ContractEnd = (typeof CONTRACT_ENDS)[number];

export interface ContractTerms {
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}
/** What may end a contract before its term; null: nothing did. */
export type Endings = Readonly<Record<Exclude<ContractEnd, 'term'>, EpochMs | null>>;

/** How long the contract holds, and what ends it. One that was over before it began has no length.
 *  @returns by: null where no end is known
 *  @see docs/residual-heat.md#heat-contracts */
export function holding({ from, to }: ContractTerms, endings: Endings): ContractTerms & { readonly by: ContractEnd | null } {
  const ends = CONTRACT_ENDS.flatMap((by) => {
    const at = by === 'term' ? to : endings[by];
    return at === null ? [] : [{ by, at }];
  });
  const [first] = ends.sort((a, b) => a.at - b.at);
  return first === undefined ? { from, to: null, by: null } : { from, to: epochMs(Math.max(from, first.at)), by: first.by };
}

/** @see docs/residual-heat.md#heat-contracts */
export const holdsAt = ({ from, to }: ContractTerms, now: EpochMs): boolean => from <= now && (to === null || now < to);

interface Allowed {
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs | null;
  readonly revokedAt: EpochMs | null;
}

/** The first moment, from `since` on, at which none of these consents held or one was withdrawn; null: there is none. A consent that is
 *  given again for the time before does not undo a withdrawal.
 *  @see docs/residual-heat.md#heat-contracts */
export function lapsedAt(consents: readonly Allowed[], since: EpochMs): EpochMs | null {
  const until = ({ validTo, revokedAt }: Allowed): number => Math.min(validTo ?? Infinity, revokedAt ?? Infinity);
  const withdrawn = consents.flatMap((one) => (one.revokedAt !== null && one.revokedAt >= since && until(one) === one.revokedAt ? [one.revokedAt] : []));
  let at: number = since;
  for (;;) {
    const moment = at;
    const next = Math.max(...consents.flatMap((one) => (one.validFrom <= moment && moment < until(one) ? [until(one)] : [])));
    if (next <= at || next === Infinity) {
      const first = Math.min(next === Infinity ? Infinity : at, ...withdrawn);
      return first === Infinity ? null : epochMs(first);
    }
    at = next;
  }
}
