// Routes about installations that turn one carrier into another: declared, listed with their figures, taken back.
import { z } from '@hono/zod-openapi';
import { explainConversion } from './conversion-explain.ts';
import { answerConversions, checkedConversion } from './conversion-query.ts';
import type { Api } from './endpoint.ts';
import { notFound } from './errors.ts';
import { stampOf } from './limits.ts';
import { ConversionExplanation, ConversionList, NewConversion } from './shapes-conversions.ts';
import { ParkId, PathId } from './shapes.ts';
import { companyResource, parkResource } from './views.ts';

/** Without a period: the last thirty days. */
const Query = z.object({ from: z.string().max(40).exactOptional(), to: z.string().max(40).exactOptional() });
const ExplainQuery = Query.extend({
  conversion: PathId,
  field: z.string().max(40).default('efficiency'),
  /** Of the inputs and outputs: which of them. */
  meter: PathId.exactOptional(),
});
const Made = z.object({ id: z.int(), simulated: z.boolean() });

export function mountConversions(api: Api): void {
  mountExplanations(api);
  api.mount({
    method: 'get',
    path: '/parks/{park}/conversions',
    summary: 'Conversions of the companies of a park that you may see, with input, output and efficiency',
    params: z.object({ park: ParkId }),
    query: Query,
    answer: ConversionList,
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ principal, params, query }, deps) => answerConversions(deps, principal, { area: { kind: 'park', park: params.park }, query }),
  });
  api.mount({
    method: 'get',
    path: '/companies/{id}/conversions',
    summary: 'Conversions of a company, with input, output and efficiency',
    params: z.object({ id: PathId }),
    query: Query,
    answer: ConversionList,
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ principal, params, query }, deps) => answerConversions(deps, principal, { area: { kind: 'company', company: params.id }, query }),
  });
  api.mount({
    method: 'post',
    path: '/conversions',
    summary: 'Declares a boiler, CHP, heat pump or electrolyser between meters of a company',
    body: NewConversion,
    answer: Made,
    status: 201,
    noun: 'company',
    action: 'change',
    resource: ({ body }, deps) => companyResource(deps, body.company),
    handle: async (input, deps) => ({ id: (await deps.conversions.add(checkedConversion(deps, input.principal, input.body), stampOf(input, deps))).id }),
  });
  api.mount({
    method: 'delete',
    path: '/conversions/{id}',
    summary: 'Takes a conversion back, as if it had not been declared',
    params: z.object({ id: PathId }),
    answer: z.null(),
    status: 204,
    noun: 'conversion',
    action: 'change',
    resource: ({ params }, deps) => companyResource(deps, deps.conversions.byId(params.id)?.company ?? 0),
    handle: async (input, deps) => {
      if (deps.conversions.byId(input.params.id) === null) throw notFound('conversion');
      await deps.conversions.remove(input.params.id, stampOf(input, deps));
      return null;
    },
  });
}

function mountExplanations(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks/{park}/conversions/explain',
    summary: 'What a figure of a conversion in a park is made of',
    params: z.object({ park: ParkId }),
    query: ExplainQuery,
    answer: ConversionExplanation,
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ principal, params, query }, deps) => explainConversion(deps, principal, { area: { kind: 'park', park: params.park }, query }),
  });
  api.mount({
    method: 'get',
    path: '/companies/{id}/conversions/explain',
    summary: 'What a figure of a conversion of a company is made of',
    params: z.object({ id: PathId }),
    query: ExplainQuery,
    answer: ConversionExplanation,
    noun: 'company',
    action: 'see',
    resource: ({ params }, deps) => companyResource(deps, params.id),
    handle: async ({ principal, params, query }, deps) => explainConversion(deps, principal, { area: { kind: 'company', company: params.id }, query }),
  });
}
