// What may be shown of each area at this moment, judged once in a while: the state now is asked for every few seconds,
// and who contributes how much today does not change that fast. Another set of connections is judged anew at once.
import { Recent } from '../domain/recent.ts';
import type { Principal } from '../domain/access.ts';
import { COMPANIES_MIN } from '../domain/disclosure.ts';
import type { EpochMs } from '../domain/units.ts';
import { scopeKey } from './balance-pieces.ts';
import type { Deps } from './deps.ts';
import { ALL_OPEN, type MeasuresJudged, judgeMeasures } from './disclosure-query.ts';
import { seesMembers } from './members.ts';
import type { Area, Scope } from './scope.ts';

/** A judgement is at most this old. */
export const JUDGED_FOR_MS = 10 * 60_000;
/** Areas, carriers and readers at once; the oldest goes first. */
export const JUDGED_MAX = 500;

interface Today {
  readonly area: Area;
  readonly scope: Scope;
  readonly day: { readonly from: EpochMs; readonly to: EpochMs };
}

/** What each measure of a scope is judged as of today. */
export const judgedToday = (deps: Deps, principal: Principal, { area, scope, day }: Today): Promise<MeasuresJudged> =>
  deps.judgedNow.of(principal, { area, scope, from: day.from, now: deps.now() }, () => judgeMeasures(deps, principal, { area, scope, ...day }));

interface Question {
  readonly area: Area;
  readonly scope: Scope;
  readonly from: EpochMs;
  readonly now: EpochMs;
}

/** A state that is held is at most this old where too few are heard to tell another one. */
export const HELD_FOR_MS = 15 * 60_000;

/** Whom a state of this moment is of, and whether it may be another one than before. */
export interface Speaking {
  /** Last reading of each legal entity to be protected; null: there is none, and nothing to hold. */
  readonly heard: ReadonlyMap<string, EpochMs> | null;
  /** How many of them were heard so lately that they are in a figure of this moment. */
  readonly fresh: () => number;
}

interface Held {
  readonly at: EpochMs;
  readonly heard: ReadonlyMap<string, EpochMs>;
  readonly answer: Promise<unknown>;
}

export class JudgedNow {
  readonly #held = new Recent<string, Held>(JUDGED_MAX);

  /** The state of an area for whoever may not see its companies: another one when enough of them were heard since the last. Two that
   *  differ by one message would tell what that company did. After a while also when too few are heard at all, of whom nothing is told;
   *  as long as enough are, one that speaks once an hour by itself is waited with for the others. */
  async held<T>(key: string, { heard, fresh, now }: Speaking & { now: EpochMs }, make: () => Promise<T>): Promise<T> {
    if (heard === null) return make();
    const known = this.#held.get(key);
    const heardSince = known === undefined ? 0 : [...heard].filter(([entity, at]) => at > (known.heard.get(entity) ?? -Infinity)).length;
    const isHeld = known !== undefined && heardSince < COMPANIES_MIN && (now - known.at < HELD_FOR_MS || fresh() >= COMPANIES_MIN);
    const held = this.#held.put(key, isHeld ? known : { at: now, heard, answer: make() });
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key names what was made under it
      return (await held.answer) as T;
    } catch (error) {
      this.#held.delete(key, held);
      throw error;
    }
  }

  readonly #kept = new Recent<string, { readonly at: EpochMs; readonly judged: MeasuresJudged }>(JUDGED_MAX);

  async of(principal: Principal, question: Question, judge: () => Promise<MeasuresJudged>): Promise<MeasuresJudged> {
    if (seesMembers(principal, question.area)) return ALL_OPEN;
    const key = `${scopeKey(question.scope)} ${question.from}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && question.now - kept.at < JUDGED_FOR_MS) return kept.judged;
    return this.#kept.put(key, { at: question.now, judged: await judge() }).judged;
  }
}
