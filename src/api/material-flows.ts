// Route with what the parks of a region could exchange of materials, from park to park.
import type { Principal } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import { type Exchange, exchangeReason, exchangesOf } from './circularity-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { groundOf, parametersView, qualityOf, statedShare, streamsFor, thereNow } from './material-ground.ts';
import { seesMembers } from './members.ts';
import { visibleCompanies } from './scope.ts';
import { type FlowFacts, explainFlows, flowOf } from './material-flow-explain.ts';
import { MaterialFlows } from './shapes-circularity.ts';
import { FlowsExplainQuery, MaterialExplanation } from './shapes-materials-explained.ts';

const REGION = { kind: 'region' } as const;

export function mountMaterialFlows(api: Api): void {
  api.mount({
    method: 'get',
    path: '/region/material-flows',
    summary: 'What parks could exchange of materials, from park to park: all of it, or nothing where any of it would tell of one company',
    answer: MaterialFlows,
    noun: 'region',
    action: 'see',
    resource: () => REGION,
    handle: async ({ principal }, deps) => answerFlows(deps, await flowFacts(deps, principal)),
  });
  api.mount({
    method: 'get',
    path: '/region/material-flows/explain',
    summary: 'What a figure of a flow between parks is made of: its matches, and its distance',
    query: FlowsExplainQuery,
    answer: MaterialExplanation,
    noun: 'region',
    action: 'see',
    resource: () => REGION,
    handle: async ({ principal, query }, deps) => explainFlows(deps, principal, { facts: await flowFacts(deps, principal), query }),
  });
}

async function flowFacts(deps: Deps, principal: Principal): Promise<FlowFacts> {
  const now = deps.now();
  const companies = visibleCompanies(deps.directory, principal, { area: REGION, now });
  const visible = new Set(companies.map(({ id }) => id));
  const ground = await groundOf(deps, streamsFor(deps, principal, REGION));
  const streams = thereNow([...ground.streams.values()], now).filter((one) => visible.has(one.company));
  const given = exchangesOf(deps, ground, new Set(streams.map((one) => one.id))).filter((one) => one.potentialTonnes > 0);
  const between = new Map<string, Exchange[]>();
  for (const one of given) {
    const key = `${one.fromPark} ${one.toPark}`;
    between.set(key, [...(between.get(key) ?? []), one]);
  }
  const reason = seesMembers(principal, REGION) ? null : reasonOf(deps, [...between.values()]);
  return { companies, streams, flows: [...between.values()], reason, open: seesMembers(principal, REGION), quality: qualityOf(streams, ground.weighed) };
}

function answerFlows(deps: Deps, { companies, streams, flows, reason, quality }: FlowFacts): Omit<MaterialFlows, 'simulated'> {
  return {
    flows: reason === null ? flows.map(flowOf).sort((a, b) => b.tonnesPerYear - a.tonnesPerYear) : [],
    signs: reason === null ? [] : [{ figure: 'flows', sign: 'x', reason }],
    parameters: parametersView(deps),
    coverage: statedShare(companies, streams),
    quality,
    asOf: toIso(deps.now()),
  };
}

/** Why none of them may be told: the region has their sum, and so all others would tell the one that is kept back.
 *  @see docs/methods-materials.md#circularity-indicators */
function reasonOf(deps: Deps, pairs: readonly (readonly Exchange[])[]): string | null {
  return pairs.map((exchanges) => exchangeReason(deps, exchanges)).find((one) => one !== null) ?? null;
}
