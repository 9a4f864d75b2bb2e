// What may be shown of each area at this moment, judged once in a while: the state now is asked for every few seconds,
// and who contributes how much today does not change that fast. Another set of connections is judged anew at once.
import type { Principal } from '../domain/access.ts';
import type { EpochMs } from '../domain/units.ts';
import { scopeKey } from './balance-days.ts';
import { ALL_OPEN, type MeasuresJudged, seesMembers } from './disclosure-query.ts';
import type { Area, Scope } from './scope.ts';

/** A judgement is at most this old. */
export const JUDGED_FOR_MS = 10 * 60_000;
/** Areas, carriers and readers at once; the oldest goes first. */
export const JUDGED_MAX = 500;

interface Question {
  readonly area: Area;
  readonly scope: Scope;
  readonly from: EpochMs;
  readonly now: EpochMs;
}

export class JudgedNow {
  readonly #kept = new Map<string, { readonly at: EpochMs; readonly judged: MeasuresJudged }>();

  async of(principal: Principal, question: Question, judge: () => Promise<MeasuresJudged>): Promise<MeasuresJudged> {
    if (seesMembers(principal, question.area)) return ALL_OPEN;
    const key = `${scopeKey(question.scope)} ${question.from}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && question.now - kept.at < JUDGED_FOR_MS) return kept.judged;
    const judged = await judge();
    this.#kept.delete(key);
    this.#kept.set(key, { at: question.now, judged });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > JUDGED_MAX && oldest !== undefined) this.#kept.delete(oldest);
    return judged;
  }
}
