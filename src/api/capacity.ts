// Routes about room on the grid of a park, a company and a connection: use, last year, now, peaks, and what can join.
import { z } from '@hono/zod-openapi';
import type { Resource } from '../domain/access.ts';
import { QUARTER_MS, STEPS, type Step, localAdd, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { answerPeaks, answerYear, capacityText } from './capacity-query.ts';
import { explainCapacity } from './capacity-explain.ts';
import { explainTotals } from './capacity-totals-explain.ts';
import { answerCapacityNow } from './capacity-running.ts';
import type { Place } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { explainJoin } from './join-explain.ts';
import { answerJoin } from './join-query.ts';
import { JoinExplainQuery, JoinQuery, wishOf } from './join-wish.ts';
import { spotOf } from './park-spot.ts';
import { explainPeaks } from './peak-explain.ts';
import { StepName, instant } from './period.ts';
import { explainCapacityNow } from './running-explain.ts';
import { Capacity, CapacityExplanation, CapacityNow, CapacityYear, DirectionName, JoinAnswer, Peaks } from './shapes-capacity.ts';
import { CapacityFigureExplanation } from './shapes-capacity-explained.ts';
import { CapacityNowExplanation, runningExplainQuery } from './shapes-now.ts';
import { ParkId, PathId } from './shapes.ts';
import { companyResource, connectionResource, parkResource } from './views.ts';
import { explainYear } from './year-explain.ts';

export const DirectionQuery = z.object({ direction: DirectionName.default('import') });
/** Without a period: today. */
const PeriodQuery = DirectionQuery.extend({ from: z.string().max(40).exactOptional(), to: z.string().max(40).exactOptional() });
const CapacityQuery = PeriodQuery.extend({ step: StepName.default('PT15M') });
type CapacityQuery = z.infer<typeof CapacityQuery>;
/** Without a quarter: the last one that has ended. Without a period: its day. */
const CapacityExplainQuery = PeriodQuery.extend({ at: z.string().max(40).exactOptional() });
type CapacityExplainQuery = z.infer<typeof CapacityExplainQuery>;
const NowExplainQuery = DirectionQuery.extend(runningExplainQuery);
type NowExplainQuery = z.infer<typeof NowExplainQuery>;
const Field = z.string().max(40);
const YearExplainQuery = DirectionQuery.extend({
  field: Field,
  share: z.coerce.number().min(0).max(1).exactOptional(),
  rank: z.coerce.number().int().positive().max(100_000).exactOptional(),
  start: z.string().max(40).exactOptional(),
  end: z.string().max(40).exactOptional(),
});
/** Of the totals of `…/capacity`: `start` and `end` name a part of the period. */
const TotalsExplainQuery = PeriodQuery.extend({ field: Field, start: z.string().max(40).exactOptional(), end: z.string().max(40).exactOptional() });
type TotalsExplainQuery = z.infer<typeof TotalsExplainQuery>;
type YearExplainQuery = z.infer<typeof YearExplainQuery>;
/** Without a company: of all together. */
const PeaksExplainQuery = PeriodQuery.extend({ field: Field, company: z.coerce.number().int().positive().exactOptional() });
type PeaksExplainQuery = z.infer<typeof PeaksExplainQuery>;

/** A place that has capacity, in the path of a route. */
export interface Where<P> {
  readonly path: string;
  readonly noun: string;
  readonly params: z.ZodType<P>;
  readonly resource: (given: { params: P }, deps: Deps) => Resource | null;
  readonly place: (params: P) => Place;
  readonly park: (params: P, deps: Deps) => string | null;
}

function periodOf(query: Pick<CapacityQuery, 'from' | 'to'>, now: EpochMs): { from: EpochMs; to: EpochMs } {
  const from = query.from === undefined ? localFloor(query.to === undefined ? now : instant(query.to, 'to'), 'P1D') : instant(query.from, 'from');
  return { from, to: query.to === undefined ? localAdd(localFloor(from, 'P1D'), 'P1D', 1) : instant(query.to, 'to') };
}

function mountWhere<P>(api: Api, where: Where<P>): void {
  const { path, noun, params, resource, place } = where;
  const shared = { method: 'get', params, noun, action: 'see', resource } as const;
  api.mount<P, CapacityQuery, undefined>({
    ...shared,
    path: `${path}/capacity`,
    summary: `Use of the limits of a ${noun} and the room that is left, by quarter-hour or by the fullest quarter of a longer step`,
    query: CapacityQuery,
    answer: Capacity,
    handle: async ({ principal, query, params: given }, deps) => {
      const step: Step = STEPS.find((one) => one === query.step) ?? 'PT15M';
      const text = await capacityText(deps, principal, { place: place(given), direction: query.direction, step, ...periodOf(query, deps.now()) });
      return new Response(text, { headers: { 'content-type': 'application/json' } });
    },
  });
  api.mount<P, CapacityExplainQuery, undefined>({
    ...shared,
    path: `${path}/capacity/explain`,
    summary: `What usage and limit of a ${noun} in one quarter-hour are made of; a longer step names its quarter as \`at\``,
    query: CapacityExplainQuery,
    answer: CapacityExplanation,
    handle: async ({ principal, query, params: given }, deps) => {
      const at = query.at === undefined ? epochMs(Math.floor(deps.now() / QUARTER_MS - 1) * QUARTER_MS) : instant(query.at, 'at');
      const period = query.from === undefined && query.to === undefined ? { from: at, to: at } : periodOf(query, deps.now());
      return explainCapacity(deps, principal, { place: place(given), direction: query.direction, ...period, at });
    },
  });
  api.mount<P, z.infer<typeof DirectionQuery>, undefined>({
    ...shared,
    path: `${path}/capacity/year`,
    summary: `Month peaks, utilization and load duration of a ${noun} over the last twelve months`,
    query: DirectionQuery,
    answer: CapacityYear,
    handle: async ({ principal, query, params: given }, deps) => answerYear(deps, principal, { place: place(given), direction: query.direction }),
  });
  api.mount<P, z.infer<typeof DirectionQuery>, undefined>({
    ...shared,
    path: `${path}/capacity/now`,
    summary: `The running quarter of a ${noun}: where it will end, and what must come off`,
    query: DirectionQuery,
    answer: CapacityNow,
    handle: async ({ principal, query, params: given }, deps) => answerCapacityNow(deps, principal, { place: place(given), direction: query.direction }),
  });
  api.mount<P, NowExplainQuery, undefined>({
    ...shared,
    path: `${path}/capacity/now/explain`,
    summary: `What a figure of the running quarter of a ${noun} is made of: registers, rights, or other figures`,
    query: NowExplainQuery,
    answer: CapacityNowExplanation,
    handle: async ({ principal, query, params: given }, deps) => explainCapacityNow(deps, principal, { place: place(given), ...query }),
  });
  api.mount<P, JoinQuery, undefined>({
    ...shared,
    path: `${path}/capacity/join`,
    summary: `Can a load, panels or trucks join at a ${noun}, by the quarters of the last twelve months?`,
    query: JoinQuery,
    answer: JoinAnswer,
    handle: async ({ principal, query, params: given }, deps) => answerJoin(deps, principal, { place: place(given), wish: wishOf(query, spotOf(deps, where.park(given, deps))) }),
  });
}

const AT_PARK: Where<{ park: string }> = {
  path: '/parks/{park}',
  noun: 'park',
  params: z.object({ park: ParkId }),
  resource: ({ params }, deps) => parkResource(deps, params.park),
  place: (params) => ({ kind: 'park', park: params.park }),
  park: (params) => params.park,
};
const AT_COMPANY: Where<{ id: number }> = {
  path: '/companies/{id}',
  noun: 'company',
  params: z.object({ id: PathId }),
  resource: ({ params }, deps) => companyResource(deps, params.id),
  place: ({ id }) => ({ kind: 'company', company: id }),
  park: ({ id }, deps) => deps.directory.companies.get(id)?.park ?? null,
};
const AT_CONNECTION: Where<{ id: number }> = {
  path: '/connections/{id}',
  noun: 'connection',
  params: z.object({ id: PathId }),
  resource: ({ params }, deps) => connectionResource(deps, params.id),
  place: ({ id }) => ({ kind: 'connection', connection: id }),
  park: ({ id }, deps) => deps.directory.companies.get(deps.directory.connections.get(id)?.company ?? 0)?.park ?? null,
};

/** What totals of a period and figures of the last twelve months, of what can join and of a peak are made of. */
function mountWhy<P>(api: Api, where: Where<P>): void {
  const { path, noun, params, resource, place } = where;
  const shared = { method: 'get', params, noun, action: 'see', resource, answer: CapacityFigureExplanation } as const;
  api.mount<P, TotalsExplainQuery, undefined>({
    ...shared,
    path: `${path}/capacity/totals/explain`,
    summary: `The runs above the limit, quarters or steps that a total of the capacity of a ${noun} is made of`,
    query: TotalsExplainQuery,
    handle: async ({ principal, query: { direction, field, start, end, ...period }, params: given }, deps) => {
      const cut = { field, ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
      return explainTotals(deps, principal, { place: place(given), direction, ...periodOf(period, deps.now()), ...cut });
    },
  });
  api.mount<P, YearExplainQuery, undefined>({
    ...shared,
    path: `${path}/capacity/year/explain`,
    summary: `Which quarters a figure of the last twelve months of a ${noun} rests on`,
    query: YearExplainQuery,
    handle: async ({ principal, query, params: given }, deps) => explainYear(deps, principal, { place: place(given), ...query }),
  });
  api.mount<P, JoinExplainQuery, undefined>({
    ...shared,
    path: `${path}/capacity/join/explain`,
    summary: `Which quarters, days and nights an answer to "can it join" at a ${noun} rests on`,
    query: JoinExplainQuery,
    handle: async ({ principal, query: { field, date, ...wish }, params: given }, deps) =>
      explainJoin(deps, principal, { place: place(given), wish: wishOf(wish, spotOf(deps, where.park(given, deps))), field, ...(date !== undefined && { date }) }),
  });
}

/** Makes the same routes for each kind of place. */
export function mountEverywhere(mount: <P>(where: Where<P>) => void): void {
  mount(AT_PARK);
  mount(AT_COMPANY);
  mount(AT_CONNECTION);
}

export function mountCapacity(api: Api): void {
  mountEverywhere((where) => {
    mountWhere(api, where);
    mountWhy(api, where);
  });
  api.mount({
    method: 'get',
    path: '/parks/{park}/peaks',
    summary: 'Who drives the peak of a park',
    params: AT_PARK.params,
    query: PeriodQuery,
    answer: Peaks,
    noun: 'park',
    action: 'see',
    resource: AT_PARK.resource,
    handle: async ({ principal, query, params }, deps) =>
      answerPeaks(deps, principal, { place: { kind: 'park', park: params.park }, direction: query.direction, ...periodOf(query, deps.now()) }),
  });
  api.mount<{ park: string }, PeaksExplainQuery, undefined>({
    method: 'get',
    path: '/parks/{park}/peaks/explain',
    summary: 'The quarters, coalitions or random orders that a part in the peak of a park is made of',
    params: AT_PARK.params,
    query: PeaksExplainQuery,
    answer: CapacityFigureExplanation,
    noun: 'park',
    action: 'see',
    resource: AT_PARK.resource,
    handle: async ({ principal, query: { direction, from, to, ...rest }, params }, deps) => {
      const period = periodOf({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, deps.now());
      return explainPeaks(deps, principal, { place: { kind: 'park', park: params.park }, direction, ...period, ...rest });
    },
  });
}
