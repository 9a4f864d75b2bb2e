// A span of simulated time, message by message and as fast as the receiver takes them; for tests and benches.
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { TrueQuarter } from './counters.ts';
import type { Fault } from './faults.ts';
import type { PlanCompany, RegionPlan } from './plan.ts';
import { isDue, openSession, type SimulationState } from './session.ts';

/** Takes one message; `at` is the simulated instant at which it leaves the gateway. */
export type Publish = (gateway: string, payload: Uint8Array, at: EpochMs) => Promise<void>;

export interface Span {
  readonly plan: RegionPlan;
  /** All of the plan when absent. */
  readonly companies?: readonly PlanCompany[];
  readonly from: number;
  readonly to: number;
  /** What the span before returned; null starts the counters at `from`. */
  readonly state: SimulationState | null;
  readonly publish: Publish;
  readonly faults?: readonly Fault[];
  /** Messages that are sent; absent: all. Between them the counters go on by the minute, many times as fast. */
  readonly wanted?: (gateway: string, at: EpochMs) => boolean;
  readonly onTruth?: (quarter: TrueQuarter) => void;
}

/** Sends what all gateways send in (from, to], in order of time; firms that start here also send at `from`.
 *  @returns the state to go on with; the given one is not changed */
export async function runSpan({ plan, companies = plan.companies, from, to, state, publish, faults = [], wanted, onTruth }: Span): Promise<SimulationState> {
  const session = openSession({ plan, companies, startMs: from, state, faults, ...(onTruth === undefined ? {} : { onTruth }) });
  const gateways = companies.flatMap((company) => company.gateways.map((gateway) => ({ company, gateway })));
  for (let atMs = Math.ceil(from / 1000) * 1000; atMs <= to; atMs += 1000) {
    for (const { company, gateway } of gateways) {
      const due = atMs > from ? isDue({ seed: plan.seed, gateway, atMs }) : session.isFresh(company);
      if (!due || wanted?.(gateway.key, epochMs(atMs)) === false) continue;
      for (const payload of session.send({ company, gateway, atMs, coarse: wanted !== undefined })) await publish(gateway.key, payload, epochMs(atMs));
    }
  }
  for (const company of companies) session.countOn({ company, atMs: to });
  return session.save();
}
