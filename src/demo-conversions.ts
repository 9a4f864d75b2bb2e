// Conversions of the demo region: engines on gas or on the biogas of their own digester, with the meters before and behind them.
import type { EpochMs } from './domain/units.ts';
import type { PlanCompany } from './simulate/plan.ts';
import type { Conversions } from './storage/conversions.ts';

/** A company with meters before its engine and behind it. */
export interface Engine {
  readonly company: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

const BEFORE = ['biogas', 'engine-gas'];
const BEHIND = ['chp', 'engine-heat'];

/** The engines of a plan whose meters are there.
 *  @param meters ids by the plan's key
 *  @param companyOf whose a meter is */
export function enginesOf(companies: readonly PlanCompany[], meters: Readonly<Record<string, number>>, companyOf: (meter: number) => number | undefined): Engine[] {
  return companies.flatMap(({ key }) => {
    const known = (names: readonly string[]): number[] => names.flatMap((name) => meters[`${key}.${name}`] ?? []);
    const [inputs, outputs] = [known(BEFORE), known(BEHIND)];
    const company = companyOf(inputs[0] ?? 0);
    return company === undefined || outputs.length === 0 ? [] : [{ company, inputs, outputs }];
  });
}

/** Declares each engine, once. */
export async function addDemoConversions(conversions: Conversions, engines: readonly Engine[], over: { since: EpochMs; now: EpochMs }): Promise<void> {
  for (const { company, inputs, outputs } of engines) {
    const row = { company, kind: 'chp' as const, name: 'Simulatie WKK', inputs, outputs, from: over.since, to: null };
    await conversions.add(row, { author: 'simulator', at: over.now });
  }
}
