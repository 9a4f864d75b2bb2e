// When a figure about many says too much of one: the rule of disclosure, for whoever may not see the members. Pure.

/** Fewer than this many companies, and a figure says something of each of them. */
export const COMPANIES_MIN = 5;
/** Largest part of one, and of two together: with it the others could reckon the rest. */
export const LARGEST_MAX = 0.7;
export const TWO_LARGEST_MAX = 0.85;

/** The entity of whoever allowed the reader to recognise it: nobody to be protected, and nobody behind whom another could hide. */
export const RECOGNISABLE = '';

/** Why a figure is kept back; null: it is not. */
export const reasonOf = (judged: Disclosed): Reason | null => (judged.sign === 'x' ? judged.reason : null);

/** What one company puts into a figure. */
export interface Contribution {
  /** The legal entity: its KvK number where it has one; companies with the same number are one. RECOGNISABLE of whoever allowed that. */
  readonly entity: string;
  readonly amount: number;
}
export type Reason = 'too-few' | 'one-dominates' | 'two-dominate';
/** Signs as CBS prints them: x secret; . missing, nobody measures it. */
export type Disclosed = { readonly sign: null } | { readonly sign: 'x'; readonly reason: Reason } | { readonly sign: '.' };

/** Contributors of a figure to be protected, by legal entity. Absolute amounts: what one gives and another takes may not hide them.
 *  @see docs/methods.md#disclosure */
export function byEntity(contributions: readonly Contribution[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { entity, amount } of contributions) if (entity !== RECOGNISABLE) sums.set(entity, (sums.get(entity) ?? 0) + Math.abs(amount));
  return sums;
}

/** May a figure of these contributions be shown to somebody who may not see them? Each measured company counts, also one
 *  that used nothing; a figure that is nought for all says only that. Those who allowed to be recognised are left aside: the others
 *  have to be enough without them, and where there are no others nothing is kept back.
 *  @see docs/methods.md#disclosure */
export function judgeDisclosure(contributions: readonly Contribution[]): Disclosed {
  const sums = byEntity(contributions);
  return sums.size === 0 && contributions.length > 0 ? { sign: null } : judgeSums(sums.values());
}

/** The same, of what each legal entity puts in.
 *  @param sums not below 0, one for each entity
 *  @see docs/methods.md#disclosure */
export function judgeSums(sums: Iterable<number>): Disclosed {
  let [companies, total, first, second] = [0, 0, 0, 0];
  for (const sum of sums) {
    companies += 1;
    total += sum;
    if (sum > first) [first, second] = [sum, first];
    else if (sum > second) second = sum;
  }
  return judgeLargest({ companies, total, first, second });
}

/** The same, of what is judged about them: how many there are, what they come to, and the largest and the second of them.
 *  @see docs/methods.md#disclosure */
export function judgeLargest({ companies, total, first, second }: Readonly<Record<'companies' | 'total' | 'first' | 'second', number>>): Disclosed {
  if (companies === 0) return { sign: '.' };
  if (companies < COMPANIES_MIN) return { sign: 'x', reason: 'too-few' };
  if (total === 0) return { sign: null };
  if (first > LARGEST_MAX * total) return { sign: 'x', reason: 'one-dominates' };
  return first + second > TWO_LARGEST_MAX * total ? { sign: 'x', reason: 'two-dominate' } : { sign: null };
}

/** A measure to which only some contribute: those who do not are no contributors of it.
 *  @see docs/methods.md#disclosure */
export function judgeMeasure(contributions: readonly Contribution[]): Disclosed {
  const some = contributions.filter((one) => one.amount !== 0);
  return some.length === 0 ? { sign: null } : judgeDisclosure(some);
}
