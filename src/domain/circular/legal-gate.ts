// What the law asks of a pair before anything may be carried. It is shown to both sides and decides nothing here. Pure.
import type { MaterialBook } from './materials.ts';
import type { Stream } from './streams.ts';

export type LegalPoint =
  /** Dangerous waste: no mixing, own consignment rules, and a taker with a permit for it. */
  | 'hazardous'
  /** The code has a twin with dangerous substances: which one holds must be established first. */
  | 'mirror-code'
  /** No code was given, so it cannot be judged. */
  | 'code-missing'
  /** Crosses the fence as waste: carrier, trader or broker on the VIHB list, a consignment note, a reported receipt. */
  | 'waste-transport'
  /** The taker treats waste: its permit must say so. */
  | 'taker-permit'
  /** By-product: certain further use, no further treatment than usual, integral part of production, lawful use. */
  | 'by-product-conditions'
  /** End of waste: criteria of a regulation, or a judgement of the own case. */
  | 'end-of-waste-criteria'
  /** Kept apart by duty: may not be mixed, nor burnt or dumped where it can be recycled. */
  | 'separate-collection'
  /** Food or feed: hygiene, traceability, and for animal by-products a category. */
  | 'food-feed';

const SEPARATE = new Set(['paper-sorted', 'board', 'plastic-film', 'plastic-rigid', 'steel', 'aluminium', 'copper', 'glass', 'textile', 'food-waste', 'oil-used', 'solvent']);
const FOOD = new Set(['bread', 'food-waste', 'animal-feed']);

/** Points to settle, in the order in which they are asked.
 *  @see docs/methods-materials.md#legal-gate */
export function legalGate(offer: Stream, need: Pick<Stream, 'materialClass'>, book: Pick<MaterialBook, 'codes'>): LegalPoint[] {
  const points: LegalPoint[] = [];
  const known = offer.euralCode === null ? undefined : book.codes.get(offer.euralCode);
  if (offer.hazardous || known?.hazardous === true) points.push('hazardous');
  if (known !== undefined && known.mirror !== null) points.push('mirror-code');
  if (offer.legalStatus === 'waste') {
    if (offer.euralCode === null) points.push('code-missing');
    points.push('waste-transport', 'taker-permit');
    if (SEPARATE.has(offer.materialClass)) points.push('separate-collection');
  }
  if (offer.legalStatus === 'by-product') points.push('by-product-conditions');
  if (offer.legalStatus === 'end-of-waste') points.push('end-of-waste-criteria');
  if (FOOD.has(offer.materialClass) || FOOD.has(need.materialClass)) points.push('food-feed');
  return points;
}
