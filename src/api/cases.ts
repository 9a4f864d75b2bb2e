// Route with the published chains of a park: facts with source and date, apart from every figure that is measured or simulated.
import { z } from '@hono/zod-openapi';
import { linkHolds } from '../domain/circular/cases.ts';
import type { Api } from './endpoint.ts';
import { CaseView } from './shapes-circularity.ts';
import { ParkId, listOf } from './shapes.ts';

export function mountCases(api: Api): void {
  api.mount({
    method: 'get',
    path: '/cases',
    summary: 'Published chains of companies that use what others leave, with their sources; links that ended are marked',
    query: z.object({ park: ParkId.exactOptional() }),
    answer: listOf(CaseView),
    noun: 'list of cases',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ query }, deps) => {
      const day = new Date(deps.now()).toISOString().slice(0, 10);
      const items = deps.cases
        .filter((one) => query.park === undefined || query.park === one.park)
        .map((one): CaseView => ({ ...one, links: one.links.map((link) => ({ ...link, holds: linkHolds(link, day) })), published: true }));
      return { items, next: null };
    },
  });
}
