// How often a company may change what its matches rest on. Each change tells a little of the other side, whose figures it may not
// see before both agreed: a band moves or does not. Kept in memory: a restart gives nobody more than one day's worth.
import type { EpochMs } from '../domain/units.ts';
import { ApiError } from './errors.ts';

/** New, changed and removed ports of a company by itself in a day. */
export const PORT_CHANGES_PER_DAY = 20;
const DAY_MS = 86_400_000;

export class ChangeLimit {
  readonly #max: number;
  readonly #changes = new Map<number, readonly number[]>();

  constructor(max = PORT_CHANGES_PER_DAY) {
    this.#max = max;
  }

  /** Counts one change.
   *  @throws ApiError too-many-requests when a day had as many already */
  take(company: number, now: EpochMs): void {
    const recent = (this.#changes.get(company) ?? []).filter((at) => now - at < DAY_MS);
    this.#changes.set(company, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= this.#max)
      throw new ApiError(
        'too-many-requests',
        `A company changes its heat ports at most ${this.#max} times a day, so that nobody can find out about a neighbour by moving its own; the next change is possible at ${new Date(oldest + DAY_MS).toISOString()}. The park manager can help with many ports.`,
      );
    this.#changes.set(company, [...recent, now]);
  }
}
