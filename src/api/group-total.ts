// What may be told of a group's own total in the running quarter. The group agreement is the consent for it; but a total less what
// a reader sees already must never be one company's figure.
import { published } from '../domain/balance-rows.ts';
import type { Principal } from '../domain/access.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import type { GroupAlarm, RunningQuarter } from './shapes-capacity.ts';

type Known = Pick<Deps, 'directory'>;

/** Share of the limit from which a quarter is said to come near it. */
const NEAR = 0.95;
/** What is told roughly is told in tenths of the limit, rounded up. */
const ROUGHLY = 10;

/** One company alone that a reader does not see would be the total less the others. */
export const tellsOne = (hidden: number): boolean => hidden === 1;

/** Is this reader one of those who made the agreement, or keeps its ledger? */
export const isParty = (principal: Principal, { park, companies }: { park: string; companies: readonly number[] }): boolean =>
  principal.processor ||
  principal.roles.some((role) => (role.role === 'parkmanager' && role.parks.includes(park)) || (role.role === 'company' && companies.includes(role.company)));

/** May everybody who made the agreement be told the same figure? The park's manager sees who shares with the park, a member itself and
 *  who shares with the group.
 *  @param companies of the members at this moment */
export function toldToAll({ directory }: Known, companies: readonly number[], now: EpochMs): boolean {
  const toManager = companies.filter((one) => !directory.sharingOf(one, now).parkmanager).length;
  const closed = companies.filter((one) => !directory.sharesWithGroup(one, now));
  const toMembers = companies.map((one) => closed.filter((other) => other !== one).length);
  return ![toManager, ...toMembers].some(tellsOne);
}

/** A power in tenths of the limit, rounded up; where nothing may be drawn and so there are no tenths, to one digit. */
export function roughly(kw: number, limitKw: number): number {
  const step = limitKw > 0 ? limitKw / ROUGHLY : 10 ** Math.floor(Math.log10(kw));
  return limitKw <= 0 && kw <= 0 ? 0 : published(Math.ceil(kw / step - 1e-9) * step);
}

/** Whether the running quarter stays within the shared limit, and what must come off.
 *  @param exact false: in tenths of the limit, and only where something must come off */
export function alarmOf({ projectedKw, limitKw, comeOffKw, lost }: RunningQuarter, exact: boolean): GroupAlarm {
  if (projectedKw === null || limitKw === null) return { state: 'unknown', limitKw, comeOffKw: null, exact };
  // Who may draw nothing and draws nothing comes near nothing.
  const isNear = limitKw > 0 && projectedKw >= limitKw * NEAR;
  const state = lost || projectedKw > limitKw ? 'over' : isNear ? 'near' : 'within';
  if (state !== 'over' || comeOffKw === null) return { state, limitKw, comeOffKw: null, exact };
  return { state, limitKw, comeOffKw: exact ? comeOffKw : roughly(comeOffKw, limitKw), exact };
}

/** The companies that made the agreement of a group: of an alert about it they are told like the park.
 *  @param subject of an alert, 'group 3' or 'group 3 export'
 *  @returns none where it is about something else */
export function partyOf(deps: Pick<Deps, 'directory' | 'capacity'>, subject: string, now: EpochMs): number[] {
  const id = /^group (\d+)(?: export)?$/.exec(subject)?.[1];
  if (id === undefined) return [];
  const rows = deps.capacity.membersOf(Number(id)).filter((row) => row.from <= now && (row.to === null || now < row.to));
  return [...new Set(rows.flatMap((row) => deps.directory.connections.get(row.connection)?.company ?? []))];
}
