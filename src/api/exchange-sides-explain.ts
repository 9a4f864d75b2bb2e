// Explains what all connections of a park took and gave: by registers, by parts of the period, and their highest quarters.
import type { Principal } from '../domain/access.ts';
import { type ExchangeFlows, netTerms } from '../domain/exchange-flows.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { type Cut, boundsIn, flowsIn, stepOf } from './exchange-flows-query.ts';
import type { ExchangeGround } from './exchange-query.ts';
import { EXPLAIN_ROWS_MAX } from './explain-query.ts';
import { explainedTerms } from './explain-terms.ts';
import type { ExplainedExchange, ExplainedPart } from './shapes-explained.ts';

/** kWh of a quarter-hour x this = mean power in kW. */
const QUARTERS_PER_HOUR = 4;

interface SidesOver {
  readonly principal: Principal;
  readonly ground: ExchangeGround;
  readonly cut: Cut;
}

/** Sum of net imports (taken) or net exports (given). */
export async function explainSide(deps: Deps, over: SidesOver & { way: 'taken' | 'given' }): Promise<ExplainedExchange> {
  const { ground, cut, way } = over;
  const registers = ground.scope.connections.reduce((sum, one) => sum + one.registers.length, 0);
  const quarters = (cut.end - cut.start) / QUARTER_MS;
  if (registers * quarters <= EXPLAIN_ROWS_MAX) return inRegisters(deps, over, { ...cut, way, power: 1 });
  if (quarters === 1) throw new ApiError('period-too-long', `An explanation names at most ${EXPLAIN_ROWS_MAX} registers.`);
  const months = await flowsIn(deps, ground.scope, { ...cut, pair: null });
  const bounds = boundsIn(cut, stepOf(cut) ?? 'PT15M');
  const steps = bounds.slice(1).map((end, index) => {
    const start = bounds[index] ?? cut.start;
    return { start: toIso(start), end: toIso(end), contribution: fromMicro(months.reduce((sum, month) => sum + sumIn(month.flows[way], month.start, { start, end }), 0)) };
  });
  return { level: 'steps', value: fromMicro(steps.reduce((sum, one) => sum + toMicro(one.contribution), 0)), steps };
}

function sumIn(values: Float64Array, first: number, { start, end }: Cut): number {
  const [from, to] = [start, end].map((at) => Math.min(Math.max((at - first) / QUARTER_MS, 0), values.length));
  let sum = 0;
  for (let t = from ?? 0; t < (to ?? 0); t++) sum += values[t] ?? 0;
  return sum;
}

async function inRegisters(deps: Deps, { principal, ground }: SidesOver, over: Cut & { way: 'taken' | 'given'; power: number }): Promise<ExplainedExchange> {
  const { value, quarters } = await explainedTerms(deps, {
    principal,
    scope: ground.scope,
    from: over.start / QUARTER_MS,
    to: over.end / QUARTER_MS,
    asOf: null,
    figureAt: deps.now(),
    power: over.power,
    termsOf: (parts) => netTerms(parts, over.way),
  });
  return { level: 'registers', value, quarters };
}

/** The quarter in which all together took most; the first of several. */
export async function explainPeak(deps: Deps, over: SidesOver): Promise<ExplainedExchange> {
  let best: { at: number; net: number } | null = null;
  for (const { start, flows } of await flowsIn(deps, over.ground.scope, { ...over.cut, pair: null })) {
    const net = flows.highest === null ? 0 : (flows.taken[flows.highest] ?? 0);
    if (net > (best?.net ?? 0)) best = { at: start + (flows.highest ?? 0) * QUARTER_MS, net };
  }
  if (best === null) return { level: 'registers', value: 0, quarters: [] };
  return inRegisters(deps, over, { start: epochMs(best.at), end: epochMs(best.at + QUARTER_MS), way: 'taken', power: QUARTERS_PER_HOUR });
}

/** Each connection's own highest quarter, which the room of that connection explains; whoever is told of it sees them all. */
export async function explainPeaks(deps: Deps, { ground, cut }: SidesOver): Promise<ExplainedExchange> {
  const best = new Map<number, ExchangeFlows['own'][number]>();
  for (const { start, flows } of await flowsIn(deps, ground.scope, { ...cut, pair: null }))
    for (const one of flows.own) if (one.net > (best.get(one.connection)?.net ?? 0)) best.set(one.connection, { ...one, at: start + one.at * QUARTER_MS });
  const parts = [...best.values()].map(({ connection, company, at, net }): ExplainedPart => ({
    role: 'term',
    field: `connection ${connection}`,
    company,
    weight: 1,
    value: fromMicro(QUARTERS_PER_HOUR * net),
    explain: `/connections/${connection}/capacity/explain?at=${toIso(epochMs(at))}`,
  }));
  return { level: 'sum', value: fromMicro(parts.reduce((sum, one) => sum + toMicro(one.value), 0)), parts };
}
