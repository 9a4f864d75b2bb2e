// A heat match as the API answers it, for tests of its sheet.
import type { MatchSheetFigures } from '../../src/charts/match-sheet.ts';

export function sheetFigures(over: Partial<MatchSheetFigures> = {}): MatchSheetFigures {
  return {
    source: { name: 'Kartonfabriek', mine: false, provenance: 'measured' },
    sink: { name: 'Wasserij', mine: false, provenance: 'derived' },
    state: 'agreed',
    basis: 'measured-year',
    kind: 'direct',
    confidence: 'A',
    coincidentBandKwh: { low: 3_000_000, high: 10_000_000 },
    lengthBandM: { low: 500, high: 1000 },
    deliveredKwh: 5_000_000,
    gasAvoidedM3: 632_030,
    co2AvoidedKg: 1_300_000,
    paybackYears: 4.2,
    positiveShare: 0.93,
    npvEur: { p10: 800_000, p50: 1_500_000, p90: 2_100_000 },
    reasoning: {
      temperatures: { sourceSupplyC: 72, availableC: 61.8, sinkSupplyC: 60, sinkReturnC: 35, cop: null },
      hours: { known: 8712 },
      energy: { sourceKwh: 20_000_000, demandKwh: 6_250_000, coincidentKwh: 5_120_000, lossKwh: 120_000, deliveredKwh: 5_000_000, pumpKwh: 21_000, heatPumpKwh: 0 },
      pipe: { dn: 100, lengthM: 640, route: 'drawn' },
      money: {
        capexEur: 1_000_000,
        capexBandEur: { low: 700_000, high: 1_500_000 },
        parts: [
          { part: 'pipe', eur: 700_000 },
          { part: 'exchangers', eur: 200_000 },
          { part: 'pumps', eur: 20_000 },
          { part: 'engineering', eur: 80_000 },
        ],
        sellerEurPerMwh: 5,
        ceilingEurPerMwh: 75.5,
        company: { transportEurPerMwh: 22.25 },
        breakEvenM: 2100,
        sensitivity: [
          { code: 'gasEurPerM3', npvLowEur: 300_000, npvHighEur: 3_000_000 },
          { code: 'exchangerDropK', npvLowEur: 1_500_000, npvHighEur: null },
        ],
      },
      co2: { residual: 'yes', avoidedKg: 1_300_000 },
    },
    week: Array.from({ length: 168 }, (_, hour) => ({ sourceKw: 2000 + (hour % 24) * 20, demandKw: hour % 24 > 6 ? 900 : 300, servedKw: hour % 24 > 6 ? 900 : 300 })),
    parameters: { hash: 'abc123abc123' },
    coverage: 0.97,
    asOf: '2026-11-25T10:00:00Z',
    simulated: true,
    parkName: 'Eerbeek-Loenen',
    madeAt: '2026-11-26T06:00:00Z',
    ...over,
  };
}

/** What the other side may know of it before both agreed. */
export const bandFigures = (): MatchSheetFigures =>
  sheetFigures({
    source: { name: null, mine: false, provenance: null },
    sink: { name: 'Wasserij', mine: true, provenance: 'derived' },
    state: 'potential',
    kind: null,
    deliveredKwh: null,
    gasAvoidedM3: null,
    co2AvoidedKg: null,
    paybackYears: null,
    positiveShare: null,
    npvEur: null,
    reasoning: null,
    week: [],
  });
