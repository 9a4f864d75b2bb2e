// Routes about installations that turn one carrier into another: declared, listed with their figures, taken back.
import { z } from '@hono/zod-openapi';
import type { Where } from './capacity.ts';
import { explainConversion } from './conversion-explain.ts';
import { answerConversions, checkedConversion } from './conversion-query.ts';
import type { Api } from './endpoint.ts';
import { notFound } from './errors.ts';
import { stampOf } from './limits.ts';
import { ConversionExplanation, ConversionList, NewConversion } from './shapes-conversions.ts';
import type { Area } from './scope.ts';
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
  mountWhere<{ park: string }>(api, {
    path: '/parks/{park}',
    noun: 'park',
    params: z.object({ park: ParkId }),
    resource: ({ params }, deps) => parkResource(deps, params.park),
    place: ({ park }) => ({ kind: 'park', park }),
  });
  mountWhere<{ id: number }>(api, {
    path: '/companies/{id}',
    noun: 'company',
    params: z.object({ id: PathId }),
    resource: ({ params }, deps) => companyResource(deps, params.id),
    place: ({ id }) => ({ kind: 'company', company: id }),
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

function mountWhere<P>(api: Api, { path, noun, params, resource, place }: Omit<Where<P>, 'place' | 'park'> & { place: (params: P) => Area }): void {
  const shared = { method: 'get', params, noun, action: 'see', resource } as const;
  api.mount<P, z.infer<typeof Query>, undefined>({
    ...shared,
    path: `${path}/conversions`,
    summary: `Conversions of a ${noun} that you may see, with input, output and efficiency`,
    query: Query,
    answer: ConversionList,
    handle: async ({ principal, params: given, query }, deps) => answerConversions(deps, principal, { area: place(given), query }),
  });
  api.mount<P, z.infer<typeof ExplainQuery>, undefined>({
    ...shared,
    path: `${path}/conversions/explain`,
    summary: `What a figure of a conversion of a ${noun} is made of`,
    query: ExplainQuery,
    answer: ConversionExplanation,
    handle: async ({ principal, params: given, query }, deps) => explainConversion(deps, principal, { area: place(given), query }),
  });
}
