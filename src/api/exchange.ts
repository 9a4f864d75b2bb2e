// The route that says who served whom on a park.
import { z } from '@hono/zod-openapi';
import type { Api } from './endpoint.ts';
import { answerExchange } from './exchange-query.ts';
import { Exchange, ExchangeQuery } from './shapes-emissions.ts';
import { ParkId } from './shapes.ts';
import { parkResource } from './views.ts';

export function mountExchange(api: Api): void {
  api.mount({
    method: 'get',
    path: '/parks/{park}/exchange',
    summary: 'Who served whom on a park: kWh, EUR and CO2 of what companies gave each other',
    params: z.object({ park: ParkId }),
    query: ExchangeQuery,
    answer: Exchange,
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, query, principal }, deps) => answerExchange(deps, principal, { park: params.park, query }),
  });
}
