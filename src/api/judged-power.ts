// Which powers of this moment say too much of one company, for whoever may not see the companies: by whoever was heard, and by what each
// of them gives, makes and stores at this moment. Of the day as a whole see judged-now.ts.
import type { Principal } from '../domain/access.ts';
import { type BalanceFlow, GENERATION_FLOWS } from '../domain/balance.ts';
import type { Disclosed } from '../domain/disclosure.ts';
import { secretFields } from '../domain/disclosure-fields.ts';
import type { Deps } from './deps.ts';
import { seesMembers } from './members.ts';
import { judgeHeard, judgeSome, partiesNow } from './now-parties.ts';
import { generatedIn } from './now-power.ts';
import type { Area, Scope } from './scope.ts';

/** Measures of the balance at this moment. */
export interface PowerJudged {
  /** Was enough heard at all? */
  readonly heard: boolean;
  readonly export: Disclosed;
  readonly generation: Disclosed;
  readonly storage: Disclosed;
  /** What is left over: with the others a use would tell it. */
  readonly left: Disclosed;
  /** May what is made be told by its kind? */
  readonly byKind: boolean;
}

const OPEN: Disclosed = { sign: null };
const ALL_OPEN: PowerJudged = { heard: true, export: OPEN, generation: OPEN, storage: OPEN, left: OPEN, byKind: true };

/** One of them alone, or nearly, is nobody's business but of whoever may see it.
 *  @see docs/methods.md#disclosure */
export function judgePower(deps: Pick<Deps, 'last' | 'now' | 'directory'>, principal: Principal, { area, scope }: { area: Area; scope: Scope }): PowerJudged {
  if (seesMembers(principal, area)) return ALL_OPEN;
  const parties = partiesNow(deps, scope);
  const flow = (name: BalanceFlow): Disclosed => judgeSome(parties, ({ powers }) => powers[name]);
  const [charged, discharged] = [flow('charge'), flow('discharge')];
  const drawn = judgeHeard(parties, ({ powers }) => powers.import);
  return {
    heard: drawn.sign !== 'x' && judgeHeard(parties, ({ kw }) => kw).sign !== 'x',
    export: flow('export'),
    generation: judgeSome(parties, ({ powers }) => generatedIn(powers)),
    storage: charged.sign === 'x' ? charged : discharged,
    left: judgeSome(parties, ({ left }) => left),
    byKind: GENERATION_FLOWS.every((kind) => flow(kind).sign !== 'x'),
  };
}

/** Figures of this moment that may not be shown, as `secretFields` names them, with the reason. */
export function secretNow(judged: PowerJudged): Map<string, string> {
  const { left } = judged;
  const use = left.sign === 'x' ? (['consumption', 'selfConsumption', 'selfSufficiency'] as const).map((field) => [field, left.reason] as const) : [];
  return new Map([...use, ...secretFields(judged)]);
}
