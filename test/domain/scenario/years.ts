// Small years for the tests of scenarios: connections of which every quarter is written down.
import { type BalanceFlow, type ConnectionQuarters, FLAGS, GENERATION_FLOWS, NO_VALUE } from '../../../src/domain/balance.ts';
import { emptyGround, type StepGround } from '../../../src/domain/scenario/step-ground.ts';
import { scenarioValues } from '../../../src/domain/scenario/parameters.ts';
import type { Year } from '../../../src/domain/scenario/year.ts';
import { loadScenarioParameters } from '../../../src/scenario-parameters.ts';

export const M = FLAGS.indexOf('M');
/** Monday 5 October 2026, 00:00 in Amsterdam. */
export const MONDAY = Date.parse('2026-10-04T22:00:00Z') / 900_000;
export const values = scenarioValues(loadScenarioParameters('config/parameters'));

/** kWh of each quarter by flow; NaN: not measured. */
export function connectionOf(id: number, flows: Partial<Record<BalanceFlow, readonly number[]>>, over: Partial<ConnectionQuarters> = {}): ConnectionQuarters {
  const all: readonly BalanceFlow[] = ['import', 'export', 'charge', 'discharge', ...GENERATION_FLOWS];
  const registers = all.flatMap((flow) => {
    const kwh = flows[flow];
    if (kwh === undefined) return [];
    const amounts = Float64Array.from(kwh, (one) => (Number.isNaN(one) ? 0 : Math.round(one * 1e6)));
    return [{ flow, amounts, flags: Uint8Array.from(kwh, (one) => (Number.isNaN(one) ? NO_VALUE : M)) }];
  });
  return { id, company: id, behind: null, passesOn: false, registers, ...over };
}

export function yearOf(electricity: readonly ConnectionQuarters[], gas: readonly ConnectionQuarters[] = []): Year {
  const quarters = [...electricity, ...gas][0]?.registers[0]?.amounts.length ?? 0;
  return { firstQuarter: MONDAY, quarters, electricity, gas, group: null };
}

export const groundOf = (quarters: number, over: Partial<StepGround> = {}): StepGround => ({
  values,
  place: { latDeg: 52.1, lonDeg: 6 },
  weather: null,
  cheap: new Uint8Array(quarters),
  links: [],
  solved: new Map(),
  kept: emptyGround(),
  ...over,
});

/** kWh of a flow, by quarter. */
export const kwhOf = (connection: ConnectionQuarters | undefined, flow: BalanceFlow): number[] =>
  Array.from(connection?.registers.find((one) => one.flow === flow)?.amounts ?? [], (micro) => micro / 1e6);
