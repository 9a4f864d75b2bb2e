// The route that says who served whom on a park.
import { z } from '@hono/zod-openapi';
import type { Api } from './endpoint.ts';
import { explainExchange } from './exchange-explain.ts';
import { answerExchange } from './exchange-query.ts';
import { Exchange, ExchangeQuery } from './shapes-emissions.ts';
import { ExchangeExplanation } from './shapes-explained.ts';
import { ParkId, PathId } from './shapes.ts';
import { parkResource } from './views.ts';

const ExchangeExplainQuery = ExchangeQuery.extend({
  /** As the answer names it, without a number: items.kwh, companies.givenKwh, totals.co2Kg, simultaneity.factor. Absent: the kWh of the
   *  cell that is named, else what was exchanged in all. */
  field: z.string().max(40).exactOptional(),
  /** Companies of a cell, as `from` and `to` of an item; of a company's own sum the one that gives or takes. */
  giver: PathId.exactOptional(),
  taker: PathId.exactOptional(),
  /** A part of the period. */
  start: z.string().max(40).exactOptional(),
  end: z.string().max(40).exactOptional(),
});

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
  api.mount({
    method: 'get',
    path: '/parks/{park}/exchange/explain',
    summary: 'Quarters, shares and registers that a figure of who served whom is made of',
    params: z.object({ park: ParkId }),
    query: ExchangeExplainQuery,
    answer: ExchangeExplanation,
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, query, principal }, deps) => explainExchange(deps, principal, { park: params.park, query }),
  });
}
