// Gas as energy: m3(n) stays what was measured, kWh is a view of it that says on which heating value. Pure.

/** Higher heating value of Dutch G-gas (bovenwaarde), what invoices count with; recalled, the statutory reference. */
export const GAS_HHV_MJ_PER_M3 = 35.17;
/** Lower heating value (onderwaarde), what energy balances and emission factors count with; list of 2026. */
export const GAS_LHV_MJ_PER_M3 = 31.65;
const MJ_PER_KWH = 3.6;

export interface GasEnergy {
  /** Normal cubic metres, as measured. */
  readonly m3: number;
  readonly hhvKwh: number;
  readonly lhvKwh: number;
}

/** Natural gas in kWh on both heating values.
 *  @see docs/methods.md#gas-as-energy */
export const gasEnergy = (m3: number): GasEnergy => ({ m3, hhvKwh: (m3 * GAS_HHV_MJ_PER_M3) / MJ_PER_KWH, lhvKwh: (m3 * GAS_LHV_MJ_PER_M3) / MJ_PER_KWH });
