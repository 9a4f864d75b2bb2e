// Explains the circularity of a product from the masses and shares that were entered, one step of the method at a time.
import { PRODUCT_FIELDS, type ProductField, productTerms } from '../domain/circular/product-terms.ts';
import { circularityOf } from '../domain/circular/circularity-index.ts';
import { toIso } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { partAs } from './material-explain-parts.ts';
import { parametersView } from './material-ground.ts';
import type { MaterialExplanation, ProductExplainQuery } from './shapes-materials-explained.ts';

/** @throws ApiError when the company has no such product, or there is no such figure */
export function explainProduct(deps: Deps, company: number, { product, field: asked }: ProductExplainQuery): Omit<MaterialExplanation, 'simulated'> {
  const row = deps.materials.products(company).find(({ id }) => product === undefined || id === product);
  if (row === undefined) throw notFound('product');
  const field = PRODUCT_FIELDS.find((one) => one === asked);
  if (field === undefined) throw new ApiError('invalid-request', `field: one of ${PRODUCT_FIELDS.join(', ')} can be explained.`);
  const { level, parts, formula } = productTerms(row.flows, field);
  const link = (name: string): string | null => {
    const further = PRODUCT_FIELDS.find((one) => one === name);
    return further === undefined ? null : `/companies/${company}/products/explain?${new URLSearchParams({ product: String(row.id), field: further })}`;
  };
  const made = parts.map(({ role, name, weight, value }) => partAs(role, { field: name, weight, value, explain: link(name) }));
  // As the method has it, and as the list of products tells it: with all its digits.
  const value = reckoned(level, made);
  const told = new Map<string, number>(Object.entries(circularityOf(row.flows))).get(field) ?? value;
  return {
    field,
    unit: unitOf(field),
    value: told,
    level,
    least: field === 'mci' ? 0 : null,
    decimals: null,
    formula,
    parts: made,
    parameters: parametersView(deps),
    asOf: toIso(deps.now()),
  };
}

function reckoned(level: MaterialExplanation['level'], parts: MaterialExplanation['parts']): number {
  if (level === 'product') return parts.reduce((made, { role, value }) => (role === 'divisor' ? made / value : made * value), 1);
  return parts.reduce((sum, { weight, value }) => sum + weight * value, 0);
}

function unitOf(field: ProductField): MaterialExplanation['unit'] {
  if (field.endsWith('Tonnes')) return 't';
  return field === 'mci' || field === 'lfi' ? 'score' : 'share';
}
