// Figures of a report as a test needs them.
import type { ReportFigures } from '../../src/charts/report-tables.ts';

const NO_KG = { scope1Kg: 0, scope2: { locationBasedKg: 0, marketBasedKg: 0 }, upstream: { locationBasedKg: 0, marketBasedKg: 0 }, biogenicKg: 0 };

export const figuresOf = (over: Partial<ReportFigures> = {}): ReportFigures => ({
  kind: 'park-month',
  park: { id: 'de-mars', name: 'De Mars' },
  company: null,
  from: '2026-09-30T22:00:00Z',
  to: '2026-10-31T23:00:00Z',
  madeAt: '2026-11-03T08:00:00Z',
  simulated: false,
  energy: [
    {
      carrier: 'electricity',
      unit: 'kWh',
      importAmount: 1234.5,
      exportAmount: 0,
      generationAmount: null,
      consumptionAmount: 1234.5,
      localExchangeAmount: 0,
      residualAmount: 0,
      coverage: 0.5,
      measuredShare: 1,
      bands: null,
    },
  ],
  parks: [],
  shares: { selfConsumption: { individual: null, collective: 0.25 }, selfSufficiency: { individual: 0.1, collective: 0.2 } },
  steps: [
    { start: '2026-09-30T22:00:00Z', importKwh: 0, exportKwh: 0, generationKwh: 0, consumptionKwh: 0, localExchangeKwh: 0, coverage: 0, bands: null },
    { start: '2026-10-01T22:00:00Z', importKwh: 7, exportKwh: 0, generationKwh: 0, consumptionKwh: 7, localExchangeKwh: 0, coverage: 1, bands: null },
  ],
  capacity: [
    { direction: 'import', limitKind: 'contract', limitKw: 500, kwMax: 420.4, kwMaxAt: '2026-10-05T12:00:00Z', hoursAbove: 0, aboveKwh: 0, eveningShare: 0.2 },
    { direction: 'export', limitKind: null, limitKw: null, kwMax: -3, kwMaxAt: '2026-10-05T12:00:00Z', hoursAbove: 0, aboveKwh: 0, eveningShare: null },
  ],
  emissions: {
    factors: { name: 'CO2-emissiefactoren', edition: '2026-08-20', lists: [{ edition: '2026-08-20', source: 'co2emissiefactoren.nl' }] },
    totals: { ...NO_KG, scope1Kg: 12, avoidedKg: 3 },
    lines: [{ ...NO_KG, subject: 'gas', amount: 6.7, unit: 'm3', scope1Kg: 12 }],
    notCounted: [],
    uncertaintyShare: 0.05,
    change: { baseFrom: '2025-09-30T22:00:00Z', baseKg: 20, nowKg: 12, parts: { activity: -5, weather: -1, fuel: 0, factor: -2, coverage: 0 } },
    trajectory: { baseYear: 2025, baseKg: 240, provisional: true, goalYear: 2030, requiredYearlyRate: null, goalReduction: 1, requiredKgPerYear: 48 },
    duty: null,
  },
  signs: [],
  ...over,
});
