// The totals of a balance in one form for every carrier. Pure.
import type { Balance } from '../api/shapes.ts';
import type { BalanceTotals } from '../charts/balance-sentence.ts';

export function toTotals(balance: Balance): BalanceTotals {
  const { totals } = balance;
  if ('importM3' in totals) {
    return {
      gridIn: totals.importM3 ?? 0,
      generation: totals.generationM3 ?? 0,
      discharge: 0,
      charge: 0,
      consumption: totals.consumptionM3 ?? 0,
      gridOut: totals.exportM3 ?? 0,
      residual: totals.residualM3 ?? 0,
      exchanged: 0,
      selfSufficiency: null,
      selfSufficiencyAlone: null,
      selfConsumption: null,
      selfConsumptionAlone: null,
      peakImportKw: null,
      peakAt: null,
    };
  }
  return {
    gridIn: totals.gridImportKwh ?? 0,
    generation: totals.generationKwh ?? 0,
    discharge: totals.dischargeKwh ?? 0,
    charge: totals.chargeKwh ?? 0,
    consumption: totals.consumptionKwh ?? 0,
    gridOut: totals.gridExportKwh ?? 0,
    residual: totals.residualKwh ?? 0,
    exchanged: totals.localExchangeKwh ?? 0,
    selfSufficiency: totals.selfSufficiency.collective,
    selfSufficiencyAlone: totals.selfSufficiency.individual,
    selfConsumption: totals.selfConsumption.collective,
    selfConsumptionAlone: totals.selfConsumption.individual,
    peakImportKw: totals.peakImportKw,
    peakAt: totals.peakAt,
  };
}

/** Is what a chart of supply and use is drawn from kept back from this reader? Zeros in its place would be a lie.
 *  @param figures of which one that is secret is enough */
const isKept = ({ signs }: Pick<Balance, 'signs'>, figures: readonly string[]): boolean => signs.some(({ figure, sign }) => sign === 'x' && figures.includes(figure));

export const isChartKept = (balance: Pick<Balance, 'signs' | 'unit'>): boolean => isKept(balance, [balance.unit === 'kWh' ? 'gridImport' : 'import', 'consumption']);

export const isUseKept = (balance: Pick<Balance, 'signs'>): boolean => isKept(balance, ['consumption']);
