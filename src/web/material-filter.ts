// Which of the ranked matches of materials a reader wants to see, as it stands in the address. Pure.
import type { MatchView } from '../api/shapes-materials.ts';
import { addressOf, amountOf } from './wishes.ts';

export interface MaterialFilter {
  /** Id of the class on either side; '': any. */
  readonly materialClass: string;
  /** On either side, where the reader may know it. */
  readonly company: number | null;
  readonly mostKm: number | null;
  readonly leastTonnes: number | null;
}
export const NO_FILTER: MaterialFilter = { materialClass: '', company: null, mostKm: null, leastTonnes: null };

/** In the address: short words of its language. */
const NAMES = { materialClass: 'soort', company: 'bedrijf', mostKm: 'km', leastTonnes: 'ton' } as const;

/** What does not fit is no wish. */
export function filterOf(query: Readonly<Record<string, string | undefined>>): MaterialFilter {
  const materialClass = query[NAMES.materialClass] ?? '';
  return {
    materialClass: /^[a-z0-9-]{1,40}$/.test(materialClass) ? materialClass : '',
    company: amountOf(query[NAMES.company]),
    mostKm: amountOf(query[NAMES.mostKm]),
    leastTonnes: amountOf(query[NAMES.leastTonnes]),
  };
}

export const queryOf = ({ materialClass, company, mostKm, leastTonnes }: MaterialFilter): string =>
  addressOf([
    [NAMES.materialClass, materialClass],
    [NAMES.company, company],
    [NAMES.mostKm, mostKm],
    [NAMES.leastTonnes, leastTonnes],
  ]);

/** A distance that is not known hides no match. */
export function fits({ offer, need, distanceKm, tonnesPerYear }: MatchView, { materialClass, company, mostKm, leastTonnes }: MaterialFilter): boolean {
  const sides = [offer, need];
  if (materialClass !== '' && !sides.some((side) => side.materialClass === materialClass)) return false;
  if (company !== null && !sides.some((side) => side.company === company)) return false;
  if (mostKm !== null && distanceKm !== null && distanceKm > mostKm) return false;
  return leastTonnes === null || tonnesPerYear >= leastTonnes;
}
