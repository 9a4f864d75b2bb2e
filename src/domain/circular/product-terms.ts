// What the circularity of a product is made of, step by step of the method, each as the parts that give it. Pure.
import type { ProductFlows } from './circularity-index.ts';
import { circularityOf, wasteOf } from './circularity-index.ts';

/** What is told of a product, and the steps between. */
export const PRODUCT_FIELDS = [
  'mci',
  'lfi',
  'virginTonnes',
  'wasteTonnes',
  'linearShare',
  'virginShare',
  'unrecoveredTonnes',
  'unrecoveredShare',
  'recyclingWasteTonnes',
  'wasteDifferenceTonnes',
  'wasteOfFeedstockTonnes',
  'wasteOfRecyclingTonnes',
] as const;
export type ProductField = (typeof PRODUCT_FIELDS)[number];

export interface ProductPart {
  /** term: added up, weight x value; numerators are divided by denominators; factor and divisor: in this order. */
  readonly role: 'term' | 'numerator' | 'denominator' | 'factor' | 'divisor';
  readonly name: string;
  readonly weight: number;
  readonly value: number;
}
export interface ProductTerms {
  readonly level: 'sum' | 'ratio' | 'product';
  readonly parts: readonly ProductPart[];
  /** As the method writes it. */
  readonly formula: string;
}

const as =
  (role: ProductPart['role']) =>
  (name: string, value: number, weight = 1): ProductPart => ({ role, name, weight, value });
const [term, numerator, denominator, factor, divisor] = [as('term'), as('numerator'), as('denominator'), as('factor'), as('divisor')];
/** Of the linear flow index, so that a product that is thrown away once has 0.1. */
const LINEAR_FACTOR = 0.9;
const whole = (name: string, shares: Readonly<Record<string, number>>): ProductPart[] => [term(name, 1), ...Object.entries(shares).map(([share, value]) => term(share, value, -1))];

/** The parts that a value is made of, unrounded, in the order in which they are taken.
 *  @see docs/methods-materials.md#material-circularity-indicator */
export function productTerms(product: ProductFlows, field: ProductField): ProductTerms {
  const { massTonnes, recycledInput, reusedInput, sustainedInput, recycledAfter, reusedAfter, compostedAfter, energyAfter, recyclingEfficiency, feedstockEfficiency, utility } =
    product;
  const { virginTonnes, wasteTonnes, lfi } = circularityOf(product);
  const { unrecoveredTonnes, ofFeedstock, ofRecycling } = wasteOf(product);
  const mass = factor('massTonnes', massTonnes);
  switch (field) {
    case 'mci':
      return { level: 'sum', parts: [term('one', 1), term('linearShare', (lfi * LINEAR_FACTOR) / utility, -1)], formula: 'MCI = max(0, 1 - LFI 0.9/X)' };
    case 'linearShare':
      return { level: 'product', parts: [factor('lfi', lfi), factor('linearFactor', LINEAR_FACTOR), divisor('utility', utility)], formula: 'LFI 0.9/X' };
    case 'lfi':
      return {
        level: 'ratio',
        parts: [
          numerator('virginTonnes', virginTonnes),
          numerator('wasteTonnes', wasteTonnes),
          denominator('massTonnes', massTonnes, 2),
          denominator('wasteDifferenceTonnes', ofFeedstock - ofRecycling, 0.5),
        ],
        formula: 'LFI = (V + W)/(2M + (W_F - W_C)/2)',
      };
    case 'virginTonnes':
      return { level: 'product', parts: [mass, factor('virginShare', 1 - recycledInput - reusedInput - sustainedInput)], formula: 'V = M(1 - F_R - F_U - F_S)' };
    case 'virginShare':
      return { level: 'sum', parts: whole('one', { recycledInput, reusedInput, sustainedInput }), formula: '1 - F_R - F_U - F_S' };
    case 'wasteTonnes':
      return {
        level: 'sum',
        parts: [term('unrecoveredTonnes', unrecoveredTonnes), term('recyclingWasteTonnes', ofFeedstock + ofRecycling, 0.5)],
        formula: 'W = W_0 + (W_F + W_C)/2',
      };
    case 'unrecoveredTonnes':
      return {
        level: 'product',
        parts: [mass, factor('unrecoveredShare', 1 - recycledAfter - reusedAfter - compostedAfter - energyAfter)],
        formula: 'W_0 = M(1 - C_R - C_U - C_C - C_E)',
      };
    case 'unrecoveredShare':
      return { level: 'sum', parts: whole('one', { recycledAfter, reusedAfter, compostedAfter, energyAfter }), formula: '1 - C_R - C_U - C_C - C_E' };
    case 'recyclingWasteTonnes':
      return { level: 'sum', parts: [term('wasteOfFeedstockTonnes', ofFeedstock), term('wasteOfRecyclingTonnes', ofRecycling)], formula: 'W_F + W_C' };
    case 'wasteDifferenceTonnes':
      return { level: 'sum', parts: [term('wasteOfFeedstockTonnes', ofFeedstock), term('wasteOfRecyclingTonnes', ofRecycling, -1)], formula: 'W_F - W_C' };
    case 'wasteOfFeedstockTonnes':
      return {
        level: 'product',
        parts: [mass, factor('recycledInput', recycledInput), factor('feedstockLoss', 1 - feedstockEfficiency), divisor('feedstockEfficiency', feedstockEfficiency)],
        formula: 'W_F = M F_R (1 - E_F)/E_F',
      };
    case 'wasteOfRecyclingTonnes':
      return { level: 'product', parts: [mass, factor('recyclingLoss', 1 - recyclingEfficiency), factor('recycledAfter', recycledAfter)], formula: 'W_C = M (1 - E_C) C_R' };
  }
}
