// The totals of a balance in one form for every carrier. Pure.
import type { Balance } from '../api/shapes.ts';
import type { BalanceTotals } from '../charts/balance-sentence.ts';

export function toTotals(balance: Balance): BalanceTotals {
  const { totals } = balance;
  if ('importM3' in totals) {
    return {
      gridIn: totals.importM3,
      generation: totals.generationM3,
      discharge: 0,
      charge: 0,
      consumption: totals.consumptionM3,
      gridOut: totals.exportM3,
      residual: totals.residualM3,
      exchanged: 0,
      selfSufficiency: null,
      selfConsumption: null,
      selfConsumptionAlone: null,
      peakImportKw: null,
      peakAt: null,
    };
  }
  return {
    gridIn: totals.gridImportKwh,
    generation: totals.generationKwh,
    discharge: totals.dischargeKwh,
    charge: totals.chargeKwh,
    consumption: totals.consumptionKwh,
    gridOut: totals.gridExportKwh,
    residual: totals.residualKwh,
    exchanged: totals.localExchangeKwh,
    selfSufficiency: totals.selfSufficiency.collective,
    selfConsumption: totals.selfConsumption.collective,
    selfConsumptionAlone: totals.selfConsumption.individual,
    peakImportKw: totals.peakImportKw,
    peakAt: totals.peakAt,
  };
}
