// When the meters of a scope were last heard: what figures of this moment are as of, and whom they may be told of.
import type { EpochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { entityOf } from './members.ts';
import type { Scope } from './scope.ts';

export const later = (a: EpochMs | null, b: EpochMs | null): EpochMs | null => (a === null || (b !== null && b > a) ? b : a);

/** Time of the newest reading in a scope: what these figures are as of. */
export function newestIn(deps: Pick<Deps, 'last'>, scope: Scope): EpochMs | null {
  const times = scope.connections.flatMap((one) => one.registers.map(({ register }) => deps.last.register(register)?.at ?? null));
  return times.reduce(later, null);
}

/** Last reading of each legal entity of a scope. */
export function heardIn(deps: Pick<Deps, 'last' | 'directory'>, scope: Scope): Map<string, EpochMs> {
  const heard = new Map<string, EpochMs>();
  for (const one of scope.connections)
    for (const { register } of one.registers) {
      const at = deps.last.register(register)?.at ?? null;
      const entity = entityOf(deps, one.company);
      const known = later(heard.get(entity) ?? null, at);
      if (known !== null) heard.set(entity, known);
    }
  return heard;
}
