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
import { explainRunning } from './running-explain.ts';
import type { GroupNowExplanation } from './shapes-now.ts';

interface Asked {
  readonly group: GroupRow;
  readonly direction: Direction;
  readonly field: string;
  /** A member; absent: the whole group. */
  readonly connection?: number;
}

/** @throws ApiError when there is no such figure or member, or when it is kept back from this reader */
export async function explainGroupNow(deps: Deps, principal: Principal, asked: Asked): Promise<Omit<GroupNowExplanation, 'simulated'>> {
  const { group, direction, field, connection = null } = asked;
  const ground = await runningGround(deps, principal, asked);
  const rows = connection === null ? ground.counted : ground.visible.filter((row) => row.connection === connection);
  if (rows.length === 0 && connection !== null) throw notFound('member');
  const told = connection === null ? toldWhole(ground) : projectedTogether(deps, [ground.running.get(connection) ?? null], null);
  const at = deps.now();
  const members = rows.map((row) => ({ connection: row.connection, company: companyOf(deps, row) }));
  const visible = new Set(ground.visible.map((row) => row.connection));
  const explained = explainRunning(deps, principal, { field, told, at, members, running: ground.running, visible });
  return { group: group.id, direction, connection, ...explained, asOf: toIso(newestIn(deps, ground.scope) ?? at) };
}

/** @throws ApiError when this reader is not told the figures of the group */
function toldWhole({ whole, exact }: RunningGround): NonNullable<RunningGround['whole']> {
  if (whole === null || !exact)
    throw new ApiError('suppressed', 'x: what the group draws would tell you what one of its members draws; your own part can be explained by its connection.');
  return whole;
}
