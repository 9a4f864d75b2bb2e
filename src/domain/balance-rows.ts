// The steps of a balance as they are published: rounded to whole millionths, with units in their names. Pure.
import { type QualityShares, type StepSums, coverageOf, generationOf, qualityOf } from './balance-steps.ts';
import { toIso } from './time.ts';
import type { EpochMs } from './units.ts';

/** What the amounts of a carrier are published in. */
export type PublishedUnit = 'kWh' | 'm3';

/** An amount or power as it is published: whole millionths.
 *  @see docs/methods.md#balance */
export const published = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Connections that the reader may not see count as not measured for that reader.
 *  @param withheld number of connections
 *  @see docs/methods.md#disclosure */
export const withWithheld = (sums: StepSums, withheld: number): StepSums => ({ ...sums, expected: sums.expected + withheld * sums.quarters });

export interface EnergyAmounts {
  importKwh: number;
  exportKwh: number;
  generationKwh: number;
  consumptionKwh: number;
  chargeKwh: number;
  dischargeKwh: number;
  localExchangeKwh: number;
  gridImportKwh: number;
  gridExportKwh: number;
  residualKwh: number;
}
export interface VolumeAmounts {
  importM3: number;
  exportM3: number;
  generationM3: number;
  consumptionM3: number;
  residualM3: number;
}
export type PublishedStep = (EnergyAmounts | VolumeAmounts) & { start: string; end: string; coverage: number; quality: QualityShares };

/** Sums of a carrier that is counted in kWh.
 *  @see docs/methods.md#balance */
export const energyAmounts = (sums: StepSums): EnergyAmounts => ({
  importKwh: published(sums.import),
  exportKwh: published(sums.export),
  generationKwh: published(generationOf(sums)),
  consumptionKwh: published(sums.consumption),
  chargeKwh: published(sums.charge),
  dischargeKwh: published(sums.discharge),
  localExchangeKwh: published(sums.localExchange),
  gridImportKwh: published(sums.gridImport),
  gridExportKwh: published(sums.gridExport),
  residualKwh: published(sums.residual),
});

/** Sums of a carrier that is counted in m3.
 *  @see docs/methods.md#balance */
export const volumeAmounts = (sums: StepSums): VolumeAmounts => ({
  importM3: published(sums.import),
  exportM3: published(sums.export),
  generationM3: published(generationOf(sums)),
  consumptionM3: published(sums.consumption),
  residualM3: published(sums.residual),
});

/** One step, half-open [start, end), with how much of it was measured and how.
 *  @see docs/methods.md#balance */
export function publishedStep({ start, end, sums, unit }: { start: EpochMs; end: EpochMs; sums: StepSums; unit: PublishedUnit }): PublishedStep {
  const amounts = unit === 'kWh' ? energyAmounts(sums) : volumeAmounts(sums);
  return { start: toIso(start), end: toIso(end), ...amounts, coverage: coverageOf(sums), quality: qualityOf(sums) };
}
