// Quarters of simulated firms as their meters count them, to plant faults in.
import { historyDay } from '../../../src/simulate/history.ts';
import { QUARTER_MS } from '../../../src/domain/time.ts';
import type { PlanCompany } from '../../../src/simulate/plan.ts';
import { plan } from '../../simulate/parks.ts';

/** Two weeks from a Monday in June: the sun gives every day. */
export const FIRST_QUARTER = Date.UTC(2026, 5, 8) / QUARTER_MS;
export const QUARTERS = 14 * 96;

/** Net import of a meter of a firm, kWh a quarter: what panels and batteries give counts below 0. */
export function netOf(company: PlanCompany, meter: string): Float64Array {
  const net = new Float64Array(QUARTERS);
  const [dayStart, dayEnd] = [FIRST_QUARTER * QUARTER_MS, (FIRST_QUARTER + QUARTERS) * QUARTER_MS];
  for (const series of historyDay({ plan, dayStart, dayEnd, company })) {
    if (series.meter !== `${company.key}.${meter}`) continue;
    const sign = /^(?:import|charge|consumption)/.test(series.register) ? 1 : -1;
    series.amounts.forEach((amount, t) => (net[t] = (net[t] ?? 0) + sign * amount));
  }
  return net;
}

export const shifted = (series: Float64Array, quarters: number): Float64Array => series.map((_, t) => series[t - quarters] ?? Number.NaN);
export const times = (series: Float64Array, factor: number): Float64Array => series.map((one) => one * factor);
export const withPanels = plan.companies.filter((one) => one.park !== 'ecofactorij' && one.equipment.pvKwp > 0);
