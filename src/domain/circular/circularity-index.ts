// The Material Circularity Indicator of a product, in its full form. Pure.

/** Shares of the mass M of a product, as the Ellen MacArthur Foundation's method names them. */
export interface ProductFlows {
  /** Mass of the product. */
  readonly massTonnes: number;
  /** Of the input: recycled (F_R), reused (F_U), from sustained growth (F_S). */
  readonly recycledInput: number;
  readonly reusedInput: number;
  readonly sustainedInput: number;
  /** Of what becomes of it: recycled (C_R), reused (C_U), composted (C_C), burnt for energy as the method allows (C_E). */
  readonly recycledAfter: number;
  readonly reusedAfter: number;
  readonly compostedAfter: number;
  readonly energyAfter: number;
  /** Efficiency of the recycling after use (E_C) and of that which made the input (E_F). */
  readonly recyclingEfficiency: number;
  readonly feedstockEfficiency: number;
  /** Life and intensity of use against the average: (L/L_av) x (U/U_av). */
  readonly utility: number;
}

export interface Circularity {
  readonly virginTonnes: number;
  readonly wasteTonnes: number;
  /** Linear flow index. */
  readonly lfi: number;
  readonly mci: number;
}

/** LFI = (V + W) / (2M + (W_F - W_C)/2), MCI = max(0, 1 - LFI x 0.9/X): the full form, not (V + W)/2M. Where nothing is
 *  wasted in recycling the two are the same.
 *  @see docs/methods-materials.md#material-circularity-indicator */
export function circularityOf(product: ProductFlows): Circularity {
  const mass = product.massTonnes;
  const virginTonnes = mass * (1 - product.recycledInput - product.reusedInput - product.sustainedInput);
  const { unrecoveredTonnes, ofFeedstock, ofRecycling } = wasteOf(product);
  const wasteTonnes = unrecoveredTonnes + (ofFeedstock + ofRecycling) / 2;
  const lfi = (virginTonnes + wasteTonnes) / (2 * mass + (ofFeedstock - ofRecycling) / 2);
  return { virginTonnes, wasteTonnes, lfi, mci: Math.max(0, 1 - (lfi * 0.9) / product.utility) };
}

/** Tonnes that nothing takes back (W_0), and what making the recycled input (W_F) and recycling it afterwards (W_C) wastes.
 *  @see docs/methods-materials.md#material-circularity-indicator */
export function wasteOf(product: ProductFlows): { readonly unrecoveredTonnes: number; readonly ofFeedstock: number; readonly ofRecycling: number } {
  const { massTonnes: mass, recyclingEfficiency, feedstockEfficiency } = product;
  return {
    unrecoveredTonnes: mass * (1 - product.recycledAfter - product.reusedAfter - product.compostedAfter - product.energyAfter),
    ofFeedstock: feedstockEfficiency === 0 ? 0 : (mass * product.recycledInput * (1 - feedstockEfficiency)) / feedstockEfficiency,
    ofRecycling: mass * (1 - recyclingEfficiency) * product.recycledAfter,
  };
}
