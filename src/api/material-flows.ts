// Route with what the parks of a region could exchange of materials, from park to park.
import type { Principal } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import { type Exchange, exchangeReason, exchangesOf } from './circularity-query.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { groundOf, parametersView, qualityOf, statedShare, streamsFor, thereNow } from './material-ground.ts';
import { seesMembers } from './members.ts';
import { visibleCompanies } from './scope.ts';
import { MaterialFlows } from './shapes-circularity.ts';

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
    handle: async ({ principal }, deps) => answerFlows(deps, principal),
  });
}

async function answerFlows(deps: Deps, principal: Principal): Promise<Omit<MaterialFlows, 'simulated'>> {
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
  return {
    flows: reason === null ? [...between.values()].map(flowOf).sort((a, b) => b.tonnesPerYear - a.tonnesPerYear) : [],
    signs: reason === null ? [] : [{ figure: 'flows', sign: 'x', reason }],
    parameters: parametersView(deps),
    coverage: statedShare(companies, streams),
    quality: qualityOf(streams, ground.weighed),
    asOf: toIso(now),
  };
}

/** Why none of them may be told: the region has their sum, and so all others would tell the one that is kept back.
 *  @see docs/methods-materials.md#circularity-indicators */
function reasonOf(deps: Deps, pairs: readonly (readonly Exchange[])[]): string | null {
  return pairs.map((exchanges) => exchangeReason(deps, exchanges)).find((one) => one !== null) ?? null;
}

function flowOf(exchanges: readonly Exchange[]): MaterialFlows['flows'][number] {
  const [first] = exchanges;
  const tonnes = exchanges.reduce((sum, one) => sum + one.potentialTonnes, 0);
  const km = first?.distanceKm ?? null;
  return {
    from: first?.fromPark ?? '',
    to: first?.toPark ?? '',
    tonnesPerYear: Math.round(tonnes * 1000) / 1000,
    matches: exchanges.length,
    distanceKm: km === null ? null : Math.round(km * 10) / 10,
  };
}
