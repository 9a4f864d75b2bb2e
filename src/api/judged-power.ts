// Which powers of this moment say too much of one company, for whoever may not see the companies: by whoever was heard, and by what each
// of them gives, makes and stores at this moment. Of the day as a whole see judged-now.ts.
import type { Principal } from '../domain/access.ts';
import { type BalanceFlow, GENERATION_FLOWS } from '../domain/balance.ts';
import { type Disclosed, judgeDisclosure, judgeMeasure } from '../domain/disclosure.ts';
import type { Deps } from './deps.ts';
import { protectedEntityOf, seesMembers } from './members.ts';
import { generatedIn, heardNow } from './now-power.ts';
import type { Area, Scope } from './scope.ts';

/** Measures of the balance at this moment. */
export interface PowerJudged {
  /** Was enough heard at all? */
  readonly heard: boolean;
  readonly export: Disclosed;
  readonly generation: Disclosed;
  readonly storage: Disclosed;
  /** May what is made be told by its kind? */
  readonly byKind: boolean;
}

const OPEN: Disclosed = { sign: null };
const ALL_OPEN: PowerJudged = { heard: true, export: OPEN, generation: OPEN, storage: OPEN, byKind: true };

/** One of them alone, or nearly, is nobody's business but of whoever may see it.
 *  @see docs/methods.md#disclosure */
export function judgePower(deps: Pick<Deps, 'last' | 'now' | 'directory'>, principal: Principal, { area, scope }: { area: Area; scope: Scope }): PowerJudged {
  if (seesMembers(principal, area)) return ALL_OPEN;
  const heard = heardNow(deps, scope).map(({ company, ...one }) => ({ entity: protectedEntityOf(deps, company), ...one }));
  const flow = (name: BalanceFlow): Disclosed => judgeMeasure(heard.map(({ entity, powers }) => ({ entity, amount: powers[name] })));
  const [charged, discharged] = [flow('charge'), flow('discharge')];
  return {
    heard: judgeDisclosure(heard.map(({ entity, kw }) => ({ entity, amount: kw }))).sign !== 'x',
    export: flow('export'),
    generation: judgeMeasure(heard.map(({ entity, powers }) => ({ entity, amount: generatedIn(powers) }))),
    storage: charged.sign === 'x' ? charged : discharged,
    byKind: GENERATION_FLOWS.every((kind) => flow(kind).sign !== 'x'),
  };
}
