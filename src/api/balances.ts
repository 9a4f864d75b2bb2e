// Routes with the state now and the balance of a park, a company and the region.
import { z } from '@hono/zod-openapi';
import type { Resource } from '../domain/access.ts';
import { STEPS, type Step } from '../domain/time.ts';
import { answerBalance, balanceText } from './balance-query.ts';
import type { Deps } from './deps.ts';
import { seesMembers } from './members.ts';
import type { Api } from './endpoint.ts';
import { explainNow } from './now-explain.ts';
import { answerNow, answerRegionNow } from './now-query.ts';
import { BalanceQuery, instant } from './period.ts';
import type { Area } from './scope.ts';
import { Balance, ParkId, RegionNow, PathId } from './shapes.ts';
import { explainRegionNow } from './region-now-explain.ts';
import { Now, NowExplanation, RegionNowExplanation } from './shapes-now.ts';
import { companyResource, parkResource } from './views.ts';

const NowExplainQuery = z.object({
  /** importKw, drawnKw, exportKw, generationKw, consumptionKw, chargeKw, dischargeKw, co2.kgPerHour, coverage or quality.M and the like. */
  field: z.string().max(40).default('importKw'),
});
type NowExplainQuery = z.infer<typeof NowExplainQuery>;
const RegionNowExplainQuery = z.object({
  /** drawnKw, generationKw, todayImportKwh, todayGenerationKwh, todayConsumptionKwh, coverage or quality.M and the like. */
  field: z.string().max(40).default('drawnKw'),
  /** Only this park; absent: all of them, added up. */
  park: ParkId.exactOptional(),
});
type RegionNowExplainQuery = z.infer<typeof RegionNowExplainQuery>;

interface Place<P> {
  readonly path: string;
  readonly name: string;
  readonly params?: z.ZodType<P>;
  readonly resource: (given: { params: P }, deps: Deps) => Resource | null;
  readonly area: (params: P) => Area;
}

function mountPlace<P>(api: Api, place: Place<P>): void {
  const params = place.params === undefined ? {} : { params: place.params };
  api.mount<P, BalanceQuery, undefined>({
    method: 'get',
    path: `${place.path}/balance`,
    summary: `The balance of ${place.name}`,
    ...params,
    query: BalanceQuery,
    answer: Balance,
    noun: place.name,
    action: 'see',
    resource: place.resource,
    handle: async (input, deps) => {
      const { carrier, from, to, step } = input.query;
      const known: Step = STEPS.find((one) => one === step) ?? 'PT15M';
      const asOf = input.query.asOf === undefined ? null : instant(input.query.asOf, 'asOf');
      const area = place.area(input.params);
      const question = { area, carrier, from: instant(from, 'from'), to: instant(to, 'to'), step: known, asOf };
      // Steps as text are made where nobody judges them.
      if (known === 'P1D' || known === 'P1M' || !seesMembers(input.principal, area)) return answerBalance(deps, input.principal, question);
      return new Response(await balanceText(deps, input.principal, question), { headers: { 'content-type': 'application/json' } });
    },
  });
  if (place.path === '/region') return;
  api.mount<P, unknown, undefined>({
    method: 'get',
    path: `${place.path}/now`,
    summary: `${place.name} at this moment`,
    ...params,
    answer: Now,
    noun: place.name,
    action: 'see',
    resource: place.resource,
    handle: async (input, deps) => answerNow(deps, input.principal, place.area(input.params)),
  });
  api.mount<P, NowExplainQuery, undefined>({
    method: 'get',
    path: `${place.path}/now/explain`,
    summary: `The last values that a figure of ${place.name} at this moment is made of`,
    ...params,
    query: NowExplainQuery,
    answer: NowExplanation,
    noun: place.name,
    action: 'see',
    resource: place.resource,
    handle: async (input, deps) => explainNow(deps, input.principal, { area: place.area(input.params), field: input.query.field }),
  });
}

export function mountBalances(api: Api): void {
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
    params: z.object({ id: PathId }),
    resource: ({ params }, deps) => companyResource(deps, params.id),
    area: ({ id }) => ({ kind: 'company', company: id }),
  });
  mountPlace<unknown>(api, { path: '/region', name: 'region', resource: () => ({ kind: 'region' }), area: () => ({ kind: 'region' }) });
  api.mount({
    method: 'get',
    path: '/region/now',
    summary: 'Every park at this moment',
    answer: RegionNow,
    noun: 'region',
    action: 'see',
    resource: () => ({ kind: 'region' }),
    handle: async ({ principal }, deps) => answerRegionNow(deps, principal),
  });
  api.mount<unknown, RegionNowExplainQuery, undefined>({
    method: 'get',
    path: '/region/now/explain',
    summary: 'What each park brings to a figure of the region at this moment, and where that is explained',
    query: RegionNowExplainQuery,
    answer: RegionNowExplanation,
    noun: 'region',
    action: 'see',
    resource: () => ({ kind: 'region' }),
    handle: async ({ principal, query }, deps) => explainRegionNow(deps, principal, query),
  });
}
