// How often an address asked for the same of its account lately. Each monitor counts for itself: better-auth's own
// memory is one for all that run in a process.
import { Recent } from '../domain/recent.ts';

/** Addresses and paths that are remembered; who asked longest ago is forgotten first. */
const KEYS_MAX = 100_000;

interface Count {
  /** Since when, ms. */
  readonly since: number;
  readonly asked: number;
}

export class RequestCounts {
  readonly #counts = new Recent<string, Count>(KEYS_MAX);
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts one request, unless there were too many since the first of the window.
   *  @param rule window in s
   *  @returns retryAfter in s; null when it is allowed */
  consume(key: string, rule: { window: number; max: number }): Promise<{ allowed: boolean; retryAfter: number | null }> {
    const now = this.#now();
    const known = this.#counts.get(key);
    const current = known === undefined || now - known.since >= rule.window * 1000 ? { since: now, asked: 0 } : known;
    if (current.asked >= rule.max) return Promise.resolve({ allowed: false, retryAfter: Math.ceil((current.since + rule.window * 1000 - now) / 1000) });
    this.#counts.put(key, { since: current.since, asked: current.asked + 1 });
    return Promise.resolve({ allowed: true, retryAfter: null });
  }
}
