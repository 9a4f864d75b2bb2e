// Routes with what the meters of a park, a company and a connection say of each other.
import { z } from '@hono/zod-openapi';
import { type Where, mountEverywhere } from './capacity.ts';
import { answerCrossChecks, checkedPeriod } from './cross-check-query.ts';
import type { Api } from './endpoint.ts';
import { CrossChecks } from './shapes-cross-checks.ts';

/** Without a period: the last fortnight. */
const Query = z.object({ from: z.string().max(40).exactOptional(), to: z.string().max(40).exactOptional() });

function mountWhere<P>(api: Api, { path, noun, params, resource, place }: Where<P>): void {
  api.mount<P, z.infer<typeof Query>, undefined>({
    method: 'get',
    path: `${path}/cross-checks`,
    summary: `Meters of a ${noun} held against each other: sub-meters against main, power against counters, panels at night, direction, time`,
    params,
    query: Query,
    answer: CrossChecks,
    noun,
    action: 'see',
    resource,
    handle: async ({ principal, query, params: given }, deps) => answerCrossChecks(deps, principal, { place: place(given), ...checkedPeriod(query, deps.now()) }),
  });
}

export const mountCrossChecks = (api: Api): void => mountEverywhere((where) => mountWhere(api, where));
