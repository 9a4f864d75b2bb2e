// When the meters of a scope were last heard: what figures of this moment are as of, and whom they may be told of.
import { RECOGNISABLE } from '../domain/disclosure.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import type { Speaking } from './judged-now.ts';
import { type Known, connectionsNow } from './now-power.ts';
import type { Scope } from './scope.ts';

export const later = (a: EpochMs | null, b: EpochMs | null): EpochMs | null => (a === null || (b !== null && b > a) ? b : a);

/** Time of the newest reading in a scope: what these figures are as of. */
export function newestIn(deps: Pick<Deps, 'last'>, scope: Scope): EpochMs | null {
  const times = scope.connections.flatMap((one) => one.registers.map(({ register }) => deps.last.register(register)?.at ?? null));
  return times.reduce(later, null);
}

/** Whom a figure of this moment of a scope is of. */
export const speakingIn = (deps: Known, scope: Scope): Speaking => ({ heard: heardIn(deps, scope), fresh: () => freshIn(deps, scope) });

const entitiesOf = ({ members = [] }: Scope): Map<number, string> =>
  new Map(members.flatMap(({ company, entity }) => (entity === RECOGNISABLE ? [] : [[company, entity] as const])));

function freshIn(deps: Known, scope: Scope): number {
  const entities = entitiesOf(scope);
  return new Set(connectionsNow(deps, scope).flatMap(({ company }) => entities.get(company) ?? [])).size;
}

/** Last reading of each legal entity of a scope that is to be protected; null where all of them allowed to be recognised. */
export function heardIn(deps: Pick<Deps, 'last'>, scope: Scope): Map<string, EpochMs> | null {
  const { connections, members = [] } = scope;
  const entities = entitiesOf(scope);
  if (entities.size === 0 && members.length > 0) return null;
  const heard = new Map<string, EpochMs>();
  for (const one of connections) {
    const entity = entities.get(one.company);
    if (entity === undefined) continue;
    const newest = one.registers.map(({ register }) => deps.last.register(register)?.at ?? null).reduce(later, heard.get(entity) ?? null);
    if (newest !== null) heard.set(entity, newest);
  }
  return heard;
}
