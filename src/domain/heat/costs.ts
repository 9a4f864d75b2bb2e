// What a link costs, and what it is worth to both sides: investment, price corridor, net value. Pure.
import { capitalRecovery, levelisedEurPerMwh, paybackYears } from './finance.ts';
import { published } from '../balance-rows.ts';
import type { HeatValues, PipeSize } from './parameters.ts';

export type CostPart = 'pipe' | 'exchangers' | 'pumps' | 'heat-pump' | 'engineering';
export interface Investment {
  readonly part: CostPart;
  readonly eur: number;
  readonly years: number;
}

/** What of a link money depends on. */
export interface LinkSize {
  readonly size: PipeSize;
  readonly lengthM: number;
  readonly surfaceFactor: number;
  /** The power it is made for, at the sink. */
  readonly kw: number;
  /** Thermal power of a heat pump; 0: none. */
  readonly heatPumpKw: number;
  readonly deliveredMwh: number;
  /** Of the pump and the heat pump, in a year. */
  readonly electricityKwh: number;
}

/** One plate exchanger, EUR.
 *  @see docs/residual-heat.md#residual-heat-costs */
export const exchangerEur = (kw: number, values: HeatValues): number =>
  values.exchangerFixedEur + values.exchangerAreaEur * (kw / values.exchangerKwPerM2K / values.exchangerDropK) ** EXCHANGER_EXPONENT;
/** By how much a larger exchanger costs less for each m2. */
export const EXCHANGER_EXPONENT = 0.4;

/** The parts of the investment, each in whole millionths of a euro as it is told, so that they add up to the whole; engineering is a
 *  share of the others, and lasts as long as they do.
 *  @see docs/residual-heat.md#residual-heat-costs */
export function investmentsOf(link: LinkSize, values: HeatValues): Investment[] {
  const factor = values.capexFactor * values.priceIndex;
  const parts: Investment[] = [
    { part: 'pipe', eur: published(factor * link.size.trenchEurPerM * link.lengthM * link.surfaceFactor), years: values.pipeLifeYears },
    { part: 'exchangers', eur: published(factor * (2 * exchangerEur(link.kw, values) + values.stationEurPerKw * link.kw)), years: values.machineLifeYears },
    { part: 'pumps', eur: published(factor * values.pumpEurPerKw * link.kw), years: values.machineLifeYears },
  ];
  if (link.heatPumpKw > 0) parts.push({ part: 'heat-pump', eur: published(factor * values.heatPumpEurPerKw * link.heatPumpKw), years: values.machineLifeYears });
  const sum = parts.reduce((total, { eur }) => total + eur, 0);
  return [...parts, { part: 'engineering', eur: published(sum * values.engineeringShare), years: values.pipeLifeYears }];
}

/** EUR, all parts together. */
export const capexOf = (parts: readonly Investment[]): number => parts.reduce((sum, { eur }) => sum + eur, 0);

/** kg of CO2 that leaves the chimney per m3: what an emission price is paid over. */
export const GAS_DIRECT_KG_PER_M3 = 1.779;

/** Gas that a delivered MWh saves at the consumer.
 *  @see docs/residual-heat.md#residual-heat-co2 */
export const gasPerMwhM3 = (values: HeatValues): number => 1000 / values.gasLhvKwhPerM3 / values.boilerEfficiency;

/** What the buyer pays now for a MWh of heat, at the margin: the most it would pay.
 *  @returns EUR/MWh */
export const ceilingEurPerMwh = (values: HeatValues): number => gasPerMwhM3(values) * (values.gasEurPerM3 + (GAS_DIRECT_KG_PER_M3 / 1000) * values.emissionPriceEurPerT);

export interface AtRate {
  readonly rate: number;
  /** Of bringing it: investment, maintenance and electricity, without the seller's own cost. */
  readonly transportEurPerMwh: number;
  readonly npvEur: number;
}
export interface Money {
  readonly capexEur: number;
  readonly parts: readonly Investment[];
  readonly sellerEurPerMwh: number;
  readonly ceilingEurPerMwh: number;
  readonly public: AtRate;
  readonly company: AtRate;
  /** Maintenance and electricity. */
  readonly runningEurPerYear: number;
  readonly paybackYears: number | null;
  /** As far as the pipe may be long before nothing is left; at the company's rate. */
  readonly breakEvenM: number;
}

/** The two figures that are drawn a thousand times, at the company's rate.
 *  @see docs/residual-heat.md#heat-confidence */
export function companyWorth(link: LinkSize, values: HeatValues): Pick<AtRate, 'npvEur' | 'transportEurPerMwh'> {
  return atRate(link, { parts: investmentsOf(link, values), values, rate: values.companyRate });
}

function atRate(link: LinkSize, { parts, values, rate }: { parts: readonly Investment[]; values: HeatValues; rate: number }): AtRate {
  const mwh = link.deliveredMwh;
  const runningEurPerYear = values.maintenanceShare * capexOf(parts) + link.electricityKwh * values.electricityEurPerKwh;
  const transportEurPerMwh = mwh > 0 ? levelisedEurPerMwh({ parts, rate, yearlyEur: runningEurPerYear, mwh }) : 0;
  // Machines that wear out first are bought again: their annuity counts in each year of the pipe.
  const yearlyEur = mwh * (ceilingEurPerMwh(values) - values.sellerEurPerMwh) - (mwh > 0 ? transportEurPerMwh * mwh : runningEurPerYear);
  return { rate, transportEurPerMwh, npvEur: yearlyEur / capitalRecovery(rate, values.pipeLifeYears) };
}

/** @see docs/residual-heat.md#residual-heat-costs */
export function moneyOf(link: LinkSize, values: HeatValues): Money {
  const parts = investmentsOf(link, values);
  const capexEur = capexOf(parts);
  const [seller, ceiling] = [values.sellerEurPerMwh, ceilingEurPerMwh(values)];
  const runningEurPerYear = values.maintenanceShare * capexEur + link.electricityKwh * values.electricityEurPerKwh;
  const mwh = link.deliveredMwh;
  const at = (rate: number): AtRate => atRate(link, { parts, values, rate });
  return {
    capexEur,
    parts,
    sellerEurPerMwh: seller,
    ceilingEurPerMwh: ceiling,
    public: at(values.publicRate),
    company: at(values.companyRate),
    runningEurPerYear,
    paybackYears: paybackYears(capexEur, mwh * (ceiling - seller) - runningEurPerYear),
    breakEvenM: breakEvenOf(link, { parts, values, spreadEurPerMwh: ceiling - seller }),
  };
}

/** Length at which the yearly margin pays exactly for the trench, with all that does not depend on length paid first. */
function breakEvenOf(link: LinkSize, { parts, values, spreadEurPerMwh }: { parts: readonly Investment[]; values: HeatValues; spreadEurPerMwh: number }): number {
  const engineering = 1 + values.engineeringShare;
  const yearly = (years: number): number => capitalRecovery(values.companyRate, years) + values.maintenanceShare;
  const design = values.engineeringShare * yearly(values.pipeLifeYears);
  const fixedEur = parts.reduce((sum, { part, eur, years }) => (part === 'pipe' || part === 'engineering' ? sum : sum + eur * (yearly(years) + design)), 0);
  const pipeEurPerM = values.capexFactor * values.priceIndex * link.size.trenchEurPerM * link.surfaceFactor * engineering * yearly(values.pipeLifeYears);
  const marginEur = link.deliveredMwh * spreadEurPerMwh - link.electricityKwh * values.electricityEurPerKwh - fixedEur;
  return Math.max(0, marginEur / pipeEurPerM);
}
