// Each step of the method, made of the parts that it names, to the last bit.
import { expect, it } from 'vitest';
import { circularityOf } from '../../../src/domain/circular/circularity-index.ts';
import { PRODUCT_FIELDS, productTerms } from '../../../src/domain/circular/product-terms.ts';

const product = {
  massTonnes: 12.34,
  recycledInput: 0.31,
  reusedInput: 0.07,
  sustainedInput: 0.11,
  recycledAfter: 0.42,
  reusedAfter: 0.13,
  compostedAfter: 0.05,
  energyAfter: 0.03,
  recyclingEfficiency: 0.83,
  feedstockEfficiency: 0.91,
  utility: 1.17,
};
const sumOf = (parts: ReturnType<typeof productTerms>['parts'], role: string): number =>
  parts.filter((part) => part.role === role).reduce((sum, { weight, value }) => sum + weight * value, 0);

function made(field: (typeof PRODUCT_FIELDS)[number]): number {
  const { level, parts } = productTerms(product, field);
  if (level === 'ratio') return sumOf(parts, 'numerator') / sumOf(parts, 'denominator');
  if (level === 'sum') return sumOf(parts, 'term');
  return parts.reduce((value, part) => (part.role === 'divisor' ? value / part.value : value * part.value), 1);
}

it('gives what the index says of the product', () => {
  const { mci, lfi, virginTonnes, wasteTonnes } = circularityOf(product);

  expect([made('mci'), made('lfi'), made('virginTonnes'), made('wasteTonnes')]).toEqual([mci, lfi, virginTonnes, wasteTonnes]);
});

it('goes down to what was entered: each part that is a step is what that step gives', () => {
  const steps = PRODUCT_FIELDS.flatMap((field) => productTerms(product, field).parts).filter(({ name }) => PRODUCT_FIELDS.some((field) => field === name));

  expect(steps.map(({ name, value }) => [name, value])).toEqual(steps.map(({ name }) => [name, made(PRODUCT_FIELDS.find((field) => field === name) ?? 'mci')]));
  expect(new Set(steps.map(({ name }) => name)).size).toBe(PRODUCT_FIELDS.length - 1);
});
