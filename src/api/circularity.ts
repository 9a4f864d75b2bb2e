// Routes with the circularity of a park and of the region.
import { z } from '@hono/zod-openapi';
import { explainCircularity } from './circularity-explain.ts';
import { answerCircularity } from './circularity-query.ts';
import type { Api } from './endpoint.ts';
import { Circularity } from './shapes-circularity.ts';
import { CircularityExplainQuery, MaterialExplanation } from './shapes-materials-explained.ts';
import { ParkId } from './shapes.ts';
import { parkResource } from './views.ts';

export function mountCircularity(api: Api): void {
  api.mount({
    method: 'get',
    path: '/region/circularity',
    summary: 'The circularity of the region and of each park: recycling, secondary input, local loop, water reuse, supply, avoided CO2 apart',
    answer: Circularity,
    noun: 'region',
    action: 'see',
    resource: () => ({ kind: 'region' }),
    handle: async ({ principal }, deps) => answerCircularity(deps, principal, { kind: 'region' }),
  });
  api.mount({
    method: 'get',
    path: '/parks/{park}/circularity',
    summary: 'The circularity of a park',
    params: z.object({ park: ParkId }),
    answer: Circularity,
    noun: 'park',
    action: 'see',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, principal }, deps) => answerCircularity(deps, principal, { kind: 'park', park: params.park }),
  });
  mountExplanations(api);
}

function mountExplanations(api: Api): void {
  const explained = { method: 'get', query: CircularityExplainQuery, answer: MaterialExplanation, action: 'see' } as const;
  api.mount({
    ...explained,
    path: '/region/circularity/explain',
    summary: 'What a figure of the circularity of the region, or of one of its parks, is made of: streams, loads, meters and products',
    noun: 'region',
    resource: () => ({ kind: 'region' }),
    handle: async ({ principal, query }, deps) => explainCircularity(deps, principal, { area: { kind: 'region' }, query }),
  });
  api.mount({
    ...explained,
    path: '/parks/{park}/circularity/explain',
    summary: 'What a figure of the circularity of a park is made of: streams, loads, meters and products',
    params: z.object({ park: ParkId }),
    noun: 'park',
    resource: ({ params }, deps) => parkResource(deps, params.park),
    handle: async ({ params, principal, query }, deps) => explainCircularity(deps, principal, { area: { kind: 'park', park: params.park }, query }),
  });
}
