// Routes about limits of connections: the transport rights that were agreed, from when, and in which hours.
import { z } from '@hono/zod-openapi';
import type { Resource } from '../domain/access.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { LimitRow } from '../storage/capacity.ts';
import type { Deps } from './deps.ts';
import type { Api, Input } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { groupResource } from './group-query.ts';
import { instant } from './period.ts';
import { EndLimit, EndedLimit, LimitView, NewLimit } from './shapes-capacity.ts';
import { PathId, listOf } from './shapes.ts';
import { connectionResource } from './views.ts';

/** Rows of one connection or group: a calendar of years fits, a flood does not. */
export const LIMITS_MAX = 500;
type Writing = Pick<Deps, 'capacity' | 'now' | 'simulated'>;
const Params = z.object({ id: PathId });

export const limitView = (deps: Pick<Deps, 'simulated'>, { from, to, author: _author, at: _at, ...row }: LimitRow): LimitView => ({
  ...row,
  validFrom: toIso(from),
  validTo: to === null ? null : toIso(to),
  window: row.window === null ? null : { ...row.window, weekdays: [...row.window.weekdays] },
  simulated: deps.simulated,
});

/** Who writes, and when. */
export const stampOf = ({ principal }: Pick<Input<unknown, unknown, unknown>, 'principal'>, deps: Pick<Deps, 'now'>): { author: string; at: EpochMs } => ({
  author: principal.id ?? '',
  at: deps.now(),
});

/** @throws ApiError reversed-period */
export function validity(body: { validFrom: string; validTo?: string }): { from: EpochMs; to: EpochMs | null } {
  const [from, to] = [instant(body.validFrom, 'validFrom'), body.validTo === undefined ? null : instant(body.validTo, 'validTo')];
  if (to !== null && to <= from) throw new ApiError('reversed-period', { en: 'validTo must lie after validFrom.', nl: 'validTo moet na validFrom liggen.' });
  return { from, to };
}

/** Writes a limit of a connection or of a group.
 *  @throws ApiError when there are too many or the period is reversed */
export async function addLimit(
  deps: Writing,
  of: { connection: number } | { group: number },
  input: Pick<Input<unknown, unknown, NewLimit>, 'body' | 'principal'>,
): Promise<LimitView> {
  const { direction, kind, kw, note, window } = input.body;
  const [connection, group] = 'connection' in of ? [of.connection, null] : [null, of.group];
  const rows = connection === null ? deps.capacity.limitsOfGroup(group ?? 0) : deps.capacity.limitsOfConnection(connection);
  if (rows.length >= LIMITS_MAX)
    throw new ApiError('conflict', {
      en: `A connection or group has at most ${LIMITS_MAX} limits; take back what does not hold any more.`,
      nl: `Een aansluiting of groep heeft hoogstens ${LIMITS_MAX} afspraken; neem terug wat niet meer geldt.`,
    });
  const weekdays = window === undefined ? [] : [...new Set(window.weekdays)].sort((a, b) => a - b);
  const row = { connection, group, direction, kind, kw, note, window: window === undefined ? null : { ...window, weekdays }, ...validity(input.body) };
  return limitView(deps, await deps.capacity.addLimit(row, stampOf(input, deps)));
}

/** When something ends: after it began, and not after it was to end already.
 *  @throws ApiError reversed-period or conflict */
export function endOf(body: { validTo: string }, row: { from: EpochMs; to: EpochMs | null }): EpochMs {
  const to = instant(body.validTo, 'validTo');
  if (to <= row.from)
    throw new ApiError('reversed-period', { en: `validTo must lie after ${toIso(row.from)}, when it began.`, nl: `validTo moet na ${toIso(row.from)} liggen, toen het begon.` });
  if (row.to !== null && to > row.to)
    throw new ApiError('conflict', {
      en: `It ends at ${toIso(row.to)} already; add another one for the time after that.`,
      nl: `Het eindigt al op ${toIso(row.to)}; voeg voor de tijd daarna een nieuwe toe.`,
    });
  return to;
}

const limitResource = ({ params }: { params: { id: number } }, deps: Deps): Resource | null => {
  const row = deps.capacity.limit(params.id);
  if (row === null) return null;
  return row.connection === null ? groupResource(deps, row.group ?? 0) : connectionResource(deps, row.connection);
};

async function endLimit(deps: Deps, input: Input<{ id: number }, unknown, z.infer<typeof EndLimit>>): Promise<Omit<z.infer<typeof EndedLimit>, 'simulated'>> {
  const row = deps.capacity.limit(input.params.id);
  if (row === null) throw notFound('limit');
  const to = endOf(input.body, row);
  const nextKw = input.body.nextKw ?? null;
  const rows = row.connection === null ? deps.capacity.limitsOfGroup(row.group ?? 0) : deps.capacity.limitsOfConnection(row.connection);
  if (nextKw !== null && rows.length >= LIMITS_MAX)
    throw new ApiError('conflict', {
      en: `A connection or group has at most ${LIMITS_MAX} limits; take back what does not hold any more.`,
      nl: `Een aansluiting of groep heeft hoogstens ${LIMITS_MAX} afspraken; neem terug wat niet meer geldt.`,
    });
  if (nextKw !== null && row.to === to)
    throw new ApiError('reversed-period', {
      en: 'validTo is the end of this limit: nothing of it is left to go on.',
      nl: 'validTo is het einde van deze afspraak: er blijft niets van over.',
    });
  const next = await deps.capacity.endLimit(row.id, { to, nextKw }, stampOf(input, deps));
  return { ended: limitView(deps, { ...row, to }), next: next === null ? null : limitView(deps, next) };
}

export function mountLimits(api: Api): void {
  api.mount({
    method: 'get',
    path: '/connections/{id}/limits',
    summary: 'Limits of a connection; without a firm one its contract holds',
    params: Params,
    answer: listOf(LimitView),
    noun: 'connection',
    action: 'see',
    resource: ({ params }, deps) => connectionResource(deps, params.id),
    handle: async ({ params }, deps) => ({ items: deps.capacity.limitsOfConnection(params.id).map((row) => limitView(deps, row)), next: null }),
  });
  api.mount({
    method: 'post',
    path: '/connections/{id}/limits',
    summary: 'Adds a limit of a connection: firm, variable, block, tdtr, curtailment or cap',
    params: Params,
    body: NewLimit,
    answer: LimitView,
    status: 201,
    noun: 'connection',
    action: 'change',
    resource: ({ params }, deps) => connectionResource(deps, params.id),
    handle: async (input, deps) => addLimit(deps, { connection: input.params.id }, input),
  });
  api.mount({
    method: 'post',
    path: '/limits/{id}/end',
    summary: 'Ends a limit from a moment on; with nextKw the same right goes on with another power',
    params: Params,
    body: EndLimit,
    answer: EndedLimit,
    noun: 'limit',
    action: 'change',
    resource: limitResource,
    handle: async (input, deps) => endLimit(deps, input),
  });
  api.mount({
    method: 'delete',
    path: '/limits/{id}',
    summary: 'Takes a limit back, as if it had not been agreed',
    params: Params,
    answer: z.null(),
    status: 204,
    noun: 'limit',
    action: 'change',
    resource: limitResource,
    handle: async (input, deps) => {
      if (deps.capacity.limit(input.params.id) === null) throw notFound('limit');
      await deps.capacity.removeLimit(input.params.id, stampOf(input, deps));
      return null;
    },
  });
}
