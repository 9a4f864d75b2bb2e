// Who sees the companies behind a figure one by one, and whose a company is.
import { type Principal, decide } from '../domain/access.ts';
import { RECOGNISABLE } from '../domain/disclosure.ts';
import type { Member } from '../domain/told-quarters.ts';
import type { EpochMs } from '../domain/units.ts';
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

type Allowing = Readonly<{ directory: Pick<Directory, 'companies' | 'isRecognisable'>; now: () => EpochMs }>;
type Sharing = Allowing & Readonly<{ directory: Pick<Directory, 'sharingOf'> }>;

/** Who is to be protected in figures of energy: nobody, of a company that allowed the region to recognise it in them. That word says
 *  nothing of heat and materials, which are offered under rules of their own.
 *  @see docs/methods.md#disclosure */
export const protectedEntityOf = (known: Allowing, company: number): string => (known.directory.isRecognisable(company, known.now()) ? RECOGNISABLE : entityOf(known, company));

/** A company in figures for a reader: whom it sees one by one by another role hides nobody from it. */
export function memberOf(known: Sharing, principal: Principal, company: number): Member {
  const park = parkOf(known, company);
  const isSeen = decide(principal, 'see', { kind: 'company', company, park, sharing: known.directory.sharingOf(company, known.now()) }) === 'allow';
  return { company, entity: isSeen ? RECOGNISABLE : protectedEntityOf(known, company), park };
}

/** Who is to be protected of the companies of a scope, as it was made for its reader. */
export function entitiesIn(known: Allowing, members: readonly Member[] | undefined): (company: number) => string {
  const entities = new Map(members?.map(({ company, entity }) => [company, entity]));
  return (company) => entities.get(company) ?? protectedEntityOf(known, company);
}
