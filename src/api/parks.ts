// Routes about the region, its parks and their companies' names.
import { z } from '@hono/zod-openapi';
import { decide } from '../domain/access.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { Company, Meter, NewPark, Park, ParkId, listOf } from './shapes.ts';
import { companyResource, companyView, meterView, metersSeen, parkResource, parkView } from './views.ts';
import { visibleCompanies } from './scope.ts';

const ParkParams = z.object({ park: ParkId });

export function mountParks(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks',
    summary: 'The parks of the region',
    answer: listOf(Park),
    noun: 'list of parks',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async (_, deps) => ({ items: [...deps.directory.parks.keys()].flatMap((id) => parkView(deps, id) ?? []), next: null }),
  });
  api.mount({
    method: 'post',
    path: '/parks',
    summary: 'Adds a park',
    body: NewPark,
    answer: Park,
    status: 201,
    noun: 'installation',
    action: 'change',
    resource: () => ({ kind: 'installation' }),
    handle: async ({ body }, deps) => {
      if (deps.directory.parks.has(body.id)) throw new ApiError('conflict', `There is a park '${body.id}' already.`);
      await deps.directory.addPark(body);
      return parkView(deps, body.id);
    },
  });
  api.mount({
    method: 'get',
    path: '/parks/{park}',
    summary: 'A park, with the source of each fact',
    params: ParkParams,
    answer: Park,
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => (deps.directory.parks.has(params.park) ? { kind: 'directory' } : null),
    handle: async ({ params }, deps) => parkView(deps, params.park),
  });
  mountInside(api);
}

/** What lies on a park, as far as it is shared with the reader. */
function mountInside(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks/{park}/companies',
    summary: 'Companies of a park that share with you',
    params: ParkParams,
    answer: listOf(Company),
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, principal }, deps) => {
      const visible = visibleCompanies(deps.directory, principal, { area: { kind: 'park', park: params.park }, now: deps.now() });
      const shown = visible.filter((company) => mayOpen(company.id));
      function mayOpen(id: number): boolean {
        const resource = companyResource(deps, id);
        return resource !== null && decide(principal, 'see', resource) === 'allow';
      }
      return { items: shown.map((company) => companyView(deps, company)), next: null };
    },
  });
  api.mount({
    method: 'get',
    path: '/parks/{park}/meters',
    summary: 'Meters of a park and their health',
    params: ParkParams,
    answer: listOf(Meter),
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, principal }, deps) => {
      return { items: metersSeen(deps, principal, params.park).flatMap((meter) => meterView(deps, meter) ?? []), next: null };
    },
  });
}
