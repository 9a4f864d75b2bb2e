// Routes with the emissions of a park, a company and the region, and the guarantees of origin behind them.
import { z } from '@hono/zod-openapi';
import { published } from '../domain/balance-rows.ts';
import type { Resource } from '../domain/access.ts';
import { GUARANTEE_SOURCES, guaranteePeriod } from '../domain/guarantees.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { GuaranteeRow } from '../storage/guarantees-sql.ts';
import type { Deps } from './deps.ts';
import { explainEmissions } from './emissions-explain.ts';
import { answerEmissions } from './emissions-query.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { authorOf } from './import-steps.ts';
import { instant } from './period.ts';
import type { Area } from './scope.ts';
import { Emissions, EmissionsQuery, GuaranteeView, NewGuarantee } from './shapes-emissions.ts';
import { EmissionsExplainQuery, EmissionsExplanation } from './shapes-emissions-explained.ts';
import { ParkId, PathId, listOf } from './shapes.ts';
import { companyResource, parkResource } from './views.ts';

/** From the year in which guarantees of origin began, to beyond any contract. */
const GUARANTEES = { from: Date.UTC(2000, 0, 1), to: Date.UTC(2100, 0, 1) } as const;
const CompanyParams = z.object({ id: PathId });

interface Place<P> {
  readonly path: string;
  readonly name: string;
  readonly params?: z.ZodType<P>;
  readonly resource: (given: { params: P }, deps: Deps) => Resource | null;
  readonly area: (params: P) => Area;
}

function mountPlace<P>(api: Api, place: Place<P>): void {
  api.mount<P, EmissionsQuery, undefined>({
    method: 'get',
    path: `${place.path}/emissions`,
    summary: `The CO2 of ${place.name}: scopes, both electricity methods, why it changed and the way to the goal`,
    ...(place.params !== undefined && { params: place.params }),
    query: EmissionsQuery,
    answer: Emissions,
    noun: place.name,
    action: 'see',
    resource: place.resource,
    handle: async ({ params, query, principal }, deps) => answerEmissions(deps, principal, { area: place.area(params), query }),
  });
  api.mount<P, EmissionsExplainQuery, undefined>({
    method: 'get',
    path: `${place.path}/emissions/explain`,
    summary: `What a figure in the CO2 of ${place.name} is made of: amounts, factors, and what the amounts are sums of`,
    ...(place.params !== undefined && { params: place.params }),
    query: EmissionsExplainQuery,
    answer: EmissionsExplanation,
    noun: place.name,
    action: 'see',
    resource: place.resource,
    handle: async ({ params, query, principal }, deps) => explainEmissions(deps, principal, { area: place.area(params), query }),
  });
}

export function mountEmissions(api: Api): void {
  mountPlace(api, {
    path: '/parks/{park}',
    name: 'park',
    params: z.object({ park: ParkId }),
    resource: ({ params }, deps) => parkResource(deps, params.park),
    area: ({ park }) => ({ kind: 'park', park }),
  });
  mountPlace(api, {
    path: '/companies/{id}',
    name: 'company',
    params: CompanyParams,
    resource: ({ params }, deps) => companyResource(deps, params.id),
    area: ({ id }) => ({ kind: 'company', company: id }),
  });
  mountPlace<unknown>(api, { path: '/region', name: 'region', resource: () => ({ kind: 'region' }), area: () => ({ kind: 'region' }) });
  mountGuarantees(api);
}

function figuresOf(deps: Deps, company: number): Resource | null {
  const sharing = deps.imports.sharing(company);
  return sharing === null ? null : { kind: 'figures', ...sharing };
}

function mountGuarantees(api: Api): void {
  api.mount({
    method: 'get',
    path: '/companies/{id}/guarantees',
    summary: 'Guarantees of origin that a company bought or sold, the latest first',
    params: CompanyParams,
    answer: listOf(GuaranteeView),
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ params }, deps) => ({ items: (await deps.guarantees.of([params.id], GUARANTEES)).map((row) => guaranteeView(deps, row)), next: null }),
  });
  api.mount({
    method: 'post',
    path: '/companies/{id}/guarantees',
    summary: 'Adds guarantees of origin of a calendar quarter or year; `to` is the first day after it',
    params: CompanyParams,
    body: NewGuarantee,
    answer: GuaranteeView,
    status: 201,
    noun: 'company',
    action: 'change',
    resource: ({ params }, deps) => figuresOf(deps, params.id),
    handle: async (input, deps) => {
      const { kind, source, kwh, note } = input.body;
      const [from, to] = [instant(input.body.from, 'from'), instant(input.body.to, 'to')];
      if (guaranteePeriod(from, to) === null)
        throw new ApiError(
          'invalid-request',
          `from, to: guarantees are of a calendar quarter or year (2026-01-01 to 2026-04-01 or to 2027-01-01), not ${toIso(from)} to ${toIso(to)}.`,
        );
      const { name } = await authorOf(input, deps);
      return guaranteeView(deps, await deps.guarantees.add({ company: input.params.id, kind, source, kwh, note, from_ms: from, to_ms: to, author: name, at: deps.now() }));
    },
  });
  api.mount({
    method: 'delete',
    path: '/companies/{id}/guarantees/{guarantee}',
    summary: 'Takes guarantees of origin back',
    params: z.object({ id: PathId, guarantee: PathId }),
    answer: z.null(),
    status: 204,
    noun: 'guarantee',
    action: 'change',
    resource: ({ params }, deps) => figuresOf(deps, params.id),
    handle: async ({ params }, deps) => {
      if (!(await deps.guarantees.remove(params.id, params.guarantee, deps.now()))) throw notFound('guarantee');
      return null;
    },
  });
}

const guaranteeView = (deps: Deps, row: GuaranteeRow): GuaranteeView => ({
  id: row.id,
  company: row.company,
  kind: row.kind === 'sold' ? 'sold' : 'bought',
  source: GUARANTEE_SOURCES.find((source) => source === row.source) ?? 'biomass',
  from: toIso(epochMs(row.from_ms)),
  to: toIso(epochMs(row.to_ms)),
  kwh: published(row.kwh),
  note: row.note,
  author: row.author,
  at: toIso(epochMs(row.at)),
  simulated: deps.simulated,
});
