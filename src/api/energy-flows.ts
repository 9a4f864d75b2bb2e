// Routes with all carriers of a park, a company and the region in one balance of energy, and what explains their figures.
import { z } from '@hono/zod-openapi';
import type { Resource } from '../domain/access.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { explainEnergyFlows } from './energy-flows-explain.ts';
import { answerEnergyFlows } from './energy-flows-query.ts';
import type { Area } from './scope.ts';
import { EnergyFlows, EnergyFlowsExplainQuery, EnergyFlowsExplanation, EnergyFlowsQuery } from './shapes-energy-flows.ts';
import { ParkId, PathId } from './shapes.ts';
import { companyResource, parkResource } from './views.ts';

interface Place<P> {
  readonly path: string;
  readonly noun: string;
  readonly params?: z.ZodType<P>;
  readonly resource: (given: { params: P }, deps: Deps) => Resource | null;
  readonly area: (params: P) => Area;
  /** The path with its parameters. */
  readonly route: (params: P) => string;
}

export function mountEnergyFlows(api: Api): void {
  mountPlace<{ park: string }>(api, {
    path: '/parks/{park}',
    noun: 'park',
    params: z.object({ park: ParkId }),
    resource: ({ params }, deps) => parkResource(deps, params.park),
    area: ({ park }) => ({ kind: 'park', park }),
    route: ({ park }) => `/parks/${park}`,
  });
  mountPlace<{ id: number }>(api, {
    path: '/companies/{id}',
    noun: 'company',
    params: z.object({ id: PathId }),
    resource: ({ params }, deps) => companyResource(deps, params.id),
    area: ({ id }) => ({ kind: 'company', company: id }),
    route: ({ id }) => `/companies/${id}`,
  });
  mountPlace<unknown>(api, { path: '/region', noun: 'region', resource: () => ({ kind: 'region' }), area: () => ({ kind: 'region' }), route: () => '/region' });
}

function mountPlace<P>(api: Api, { path, noun, params, resource, area, route }: Place<P>): void {
  const shared = { method: 'get', ...(params !== undefined && { params }), noun, action: 'see', resource } as const;
  api.mount<P, EnergyFlowsQuery, undefined>({
    ...shared,
    path: `${path}/energy-flows`,
    summary: `All carriers of a ${noun} in one balance of energy: source, conversion, use, export and loss`,
    query: EnergyFlowsQuery,
    answer: EnergyFlows,
    handle: async ({ principal, params: given, query }, deps) => answerEnergyFlows(deps, principal, { area: area(given), query, path: route(given) }),
  });
  api.mount<P, EnergyFlowsExplainQuery, undefined>({
    ...shared,
    path: `${path}/energy-flows/explain`,
    summary: `What a figure of all carriers of a ${noun} in one is made of`,
    query: EnergyFlowsExplainQuery,
    answer: EnergyFlowsExplanation,
    handle: async ({ principal, params: given, query }, deps) => explainEnergyFlows(deps, principal, { area: area(given), query, path: route(given) }),
  });
}
