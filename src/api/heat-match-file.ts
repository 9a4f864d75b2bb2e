// Route of the sheet of a heat match: one page for two directors, with no more on it than its reader may know.
import { z } from '@hono/zod-openapi';
import { pairNamed, heatMatchResource } from './heat-query.ts';
import type { Api } from './endpoint.ts';
import { notFound } from './errors.ts';
import { answerMatch } from './heat-match-view.ts';

export function mountHeatMatchFile(api: Api): void {
  api.mount({
    method: 'get',
    path: '/heat-matches/{id}/file',
    summary: 'A heat match on one page, as PDF',
    params: z.object({ id: z.string().max(64) }),
    query: z.object({ format: z.enum(['pdf']).default('pdf'), lang: z.enum(['nl', 'en']).default('nl') }),
    answer: z.unknown(),
    noun: 'heat match',
    action: 'see',
    resource: ({ params }, deps) => heatMatchResource(deps, pairNamed(deps, params.id)),
    handle: async ({ principal, params, query: { lang } }, deps) => {
      const pair = pairNamed(deps, params.id);
      if (pair === null) throw notFound('heat match');
      const match = await answerMatch(deps, principal, pair);
      const parkName = deps.directory.parks.get(match.park)?.name ?? match.park;
      const bytes = await deps.compute.matchSheet({ figures: { ...match, parkName, madeAt: new Date(deps.now()).toISOString() }, lang });
      const headers = { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="warmtekans-${params.id.slice(0, 8)}.pdf"`, 'cache-control': 'no-store' };
      return new Response(bytes, { headers });
    },
  });
}
