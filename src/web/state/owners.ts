// For whom a reader may keep something: the own company, or the parks that one manages.
import { me, myParks, ownCompany, parks } from './session.ts';

export interface Owner {
  readonly name: string;
  readonly park: string;
  /** null: of the park. */
  readonly company: number | null;
}

export function owners(): readonly Owner[] {
  const own = ownCompany.value;
  if (own !== null) return [{ name: own.name, park: own.park, company: own.id }];
  const manages = me.value?.roles.flatMap((role) => (role.role === 'parkmanager' ? role.parks : [])) ?? [];
  const some = manages.length > 0 ? myParks.value.filter((park) => manages.includes(park.id)) : (parks.value ?? []);
  return some.map((park) => ({ name: park.name, park: park.id, company: null }));
}
