// Answers about a group that shares a contract: who is in it, its statement of a month, and its running quarter.
import { type Principal, type Resource, mayEnter } from '../domain/access.ts';
import { published, withWithheld } from '../domain/balance-rows.ts';
import { coverageOf, qualityOf } from '../domain/balance-steps.ts';
import type { MemberStatement, Statement } from '../domain/capacity/group-ledger.ts';
import { type Direction, limitsOf } from '../domain/capacity/limits.ts';
import { daysBetween } from '../domain/local-days.ts';
import { QUARTER_MS, localAdd, localDate, localFloor, quarterStart, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CapacityQuestion, GroupMember } from '../jobs/capacity-sums.ts';
import { type GroupRow, type MemberRow, overlap } from '../storage/capacity.ts';
import { type Running, knownNow, projectedTogether, runningOf } from './capacity-running.ts';
import { limitNow } from './limit-now.ts';
import { loadsIn, quarterAt } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { alarmOf, isParty, tellsOne } from './group-total.ts';
import { type Scope, scoped } from './scope.ts';
import type { GroupNow, GroupStatement, RunningQuarter } from './shapes-capacity.ts';

/** Whoever is or was in a group may know of it. */
export function groupResource(deps: Pick<Deps, 'directory' | 'capacity'>, id: number): Resource | null {
  const group = deps.capacity.group(id);
  if (group === null) return null;
  const companies = deps.capacity.membersOf(id).map((row) => companyOf(deps, row));
  return { kind: 'group', park: group.park, companies: [...new Set(companies)] };
}

export const companyOf = (deps: Pick<Deps, 'directory'>, row: Pick<MemberRow, 'connection'>): number => deps.directory.connections.get(row.connection)?.company ?? 0;
const nameOf = (deps: Deps, company: number): string => deps.directory.companies.get(company)?.name ?? '';

/** May this reader see what this company drew as a member? Whom it shares with, and a fellow member where it consents to that. */
export function seesMember(deps: Pick<Deps, 'directory' | 'now'>, principal: Principal, company: number): boolean {
  const now = deps.now();
  const row = deps.directory.companies.get(company);
  if (row === undefined) return false;
  if (mayEnter(principal, { company, park: row.park, sharing: deps.directory.sharingOf(company, now) })) return true;
  return principal.roles.some((role) => role.role === 'company') && deps.directory.sharesWithGroup(company, now);
}

interface Seen {
  readonly rows: readonly MemberRow[];
  /** Companies that this reader sees. */
  readonly seen: ReadonlySet<number>;
  readonly hidden: number;
  /** Members whose readings the ledger may not hold: they do not share with the park manager, who keeps it. */
  readonly withheld: number;
}

function membersIn(deps: Deps, principal: Principal, over: { group: number; from: EpochMs; to: EpochMs }): Seen {
  const rows = deps.capacity.membersOf(over.group).filter((row) => overlap(row, over));
  const companies = [...new Set(rows.map((row) => companyOf(deps, row)))];
  const seen = new Set(companies.filter((company) => seesMember(deps, principal, company)));
  const shared = (company: number): boolean => principal.processor || deps.directory.sharingOf(company, deps.now()).parkmanager;
  return { rows, seen, hidden: companies.length - seen.size, withheld: companies.filter((company) => !shared(company)).length };
}

/** Those who are in it at this moment. @returns open: may this reader know what each of them draws? */
export function membersNow(deps: Deps, principal: Principal, group: number): { rows: readonly MemberRow[]; open: boolean } {
  const now = deps.now();
  const { rows, hidden, withheld } = membersIn(deps, principal, { group, from: now, to: epochMs(now + 1) });
  return { rows, open: hidden === 0 && withheld === 0 };
}

/** Member connections as loads of their own. */
export function scopeOfMembers(deps: Deps, rows: readonly MemberRow[], period: { from: EpochMs; to: EpochMs }): Scope {
  const none: ReadonlySet<number> = new Set();
  const ids = [...new Set(rows.map((row) => row.connection))];
  const connections = ids.flatMap((id) => {
    const row = deps.directory.connections.get(id);
    return row === undefined ? [] : [scoped(deps.directory, row, { ids: none, roots: none, ...period })];
  });
  return { connections, withheld: 0 };
}

/** @throws ApiError bad-time when it is no month such as 2026-10 */
function monthOf(deps: Deps, month: string | undefined): { name: string; from: EpochMs; to: EpochMs } {
  const now = deps.now();
  if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new ApiError('bad-time', `'month' must be a month such as 2026-10, not "${month}".`);
  const from = month === undefined ? localFloor(now, 'P1M') : localDate(`${month}-01`);
  if (from > now) throw new ApiError('bad-time', `'month' (${month}) has not begun.`);
  // Noon in UTC of its second day lies in the month everywhere.
  const name = month ?? toIso(epochMs(from + 36 * 4 * QUARTER_MS)).slice(0, 7);
  return { name, from, to: localAdd(from, 'P1M', 1) };
}

/** What a statement rests on for a reader. */
export interface StatementGround extends Seen {
  readonly month: { readonly name: string; readonly from: EpochMs; readonly to: EpochMs };
  /** The quarters of it that have ended. */
  readonly period: { readonly from: EpochMs; readonly to: EpochMs };
  /** Does this reader see every member? Only then figures of the group are told. */
  readonly open: boolean;
  /** Is it said here who passed the limit? */
  readonly judged: boolean;
  /** Memberships whose readings are in the ledger. */
  readonly held: readonly MemberRow[];
  readonly scope: Scope;
  readonly question: Pick<Extract<CapacityQuestion, { kind: 'statement' }>, 'direction' | 'parts' | 'rule' | 'members'>;
}
export interface StatementOver {
  readonly group: GroupRow;
  readonly month: string | undefined;
  readonly direction: Direction;
}

/** @throws ApiError bad-time when it is no month that has begun */
export function statementGround(deps: Deps, principal: Principal, { group, direction, ...over }: StatementOver): StatementGround {
  const month = monthOf(deps, over.month);
  const ended = epochMs(Math.max(Math.min(month.to, Math.floor(deps.now() / QUARTER_MS) * QUARTER_MS), month.from + QUARTER_MS));
  const period = { from: month.from, to: ended };
  const members = membersIn(deps, principal, { group: group.id, ...period });
  const { rows, seen, hidden, withheld } = members;
  // The ledger holds every member or it is none: with one of them missing nobody can be blamed.
  const held = withheld === 0 ? rows : rows.filter((row) => seen.has(companyOf(deps, row)));
  // A member that reads its own part each quarter-hour would find by the rule what the only other one drew in it.
  const judged = withheld === 0 && !(tellsOne(hidden) && ended < month.to);
  const parts = [{ of: 'group' as const, group: group.id, members: [], rows: judged ? deps.capacity.limitsOfGroup(group.id) : [] }];
  return {
    ...members,
    month,
    period,
    open: hidden === 0 && withheld === 0,
    judged,
    held,
    scope: scopeOfMembers(deps, held, period),
    question: { direction, parts, rule: group.rule, members: memberTerms(held, direction) },
  };
}

/** What each member used of the shared room in a local month, and whose use passed it. A member sees its own line; the others'
 *  and the group's figures only where all of them consent. */
export async function answerStatement(deps: Deps, principal: Principal, over: StatementOver): Promise<Omit<GroupStatement, 'simulated'>> {
  const { group, direction } = over;
  const { month, period, rows, seen, hidden, withheld, open, judged, held, scope, question } = statementGround(deps, principal, over);
  const { stretches, sums } = await loadsIn(deps, scope, period);
  const limits = deps.capacity.limitsOfGroup(group.id);
  const statement = await deps.compute.capacity(stretches, { kind: 'statement', ...question });
  const instantAt = (index: number): string => toIso(epochMs(month.from + index * QUARTER_MS));
  const memberOf = (connection: number): { connection: number; company: number; name: string } => {
    const company = deps.directory.connections.get(connection)?.company ?? 0;
    return { connection, company, name: nameOf(deps, company) };
  };
  const figure = <T>(value: T): T | null => (open ? value : null);
  const lines = statement.members.filter((one) => seen.has(memberOf(one.id).company));
  return {
    group: group.id,
    name: group.name,
    rule: group.rule,
    direction,
    month: month.name,
    from: toIso(month.from),
    to: toIso(month.to),
    members: lines.map((line) => ({ ...memberOf(line.id), ...lineOf(line, { held, period, direction, rule: group.rule, instantAt, open }) })),
    membersHidden: hidden,
    membersWithheld: withheld,
    limitKw: highestLimit(limits, { direction, ...period }),
    useKwh: figure(published(statement.useKwh)),
    returnKwh: figure(published(statement.returnKwh)),
    kwMax: statement.peak === null ? null : figure(published(statement.peak.kw)),
    kwMaxAt: statement.peak === null ? null : figure(instantAt(statement.peak.index)),
    aboveKwh: figure(published(statement.aboveKwh)),
    quartersAbove: figure(statement.quartersAbove),
    exceedances: open ? statement.exceedances.map((one) => exceedanceOf(one, { instantAt, memberOf })) : [],
    quarters: statement.quarters,
    quartersUnjudged: judged ? statement.quartersUnjudged : statement.quarters,
    coverage: coverageOf(withWithheld(sums, rows.length - held.length)),
    quality: qualityOf(withWithheld(sums, rows.length - held.length)),
    asOf: toIso(deps.now()),
  };
}

const highestLimit = (limits: readonly Parameters<typeof limitsOf>[0][number][], over: { direction: Direction; from: EpochMs; to: EpochMs }): number | null => {
  const kw = limitsOf(limits, { direction: over.direction, firstQuarter: over.from / QUARTER_MS, quarters: (over.to - over.from) / QUARTER_MS, contractKw: null });
  const most = kw.reduce((best, one) => (one > best ? one : best), -Infinity);
  return Number.isFinite(most) ? most : null;
};

function memberTerms(rows: readonly MemberRow[], direction: Direction): GroupMember[] {
  return [...new Set(rows.map((row) => row.connection))].map((connection) => ({
    connection,
    terms: rows
      .filter((row) => row.connection === connection)
      .map((row) => ({
        from: quarterAt(row.from),
        to: row.to === null ? Infinity : quarterAt(row.to),
        shareKw: direction === 'import' ? row.shareImportKw : row.shareExportKw,
        priority: row.priority,
      })),
  }));
}

interface LineOver {
  readonly held: readonly MemberRow[];
  readonly period: StatementGround['period'];
  readonly direction: Direction;
  readonly rule: GroupRow['rule'];
  readonly instantAt: (index: number) => string;
  readonly open: boolean;
}
type Line = Omit<GroupStatement['members'][number], 'connection' | 'company' | 'name'>;

/** Local days of memberships in a period. */
const daysIn = (rows: readonly MemberRow[], { from, to }: StatementGround['period']): number =>
  rows.reduce((sum, row) => {
    const [first, end] = [Math.max(quarterAt(row.from), from / QUARTER_MS), Math.min(row.to === null ? Infinity : quarterAt(row.to), to / QUARTER_MS)];
    return sum + daysBetween(first, end);
  }, 0);

function lineOf(line: MemberStatement, { held, period, direction, rule, instantAt, open }: LineOver): Line {
  const mine = held.filter((row) => row.connection === line.id);
  const last = mine.at(-1);
  return {
    days: published(daysIn(mine, period)),
    shareKw: (direction === 'import' ? last?.shareImportKw : last?.shareExportKw) ?? 0,
    priority: last?.priority ?? 1,
    useKwh: published(line.useKwh),
    returnKwh: published(line.returnKwh),
    kwMax: line.kwMax === null ? null : published(line.kwMax),
    kwMaxAt: line.kwMaxIndex === null ? null : instantAt(line.kwMaxIndex),
    // When the group was at its highest is a figure of the group.
    coincidentKw: line.coincidentKw === null || !open ? null : published(line.coincidentKw),
    beyondShareKwh: rule === 'fixed' ? published(line.beyondShareKwh) : null,
    aboveKwh: published(line.aboveKwh),
    aboveKwMax: published(line.aboveKwMax),
    quartersAbove: line.quartersAbove,
    quartersMissing: line.quartersMissing,
  };
}

function exceedanceOf(
  one: Statement['exceedances'][number],
  { instantAt, memberOf }: { instantAt: (index: number) => string; memberOf: (connection: number) => { connection: number; company: number; name: string } },
): GroupStatement['exceedances'][number] {
  return {
    start: instantAt(one.from),
    end: instantAt(one.to),
    aboveKwMax: published(one.aboveKwMax),
    aboveKwh: published(one.aboveKwh),
    causes: one.causes.map((cause) => ({ ...memberOf(cause.id), aboveKwMax: published(cause.aboveKwMax), aboveKwh: published(cause.aboveKwh) })),
  };
}

interface RunningOver {
  readonly group: GroupRow;
  readonly direction: Direction;
}
/** The running quarter of a group as far as a reader may know it. */
export interface RunningGround extends Pick<Seen, 'rows' | 'hidden'> {
  /** The moment of every projection in it. */
  readonly at: EpochMs;
  readonly period: { readonly from: EpochMs; readonly to: EpochMs };
  /** Members that this reader sees, and those whose use is in the total. */
  readonly visible: readonly MemberRow[];
  readonly counted: readonly MemberRow[];
  readonly scope: Scope;
  /** By connection. */
  readonly running: ReadonlyMap<number, Running | null>;
  /** null: this reader may not know it. */
  readonly whole: RunningQuarter | null;
  /** Would the total less what the reader sees not be one member? */
  readonly exact: boolean;
}

export async function runningGround(deps: Deps, principal: Principal, { group, direction }: RunningOver): Promise<RunningGround> {
  const at = deps.now();
  const then = { now: () => at };
  const start = quarterStart(at);
  const period = { from: start, to: epochMs(start + QUARTER_MS) };
  const { rows, seen, hidden, withheld } = membersIn(deps, principal, { group: group.id, ...period });
  const companies = [...new Set(rows.map((row) => companyOf(deps, row)))];
  const party = isParty(principal, { park: group.park, companies });
  const visible = rows.filter((row) => seen.has(companyOf(deps, row)));
  // The agreement lets those who made it know the total; of the others everybody has to share.
  const counted = party ? rows : visible;
  const scope = scopeOfMembers(deps, counted, period);
  const running = await runningOf(deps, scope.connections, direction);
  const limitKw = limitNow(then, deps.capacity.limitsOfGroup(group.id), { direction, contractKw: null });
  const all = counted.map((row) => running.get(row.connection) ?? null);
  const whole = party || (hidden === 0 && withheld === 0) ? projectedTogether(then, all, limitKw) : null;
  return { at, rows, hidden, period, visible, counted, scope, running, whole, exact: !tellsOne(hidden) };
}

/** The running quarter of a group: where it will end against the shared limit, and the part of each member that this reader sees. */
export async function answerGroupNow(deps: Deps, principal: Principal, over: RunningOver): Promise<Omit<GroupNow, 'simulated'>> {
  const { group, direction } = over;
  const { at, rows, hidden, period, visible, scope, running, whole, exact } = await runningGround(deps, principal, over);
  const parts = visible.map((row) => running.get(row.connection) ?? null);
  return {
    group: group.id,
    at: toIso(at),
    start: toIso(period.from),
    end: toIso(period.to),
    direction,
    total: exact ? whole : null,
    alarm: whole === null ? null : alarmOf(whole, exact),
    members: visible.map((row, index) => {
      const { usedKwh, projectedKw } = projectedTogether({ now: () => at }, [parts[index] ?? null], null);
      const company = companyOf(deps, row);
      return { connection: row.connection, company, name: nameOf(deps, company), usedKwh, projectedKw, shareKw: direction === 'import' ? row.shareImportKw : row.shareExportKw };
    }),
    membersHidden: hidden,
    ...knownNow(deps, scope, { told: parts.filter((one) => one !== null).length, all: rows.length }),
  };
}
