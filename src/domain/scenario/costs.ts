// What a scenario costs and brings: investments of its steps against what the year costs less. Pure.
import { type Basis, YEAR_HOURS, basisOf } from '../heat/port.ts';
import { capitalRecovery, netPresentValue, paybackYears } from '../heat/finance.ts';
import type { ScenarioValues } from './parameters.ts';
import type { StepKind } from './steps.ts';

export interface Cost {
  readonly kind: StepKind;
  readonly capexEur: number;
  readonly lifeYears: number;
  /** Maintenance and whatever else has to be paid each year, beside energy. */
  readonly yearlyEur: number;
}
/** What the measured year cost, prices of the parameters. */
export interface YearCosts {
  readonly importEur: number;
  readonly exportEur: number;
  readonly peakEur: number;
  readonly gasEur: number;
  readonly maintenanceEur: number;
  readonly totalEur: number;
}
export interface Worth {
  readonly basis: Basis;
  readonly capexEur: number;
  /** What a year costs less; from less than a year times what is missing; null on less than three months. */
  readonly savedEurPerYear: number | null;
  /** Over the horizon, with what is worn out by then bought again and what is not yet worn out counted for its rest. */
  readonly npvPublicEur: number | null;
  readonly npvCompanyEur: number | null;
  readonly paybackYears: number | null;
}

/** Total of what a year costs.
 *  @see docs/scenarios.md#money */
export function yearCosts(parts: Omit<YearCosts, 'totalEur'>): YearCosts {
  const { importEur, exportEur, peakEur, gasEur, maintenanceEur } = parts;
  return { ...parts, totalEur: importEur - exportEur + peakEur + gasEur + maintenanceEur };
}

/** Present value of investments that last differently, each as an annuity over its own life, over one horizon. */
const spreadOut = (costs: readonly Cost[], rate: number, years: number): number =>
  costs.reduce((sum, { capexEur, lifeYears }) => sum + (capexEur * capitalRecovery(rate, lifeYears)) / capitalRecovery(rate, years), 0);

/** What the steps are worth. Investments count as annuities over their own lives, so that a battery of 15 and panels of 25 years stand
 *  beside each other over one horizon; payments at the end of each year.
 *  @param over knownHours: how much of the year was measured; baseEur and scenarioEur: what its energy cost, without maintenance
 *  @see docs/scenarios.md#money */
export function worthOf(costs: readonly Cost[], over: { knownHours: number; baseEur: number; scenarioEur: number; values: ScenarioValues }): Worth {
  const { knownHours, baseEur, scenarioEur, values } = over;
  const basis = basisOf(knownHours);
  const capexEur = costs.reduce((sum, one) => sum + one.capexEur, 0);
  if (basis === 'screening') return { basis, capexEur, savedEurPerYear: null, npvPublicEur: null, npvCompanyEur: null, paybackYears: null };
  // What has to be paid each year is a year's already: only energy is reckoned from the part that was measured.
  const yearlyEur = costs.reduce((sum, one) => sum + one.yearlyEur, 0);
  const savedEurPerYear = (baseEur - scenarioEur) * (basis === 'extrapolated' ? YEAR_HOURS / knownHours : 1) - yearlyEur;
  const npv = (rate: number): number => netPresentValue({ capexEur: spreadOut(costs, rate, values.horizonYears), yearlyEur: savedEurPerYear, rate, years: values.horizonYears });
  return {
    basis,
    capexEur,
    savedEurPerYear,
    npvPublicEur: npv(values.publicRate),
    npvCompanyEur: npv(values.companyRate),
    paybackYears: capexEur > 0 ? paybackYears(capexEur, savedEurPerYear) : null,
  };
}
