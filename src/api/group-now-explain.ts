// Explains the running quarter of a group, or of one of its members, as far as the reader may know it.
import type { Principal } from '../domain/access.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { toIso } from '../domain/time.ts';
import type { GroupRow } from '../storage/capacity.ts';
import { projectedTogether } from './capacity-running.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { type RunningGround, companyOf, runningGround } from './group-query.ts';
import { newestIn } from './heard.ts';
import { explainRunning, momentOf } from './running-explain.ts';
import type { GroupNowExplanation } from './shapes-now.ts';

interface Asked {
  readonly group: GroupRow;
  readonly direction: Direction;
  readonly field: string;
  /** A member; absent: the whole group. */
  readonly connection?: number;
  /** Moment of the answer that is explained; absent: now. */
  readonly at?: string;
}

/** @throws ApiError when there is no such figure or member, or when it is kept back from this reader */
export async function explainGroupNow(deps: Deps, principal: Principal, asked: Asked): Promise<Omit<GroupNowExplanation, 'simulated'>> {
  const { group, direction, field, connection = null } = asked;
  const ground = await runningGround(deps, principal, asked);
  const rows = connection === null ? ground.counted : ground.visible.filter((row) => row.connection === connection);
  if (rows.length === 0 && connection !== null) throw notFound('member');
  const at = momentOf(asked.at, deps.now());
  const powers = rows.map((row) => ground.running.get(row.connection) ?? null);
  const limitKw = connection === null ? tellsWhole(ground) : null;
  const visible = ground.visible.map((row) => row.connection);
  const explained = explainRunning(deps, principal, {
    field,
    told: projectedTogether({ now: () => at }, powers, limitKw),
    at,
    members: rows.map((row) => ({ connection: row.connection, company: companyOf(deps, row) })),
    running: ground.running,
    visible: new Set(visible),
    limits: [{ of: 'group', connection: null, group: group.id, company: null, kw: limitKw }],
    // How many spoke is told of those whom the reader sees, of all members there are.
    spoke: { told: visible.filter((id) => (ground.running.get(id) ?? null) !== null).length, all: ground.rows.length },
    route: `/groups/${group.id}/now/explain?direction=${direction}`,
  });
  return { group: group.id, direction, connection, ...explained, asOf: toIso(newestIn(deps, ground.scope) ?? at) };
}

/** @returns the limit of the group
 *  @throws ApiError when this reader is not told the figures of the group */
function tellsWhole({ whole, exact }: RunningGround): number | null {
  if (whole === null || !exact)
    throw new ApiError('suppressed', 'x: what the group draws would tell you what one of its members draws; your own part can be explained by its connection.');
  return whole.limitKw;
}
