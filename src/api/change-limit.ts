// How often in a day somebody may try what tells a little of others each time: a company that moves its heat ports (a band of the other
// side moves or does not), or that names EANs which are there already. Kept in memory: a restart gives nobody more than one day's worth.
import type { EpochMs } from '../domain/units.ts';
import { ApiError } from './errors.ts';
import type { SaidInBoth } from './said.ts';

/** New, changed and removed ports of a company by itself in a day. */
export const PORT_CHANGES_PER_DAY = 20;
/** EANs that a company names in a day and that turn out to be somebody else's. */
export const FOREIGN_EANS_PER_DAY = 5;
const DAY_MS = 86_400_000;

/** What is counted, and what is said when there were too many. */
interface Limit {
  readonly max: number;
  readonly says: (max: number) => SaidInBoth;
}
export const PORT_CHANGES: Limit = {
  max: PORT_CHANGES_PER_DAY,
  says: (max) => ({
    en: `A company changes its heat ports at most ${max} times a day, so that nobody can find out about a neighbour by moving its own. The park manager can help with many ports.`,
    nl: `Een bedrijf verandert zijn warmtepunten hoogstens ${max} keer per dag, zodat niemand iets over een buur te weten kan komen door zijn eigen punt te verschuiven. Bij veel punten kan de parkmanager helpen.`,
  }),
};
export const FOREIGN_EANS: Limit = {
  max: FOREIGN_EANS_PER_DAY,
  says: (max) => ({
    en: `A company names at most ${max} EANs a day that are not its own, so that nobody can find out who takes part. Who runs this installation can help.`,
    nl: `Een bedrijf noemt hoogstens ${max} EAN's per dag die niet van zichzelf zijn, zodat niemand te weten kan komen wie meedoet. Wie deze installatie beheert, kan helpen.`,
  }),
};

export class ChangeLimit {
  readonly #limit: Limit;
  readonly #changes = new Map<number, readonly number[]>();

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /** @throws ApiError too-many-requests when a day had as many already */
  check(company: number, now: EpochMs): void {
    const recent = this.#recent(company, now);
    const [oldest] = recent;
    if (oldest === undefined || recent.length < this.#limit.max) return;
    const { en, nl } = this.#limit.says(this.#limit.max);
    const next = new Date(oldest + DAY_MS).toISOString();
    throw new ApiError('too-many-requests', { en: `${en} The next one is possible at ${next}.`, nl: `${nl} De volgende kan om ${next}.` });
  }

  /** Counts one.
   *  @throws ApiError too-many-requests when a day had as many already */
  take(company: number, now: EpochMs): void {
    this.check(company, now);
    this.#changes.set(company, [...this.#recent(company, now), now]);
  }

  #recent(company: number, now: EpochMs): readonly number[] {
    return (this.#changes.get(company) ?? []).filter((at) => now - at < DAY_MS);
  }
}
