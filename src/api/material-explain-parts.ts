// The parts of a figure about materials, as far as a reader may see whose they are: of the others only the sum is told.
import type { Principal } from '../domain/access.ts';
import type { Deps } from './deps.ts';
import { companiesOpen } from './explain-terms.ts';
import type { MaterialExplanation } from './shapes-materials-explained.ts';

export type MaterialPart = MaterialExplanation['parts'][number];
/** What explains a value, before its place and the assumptions stand beside it. */
export type Explained = Pick<MaterialExplanation, 'unit' | 'level' | 'formula' | 'parts'> & Partial<Pick<MaterialExplanation, 'least' | 'decimals'>>;

/** More streams than this are told by company. */
export const PARTS_MAX = 500;

/** The field of what may not be told apart. */
export const OTHERS = 'others';
/** The field of a figure that may not be taken apart at all. */
export const TOGETHER = 'together';

type Given = Pick<MaterialPart, 'field' | 'value'> & Partial<MaterialPart>;

export const partAs = (role: MaterialPart['role'], given: Given): MaterialPart => ({ role, weight: 1, stream: null, company: null, name: null, explain: null, ...given });

/** Of something that a company has: whoever may see the company is told whose it is. */
export interface OwnedPart extends MaterialPart {
  readonly company: number;
}

/** Parts of companies that a reader may see, each with its name; those of the others as one of each role. Of very many, one of each company. */
export function seenParts(deps: Deps, principal: Principal, parts: readonly OwnedPart[]): MaterialPart[] {
  const open = companiesOpen(deps, principal);
  const nameOf = (company: number): string | null => deps.directory.companies.get(company)?.name ?? null;
  const seen = parts.filter(({ company }) => open(company)).map((part) => ({ ...part, name: part.name ?? nameOf(part.company) }));
  const listed = seen.length > PARTS_MAX ? summed(seen, ({ role, field, company }) => ({ role, field, company, name: nameOf(company) })) : seen;
  const hidden = parts.filter(({ company }) => !open(company));
  return inRoles([...listed, ...summed(hidden, ({ role }) => ({ role, field: OTHERS, company: null, name: null }))]);
}

const inRoles = (parts: readonly MaterialPart[]): MaterialPart[] => [...parts.filter(({ role }) => role !== 'denominator'), ...parts.filter(({ role }) => role === 'denominator')];

function summed(parts: readonly OwnedPart[], of: (part: OwnedPart) => Pick<MaterialPart, 'role' | 'field' | 'company' | 'name'>): MaterialPart[] {
  const sums = new Map<string, MaterialPart>();
  for (const part of parts) {
    const { role, ...head } = of(part);
    const key = `${role} ${head.field} ${head.company ?? ''}`;
    sums.set(key, partAs(role, { ...head, value: (sums.get(key)?.value ?? 0) + part.weight * part.value }));
  }
  return [...sums.values()];
}
