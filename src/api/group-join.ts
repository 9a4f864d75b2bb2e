// Routes about what can join a group that shares a contract: its room is that of its members together, and of nobody else on the park.
import type { z } from '@hono/zod-openapi';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { groupOf, groupParams } from './groups.ts';
import { groupResource } from './group-query.ts';
import { explainJoin } from './join-explain.ts';
import { answerJoin } from './join-query.ts';
import { JoinExplainQuery, JoinQuery, wishOf } from './join-wish.ts';
import { spotOf } from './park-spot.ts';
import { JoinAnswer } from './shapes-capacity.ts';
import { CapacityFigureExplanation } from './shapes-capacity-explained.ts';

type Params = z.infer<typeof groupParams>;

export function mountGroupJoin(api: Api): void {
  const shared = {
    method: 'get',
    params: groupParams,
    noun: 'group',
    action: 'see',
    resource: ({ params }: { params: Params }, deps: Deps) => groupResource(deps, params.id),
  } as const;
  api.mount<Params, JoinQuery, undefined>({
    ...shared,
    path: '/groups/{id}/join',
    summary: 'Can a load, panels or trucks join a group, by what its present members drew in the last twelve months?',
    query: JoinQuery,
    answer: JoinAnswer,
    handle: async ({ principal, query, params }, deps) => {
      const group = groupOf(deps, params.id);
      return answerJoin(deps, principal, { place: { kind: 'group', group }, wish: wishOf(query, spotOf(deps, group.park)) });
    },
  });
  api.mount<Params, JoinExplainQuery, undefined>({
    ...shared,
    path: '/groups/{id}/join/explain',
    summary: 'Which quarters, days and nights an answer to "can it join" of a group rests on',
    query: JoinExplainQuery,
    answer: CapacityFigureExplanation,
    handle: async ({ principal, query: { field, date, ...wish }, params }, deps) => {
      const group = groupOf(deps, params.id);
      return explainJoin(deps, principal, { place: { kind: 'group', group }, wish: wishOf(wish, spotOf(deps, group.park)), field, ...(date !== undefined && { date }) });
    },
  });
}
