// Euros of a scenario: yearly cost, present value over one horizon, and what too little measuring does not say.
import { describe, expect, it } from 'vitest';
import { worthOf, yearCosts } from '../../../src/domain/scenario/costs.ts';
import { values } from './years.ts';

const own = { ...values, publicRate: 0.05, companyRate: 0.1, horizonYears: 20 };
const cost = { kind: 'pv', capexEur: 1000, lifeYears: 20, yearlyEur: 10 } as const;

it('what a year costs is bought less sold, peaks, gas and maintenance', () => {
  expect(yearCosts({ importEur: 100, exportEur: 30, peakEur: 20, gasEur: 50, maintenanceEur: 5 }).totalEur).toBe(145);
});

describe('what steps are worth', () => {
  it('is the present value of what a year costs less, minus the investment', () => {
    // O19: CRF(5 %, 20) is 0.0802426, so 100 a year is worth 1246.22.
    const worth = worthOf([cost], { knownHours: 8760, baseEur: 510, scenarioEur: 400, values: own });

    expect(worth).toMatchObject({ basis: 'measured-year', capexEur: 1000, savedEurPerYear: 100, paybackYears: 10 });
    expect(worth.npvPublicEur).toBeCloseTo(100 / 0.0802425872 - 1000, 4);
  });

  it('of something that lasts half as long costs more over the same years', () => {
    const worth = worthOf([{ ...cost, lifeYears: 10 }], { knownHours: 8760, baseEur: 510, scenarioEur: 400, values: own });

    // Bought again after ten years: 1000 + 1000 / 1.05^10.
    expect(worth.npvPublicEur).toBeCloseTo(100 / 0.0802425872 - 1000 - 1000 / 1.05 ** 10, 3);
  });

  it('of half a year is twice what was measured, and of two months is not said', () => {
    expect(worthOf([cost], { knownHours: 4380, baseEur: 255, scenarioEur: 200, values: own })).toMatchObject({ basis: 'extrapolated', savedEurPerYear: 100 });
    expect(worthOf([cost], { knownHours: 1500, baseEur: 250, scenarioEur: 200, values: own })).toMatchObject({
      basis: 'screening',
      savedEurPerYear: null,
      npvPublicEur: null,
      paybackYears: null,
    });
  });

  it('is reckoned up from what was measured for energy, and never for what has to be paid each year', () => {
    const panels = { ...cost, yearlyEur: 1200 };
    // 3,000 saved in 2,928 of 8,760 hours, and 1,200 of maintenance a year: 3,000 x 2.9918 - 1,200.
    expect(worthOf([panels], { knownHours: 2928, baseEur: 9000, scenarioEur: 6000, values: own }).savedEurPerYear).toBeCloseTo((3000 * 8760) / 2928 - 1200, 9);
  });

  it('is no payback when it costs more each year, or when nothing is bought', () => {
    expect(worthOf([cost], { knownHours: 8760, baseEur: 1, scenarioEur: 2, values: own }).paybackYears).toBeNull();
    expect(worthOf([], { knownHours: 8760, baseEur: 2, scenarioEur: 1, values: own }).paybackYears).toBeNull();
  });
});
