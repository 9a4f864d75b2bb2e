// Routes about the assumptions behind residual heat: what they are, and which results another value would move.
import { z } from '@hono/zod-openapi';
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Matched } from '../domain/heat/matching.ts';
import type { PairResult } from '../domain/heat/pair.ts';
import { COST_CODES, type HeatCode, PIPE_CODES, type Parameter } from '../domain/heat/parameters.ts';
import type { HeatPairKey } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { entersFor, heatParkOf, nameOf, seenMatches, sideView } from './heat-query.ts';
import { HeatParametersView, HeatTrial, type PARAMETER_FILES, ParameterCode, TrialQuery } from './shapes-heat-parameters.ts';
import { ParkId } from './shapes.ts';

/** A value that is tried is at most so many times larger or smaller than the one that is kept. */
export const TRIAL_FACTOR = 10;

export function mountHeatParameters(api: Api): void {
  api.mount({
    method: 'get',
    path: '/heat-parameters',
    summary: 'What the matching of residual heat assumes: each with band, unit, source and the day it holds from',
    answer: HeatParametersView,
    noun: 'list of assumptions',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async (_, deps) => parametersView(deps),
  });
  api.mount({
    method: 'get',
    path: '/parks/{park}/heat-trial',
    summary: 'Which matches of a park another value of one assumption would move, and how far; nothing of it is kept',
    params: z.object({ park: ParkId }),
    query: TrialQuery,
    answer: HeatTrial,
    noun: 'park',
    action: 'see',
    resource: heatParkOf,
    handle: async ({ principal, params, query }, deps) => answerTrial(deps, principal, { park: params.park, ...query }),
  });
}

function fileOf(code: HeatCode): (typeof PARAMETER_FILES)[number] {
  if (COST_CODES.some((one) => one === code)) return 'costs';
  return PIPE_CODES.some((one) => one === code) ? 'pipes' : 'heat';
}

/** What may be tried of an assumption: beyond its band, but not another world. */
export function trialRange({ value, low, high }: Pick<Parameter, 'value' | 'low' | 'high'>): { tryFrom: number; tryTo: number } {
  // Without the last bits of a division: somebody reads these.
  const told = (limit: number): number => Number(limit.toPrecision(12));
  return { tryFrom: told(Math.min(low, value / TRIAL_FACTOR)), tryTo: told(Math.max(high, value * TRIAL_FACTOR)) };
}

function parametersView({ heat: { parameters }, simulated }: Deps): HeatParametersView {
  const items = ParameterCode.options.map((code) => {
    const row = parameters.rows[code];
    return { code, file: fileOf(code), ...row, ...trialRange(row) };
  });
  return { items, next: null, hash: parameters.hash, pipes: parameters.pipes.map((size) => ({ ...size })), simulated };
}

type Result = NonNullable<HeatTrial['items'][number]['before']>;
interface Found {
  readonly key: HeatPairKey;
  readonly result: Result;
}

function resultOf({ money, uncertainty, deliveredKwh }: PairResult, rank: number): Result {
  return {
    rank,
    priceFloor: money === null ? null : published(money.sellerEurPerMwh + money.company.transportEurPerMwh),
    priceCeiling: money === null ? null : published(money.ceilingEurPerMwh),
    npvEur: uncertainty === null ? null : published(uncertainty.npvEur.p50),
    deliveredKwh: published(deliveredKwh),
    confidence: uncertainty?.confidence ?? 'C',
  };
}

const same = (a: Result, b: Result): boolean =>
  a.rank === b.rank &&
  a.priceFloor === b.priceFloor &&
  a.priceCeiling === b.priceCeiling &&
  a.npvEur === b.npvEur &&
  a.deliveredKwh === b.deliveredKwh &&
  a.confidence === b.confidence;

/** The matches of a park as they would be with another value.
 *  @throws ApiError when it lies too far from the one that is kept */
export async function triedMatches(deps: Deps, principal: Principal, { park, code, value }: { park: string; code: HeatCode; value: number }): Promise<Matched> {
  const { runs, parameters, turns } = deps.heat;
  const row = parameters.rows[code];
  const { tryFrom, tryTo } = trialRange(row);
  if (!(value >= tryFrom && value <= tryTo)) throw new ApiError('invalid-request', `value: ${code} can be tried from ${tryFrom} to ${tryTo} ${row.unit}`);
  await deps.heat.derive();
  return turns.take(principal, () => runs.trial(park, entersFor(deps, principal), { code, value }));
}

async function answerTrial(deps: Deps, principal: Principal, { park, code, value }: { park: string; code: HeatCode; value: number }): Promise<HeatTrial> {
  const { runs, parameters, registry } = deps.heat;
  const row = parameters.rows[code];
  const tried = await triedMatches(deps, principal, { park, code, value });
  const enters = entersFor(deps, principal);
  // A reader to whom a match is a band sees no figure of it, before or after.
  const foundIn = (matched: { pairs: readonly PairResult[] }): Map<string, Found> =>
    new Map(
      seenMatches(deps, principal, matched).flatMap(({ pair, sight, rank }) =>
        sight === 'full' ? [[nameOf(deps, pair), { key: pair, result: resultOf(pair, rank) }] as const] : [],
      ),
    );
  const before = foundIn(await runs.matches(park, enters));
  const after = foundIn(tried);
  const nameAt = (port: number): string => {
    const known = registry.port(port);
    return known === null ? '' : (sideView(deps, principal, { port: known, sight: 'full' }).name ?? '');
  };
  const items = [...new Map([...after, ...before])].flatMap(([id, { key }]) => {
    const [was, will] = [before.get(id)?.result ?? null, after.get(id)?.result ?? null];
    if (was !== null && will !== null && same(was, will)) return [];
    return [{ id, source: nameAt(key.source), sink: nameAt(key.sink), before: was, after: will }];
  });
  const order = ({ before: was, after: will }: (typeof items)[number]): number => was?.rank ?? will?.rank ?? 0;
  return {
    park,
    code,
    unit: row.unit,
    value,
    kept: row.value,
    items: items.sort((a, b) => order(a) - order(b)),
    unchanged: new Set([...before.keys(), ...after.keys()]).size - items.length,
    next: null,
    parameters: { hash: parameters.hash },
    simulated: deps.simulated,
  };
}
