// Explains what parks could exchange of materials: the matches of a flow, and the distance between both parks.
import type { Principal } from '../domain/access.ts';
import { roadKm } from '../domain/circular/distances.ts';
import type { Stream } from '../domain/circular/streams.ts';
import { toIso } from '../domain/time.ts';
import type { CompanyRow } from '../storage/registry.ts';
import type { Exchange } from './circularity-query.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { type Explained, TOGETHER, partAs } from './material-explain-parts.ts';
import { coverageMade } from './material-coverage-explain.ts';
import { parametersView } from './material-ground.ts';
import type { MaterialFlows } from './shapes-circularity.ts';
import type { FlowsExplainQuery, MaterialExplanation } from './shapes-materials-explained.ts';

/** What the flows of the region rest on, before they are judged. */
export interface FlowFacts {
  readonly companies: readonly CompanyRow[];
  readonly streams: readonly Stream[];
  /** Exchanges of each pair of parks. */
  readonly flows: readonly (readonly Exchange[])[];
  /** Why none of them may be told; null: they may. */
  readonly reason: string | null;
  /** This reader sees the members. */
  readonly open: boolean;
  readonly quality: MaterialFlows['quality'];
}
type Made = Explained & Pick<MaterialExplanation, 'value'>;

/** @throws ApiError when there is no such flow or figure, or it is kept back from this reader */
export function explainFlows(deps: Deps, principal: Principal, { facts, query }: { facts: FlowFacts; query: FlowsExplainQuery }): Omit<MaterialExplanation, 'simulated'> {
  const made = query.field === 'coverage' ? coverageMade(deps, principal, facts) : flowMade(deps, facts, query);
  return { least: null, decimals: 3, ...made, field: query.field, parameters: parametersView(deps), asOf: toIso(deps.now()) };
}

function flowMade(deps: Deps, { flows, reason, open }: FlowFacts, { field, from, to }: FlowsExplainQuery): Made {
  if (reason !== null) throw new ApiError('suppressed', `x: ${reason}.`);
  const exchanges = flows.find(([first]) => first?.fromPark === from && first?.toPark === to);
  if (exchanges === undefined) throw new ApiError('invalid-request', 'from, to: name the parks of a flow in the answer.');
  const { tonnesPerYear, distanceKm } = flowOf(exchanges);
  if (field === 'tonnesPerYear') {
    const words = { unit: 't/a', formula: 'sum of t of its matches in the allocation that is worth most' } as const;
    if (!open) return { ...words, value: tonnesPerYear, level: 'sum', parts: [partAs('term', { field: TOGETHER, value: tonnesPerYear })] };
    const parts = exchanges.map((one) => partAs('term', { field: 'match', name: deps.materialNames.nameOf(one.offer, one.need), value: one.potentialTonnes }));
    return { ...words, value: tonnesPerYear, level: 'sum', parts };
  }
  if (field !== 'distanceKm') throw new ApiError('invalid-request', 'field: one of coverage, tonnesPerYear, distanceKm can be explained.');
  if (distanceKm === null) throw new ApiError('invalid-request', "field: 'distanceKm' is not known: a park has no place.");
  const road = deps.materialBook.parameters['road-per-straight'];
  const places = new Map(deps.parks.map((park) => [park.id, park]));
  const straight = roadKm(places.get(from ?? ''), places.get(to ?? ''), { ...road, value: 1 }) ?? 0;
  const parts = [partAs('factor', { field: 'straightKm', value: straight }), partAs('factor', { field: 'roadPerStraight', value: road.value })];
  return { unit: 'km', formula: 'km as the crow flies x km of road per km', value: distanceKm, level: 'product', decimals: 1, parts };
}

export function flowOf(exchanges: readonly Exchange[]): MaterialFlows['flows'][number] {
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
