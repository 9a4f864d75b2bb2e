// Routes with what the meters of a park, a company and a connection say of each other.
import { z } from '@hono/zod-openapi';
import { type Where, mountEverywhere } from './capacity.ts';
import { explainCrossCheck } from './cross-check-explain.ts';
import { answerCrossChecks, checkedPeriod } from './cross-check-query.ts';
import type { Api } from './endpoint.ts';
import { CHECK_NAMES, CrossCheckExplanation, CrossChecks } from './shapes-cross-checks.ts';
import { PathId } from './shapes.ts';

/** Without a period: the last fortnight. */
const Query = z.object({ from: z.string().max(40).exactOptional(), to: z.string().max(40).exactOptional() });
const ExplainQuery = Query.extend({
  check: z.enum(CHECK_NAMES),
  connection: PathId,
  /** As the check has it; absent: all meters behind the connection together. */
  meter: PathId.exactOptional(),
  field: z.string().max(40),
});
type ExplainQuery = z.infer<typeof ExplainQuery>;

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
  api.mount<P, ExplainQuery, undefined>({
    method: 'get',
    path: `${path}/cross-checks/explain`,
    summary: `What a number of a cross-check of a ${noun} is made of: registers, quarters and sums`,
    params,
    query: ExplainQuery,
    answer: CrossCheckExplanation,
    noun,
    action: 'see',
    resource,
    handle: async ({ principal, query, params: given }, deps) => {
      const { check, connection, meter = null, field } = query;
      return explainCrossCheck(deps, principal, { place: place(given), ...checkedPeriod(query, deps.now()), check, connection, meter, field });
    },
  });
}

export const mountCrossChecks = (api: Api): void => mountEverywhere((where) => mountWhere(api, where));
