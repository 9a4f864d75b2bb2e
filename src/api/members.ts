// Who sees the companies behind a figure one by one, and whose a company is.
import type { Principal } from '../domain/access.ts';
import type { Member } from '../domain/told-quarters.ts';
import type { Directory } from '../storage/directory.ts';
import type { Area } from './scope.ts';

/** May this reader see the companies of an area one by one, as far as they share? Then nothing is kept back from it. */
export function seesMembers(principal: Principal, area: Area): boolean {
  if (principal.processor || area.kind === 'company') return true;
  return principal.roles.some((role) => role.role === 'operator' || (role.role === 'parkmanager' && area.kind === 'park' && role.parks.includes(area.park)));
}

type Known = Readonly<{ directory: Pick<Directory, 'companies'> }>;

/** Companies by their KvK number: two of one owner are one. */
export const entityOf = ({ directory }: Known, company: number): string => directory.companies.get(company)?.kvk ?? `company ${company}`;

export const parkOf = ({ directory }: Known, company: number): string => directory.companies.get(company)?.park ?? '';

export const memberOf = (known: Known, company: number): Member => ({ company, entity: entityOf(known, company), park: parkOf(known, company) });
