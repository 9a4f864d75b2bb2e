// Routes about groups that share a contract: making them, joining and leaving, limits, the statement of a month, and now.
import { z } from '@hono/zod-openapi';
import { type Principal, decide } from '../domain/access.ts';
import { limitsOf } from '../domain/capacity/limits.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { type GroupRow, type MemberRow, overlap } from '../storage/capacity.ts';
import { quarterAt } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { explainStatement } from './group-explain.ts';
import { explainGroupNow } from './group-now-explain.ts';
import { answerGroupNow, answerStatement, companyOf, groupResource, seesMember } from './group-query.ts';
import { addLimit, endOf, limitView, stampOf, validity } from './limits.ts';
import { DirectionName, EndMember, GroupNow, GroupStatement, GroupView, LimitView, NewGroup, NewLimit, NewMember } from './shapes-capacity.ts';
import { StatementExplanation } from './shapes-explained.ts';
import { GroupNowExplanation, runningExplainQuery } from './shapes-now.ts';
import { PathId, listOf } from './shapes.ts';
import { companyResource } from './views.ts';

export const GROUPS_PER_PARK_MAX = 50;
export const MEMBERS_MAX = 500;
export const groupParams = z.object({ id: PathId });
const DirectionQuery = z.object({ direction: DirectionName.default('import') });
const StatementQuery = DirectionQuery.extend({ month: z.string().max(10).exactOptional() });
const NowExplainQuery = DirectionQuery.extend({
  ...runningExplainQuery,
  /** A member; absent: the whole group. */
  connection: PathId.exactOptional(),
});

const StatementExplainQuery = StatementQuery.extend({
  /** As the statement names it: useKwh, aboveKwh, kwMax. */
  field: z.string().max(40).default('useKwh'),
  /** A member; absent: the figure of the group. */
  connection: PathId.exactOptional(),
  /** A part of the month: an exceedance, a day, a quarter. */
  start: z.string().max(40).exactOptional(),
  end: z.string().max(40).exactOptional(),
});

/** @throws ApiError when there is none */
export function groupOf(deps: Deps, id: number): GroupRow {
  const group = deps.capacity.group(id);
  if (group === null) throw notFound('group');
  return group;
}

function groupView(deps: Deps, principal: Principal, { from, to, ...group }: GroupRow): GroupView {
  const rows = deps.capacity.membersOf(group.id);
  const seen = rows.filter((row) => seesMember(deps, principal, companyOf(deps, row)));
  return {
    ...group,
    validFrom: toIso(from),
    validTo: to === null ? null : toIso(to),
    limits: deps.capacity.limitsOfGroup(group.id).map((row) => limitView(deps, row)),
    members: seen.map((row) => memberView(deps, row)),
    membersHidden: rows.length - seen.length,
    simulated: deps.simulated,
  };
}

function memberView(deps: Deps, { from, to, group: _group, ...row }: MemberRow): GroupView['members'][number] {
  const company = companyOf(deps, row);
  return { ...row, company, name: deps.directory.companies.get(company)?.name ?? '', validFrom: toIso(from), validTo: to === null ? null : toIso(to) };
}

export function mountGroups(api: Api): void {
  api.mount({
    method: 'get',
    path: '/groups',
    summary: 'Groups that you may see',
    query: z.object({ park: z.string().max(64).exactOptional() }),
    answer: listOf(GroupView),
    noun: 'list of groups',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal, query }, deps) => {
      const seen = deps.capacity.groups().filter((group) => {
        const resource = groupResource(deps, group.id);
        return (query.park === undefined || query.park === group.park) && resource !== null && decide(principal, 'see', resource) === 'allow';
      });
      return { items: seen.map((group) => groupView(deps, principal, group)), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/groups',
    summary: 'Adds a group of connections that share a contract, with how they divide it',
    body: NewGroup,
    answer: GroupView,
    status: 201,
    noun: 'park',
    action: 'change',
    resource: ({ body }, deps) => (deps.directory.parks.has(body.park) ? { kind: 'group', park: body.park, companies: [] } : null),
    handle: async (input, deps) => {
      const { park, name, rule, limitImportKw, limitExportKw } = input.body;
      if (deps.capacity.groups().filter((group) => group.park === park).length >= GROUPS_PER_PARK_MAX)
        throw new ApiError('conflict', { en: `A park has at most ${GROUPS_PER_PARK_MAX} groups.`, nl: `Een park heeft hoogstens ${GROUPS_PER_PARK_MAX} groepen.` });
      const period = validity(input.body);
      const stamp = stampOf(input, deps);
      const group = await deps.capacity.addGroup({ park, name, rule, ...period }, stamp);
      for (const [direction, kw] of [['import', limitImportKw] as const, ['export', limitExportKw] as const])
        if (kw !== undefined) await deps.capacity.addLimit({ connection: null, group: group.id, direction, kind: 'firm', kw, window: null, note: '', ...period }, stamp);
      return groupView(deps, input.principal, group);
    },
  });
  mountFigures(api);
  mountMembers(api);
  mountEnd(api);
}

function mountFigures(api: Api): void {
  api.mount({
    method: 'get',
    path: '/groups/{id}',
    summary: 'A group',
    params: groupParams,
    answer: GroupView,
    noun: 'group',
    action: 'see',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async ({ principal, params }, deps) => groupView(deps, principal, groupOf(deps, params.id)),
  });
  api.mount({
    method: 'get',
    path: '/groups/{id}/statement',
    summary: 'What each member used in a local month (2026-10), and whose use passed the shared limit',
    params: groupParams,
    query: StatementQuery,
    answer: GroupStatement,
    noun: 'group',
    action: 'see',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async ({ principal, params, query }, deps) => answerStatement(deps, principal, { group: groupOf(deps, params.id), month: query.month, direction: query.direction }),
  });
  api.mount({
    method: 'get',
    path: '/groups/{id}/statement/explain',
    summary: 'Quarters, registers, rule and limit that a figure in the statement of a group is made of',
    params: groupParams,
    query: StatementExplainQuery,
    answer: StatementExplanation,
    noun: 'group',
    action: 'see',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async ({ principal, params, query: { month, ...query } }, deps) => explainStatement(deps, principal, { group: groupOf(deps, params.id), month, ...query }),
  });
  api.mount({
    method: 'get',
    path: '/groups/{id}/now',
    summary: 'The running quarter of a group: room left and what must come off',
    params: groupParams,
    query: DirectionQuery,
    answer: GroupNow,
    noun: 'group',
    action: 'see',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async ({ principal, params, query }, deps) => answerGroupNow(deps, principal, { group: groupOf(deps, params.id), direction: query.direction }),
  });
  api.mount({
    method: 'get',
    path: '/groups/{id}/now/explain',
    summary: 'What a figure of the running quarter of a group is made of: registers, members, or other figures',
    params: groupParams,
    query: NowExplainQuery,
    answer: GroupNowExplanation,
    noun: 'group',
    action: 'see',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async ({ principal, params, query }, deps) => explainGroupNow(deps, principal, { group: groupOf(deps, params.id), ...query }),
  });
}

function mountMembers(api: Api): void {
  api.mount({
    method: 'post',
    path: '/groups/{id}/limits',
    summary: 'Adds a limit of a group',
    params: groupParams,
    body: NewLimit,
    answer: LimitView,
    status: 201,
    noun: 'group',
    action: 'change',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async (input, deps) => addLimit(deps, { group: input.params.id }, input),
  });
  api.mount({
    method: 'post',
    path: '/groups/{id}/members',
    summary: 'Lets a connection join a group from a moment on',
    params: groupParams,
    body: NewMember,
    answer: GroupView,
    status: 201,
    noun: 'group',
    action: 'change',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async (input, deps) => {
      const group = groupOf(deps, input.params.id);
      const row = { group: group.id, connection: input.body.connection, ...sharesOf(input.body), ...validity(input.body) };
      checkMember(deps, input.principal, { group, row });
      await deps.capacity.addMember(row, stampOf(input, deps));
      return groupView(deps, input.principal, group);
    },
  });
  api.mount({
    method: 'post',
    path: '/groups/{id}/members/{member}/end',
    summary: 'Ends a membership',
    params: groupParams.extend({ member: PathId }),
    body: EndMember,
    answer: GroupView,
    noun: 'member',
    action: 'change',
    resource: ({ params }, deps) => (deps.capacity.membersOf(params.id).some((row) => row.id === params.member) ? groupResource(deps, params.id) : null),
    handle: async (input, deps) => {
      const { params, body, principal } = input;
      const row = deps.capacity.membersOf(params.id).find((one) => one.id === params.member);
      if (row === undefined) throw notFound('member');
      await deps.capacity.endMember(row.id, endOf(body, row), stampOf(input, deps));
      return groupView(deps, principal, groupOf(deps, params.id));
    },
  });
}

function mountEnd(api: Api): void {
  api.mount({
    method: 'post',
    path: '/groups/{id}/end',
    summary: 'Ends a group, and the memberships that would outlast it',
    params: groupParams,
    body: EndMember,
    answer: GroupView,
    noun: 'group',
    action: 'change',
    resource: ({ params }, deps) => groupResource(deps, params.id),
    handle: async (input, deps) => {
      const group = groupOf(deps, input.params.id);
      const to = endOf(input.body, group);
      if (deps.capacity.membersOf(group.id).some((row) => row.from >= to))
        throw new ApiError('conflict', {
          en: 'A connection joins this group after that; end its membership first.',
          nl: 'Daarna komt er nog een aansluiting bij deze groep; beëindig eerst dat lidmaatschap.',
        });
      await deps.capacity.endGroup(group.id, to, stampOf(input, deps));
      return groupView(deps, input.principal, groupOf(deps, group.id));
    },
  });
}

const sharesOf = ({ shareImportKw, shareExportKw, priority }: z.infer<typeof NewMember>): Pick<MemberRow, 'shareImportKw' | 'shareExportKw' | 'priority'> => ({
  shareImportKw,
  shareExportKw,
  priority,
});

/** @throws ApiError when the connection cannot join */
function checkMember(deps: Deps, principal: Principal, { group, row }: { group: GroupRow; row: Omit<MemberRow, 'id'> }): void {
  const connection = deps.directory.connections.get(row.connection);
  const company = connection === undefined ? null : companyResource(deps, connection.company);
  const here = connection?.carrier === 'electricity' && deps.directory.companies.get(connection.company)?.park === group.park;
  // A connection of somebody who shares nothing is answered like one that is not there.
  if (!here || company === null || decide(principal, 'see', company) !== 'allow')
    throw new ApiError('invalid-request', {
      en: `connection: there is no electricity connection ${row.connection} on this park that you may see`,
      nl: `connection: er is op dit park geen elektriciteitsaansluiting ${row.connection} die u mag zien`,
    });
  if (deps.capacity.membershipsOf(row.connection).some((one) => overlap(one, row)))
    throw new ApiError('conflict', { en: 'This connection is in a group in that time already.', nl: 'Deze aansluiting zit in die tijd al in een groep.' });
  if (group.to !== null && row.from >= group.to)
    throw new ApiError('conflict', { en: `This group has ended at ${toIso(group.to)}.`, nl: `Deze groep is op ${toIso(group.to)} geëindigd.` });
  const members = deps.capacity.membersOf(group.id);
  if (members.length >= MEMBERS_MAX)
    throw new ApiError('conflict', { en: `A group has at most ${MEMBERS_MAX} memberships.`, nl: `Een groep heeft hoogstens ${MEMBERS_MAX} lidmaatschappen.` });
  if (group.rule !== 'fixed') return;
  for (const [direction, name] of [['import', 'shareImportKw'] as const, ['export', 'shareExportKw'] as const]) {
    const [limitKw] = limitsOf(deps.capacity.limitsOfGroup(group.id), { direction, firstQuarter: quarterAt(row.from), quarters: 1, contractKw: null });
    // At each moment from which somebody is in beside it, also those who join later.
    const moments = [row.from, ...members.map((one) => one.from).filter((at) => at > row.from && (row.to === null || at < row.to))];
    const most = Math.max(
      ...moments.map((at) => members.filter((one) => overlap(one, { from: at, to: epochMs(at + QUARTER_MS) })).reduce((sum, one) => sum + one[name], row[name])),
    );
    if (limitKw !== undefined && most > limitKw)
      throw new ApiError('invalid-request', {
        en: `${name}: the fixed shares would be ${most} kW together, and the group has ${limitKw}.`,
        nl: `${name}: de vaste delen zouden samen ${most} kW zijn, en de groep heeft ${limitKw}.`,
      });
  }
}
