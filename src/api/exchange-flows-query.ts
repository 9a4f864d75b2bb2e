// The quarters behind an exchange, a local month at a time, and the parts that a long period is explained in.
import type { ExchangeFlows, ExchangePair } from '../domain/exchange-flows.ts';
import { QUARTER_MS, type Step, stepBounds } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { pipelined } from './pipelined.ts';
import type { Scope } from './scope.ts';

/** The part of a period that is explained. */
export interface Cut {
  readonly start: EpochMs;
  readonly end: EpochMs;
}
export interface MonthFlows extends Cut {
  readonly flows: ExchangeFlows;
}

/** So many quarters are listed one by one; a local day has at most 100. */
const QUARTERS_SHOWN_MAX = 100;

/** A year is explained by months, a month by days; null: by quarters. */
export function stepOf({ start, end }: Cut): Step | null {
  const quarters = (end - start) / QUARTER_MS;
  return quarters > 32 * 96 ? 'P1M' : quarters > QUARTERS_SHOWN_MAX ? 'P1D' : null;
}

/** Borders of a part of a period, its ends included. */
export const boundsIn = ({ start, end }: Cut, step: Step): EpochMs[] => stepBounds(start, end, step).map((at) => epochMs(Math.min(Math.max(at, start), end)));

export async function flowsIn(deps: Deps, scope: Scope, { start, end, pair }: Cut & { pair: ExchangePair | null }): Promise<MonthFlows[]> {
  const bounds = boundsIn({ start, end }, 'P1M');
  const registers = scope.connections.flatMap((connection) => connection.registers.map((one) => one.register));
  const months = bounds.slice(1).map((until, index) => {
    const from = bounds[index] ?? start;
    return { from, until, first: from / QUARTER_MS, last: until / QUARTER_MS };
  });
  return pipelined(months, {
    read: ({ first, last }) => deps.store.ask({ kind: 'quarters', registers: Int32Array.from(registers), from: first, to: last }),
    work: async (columns, { from, until, first, last }): Promise<MonthFlows> => {
      const job = { firstQuarter: first, quarters: last - first, connections: scope.connections, columns, before: [], pair };
      return { start: from, end: until, flows: await deps.compute.exchangeFlows(job) };
    },
  });
}
