// Which connections a figure about capacity rests on, the limits they have together, and their loads.
import type { Principal } from '../domain/access.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { judgeDisclosure } from '../domain/disclosure.ts';
import type { Entities } from '../domain/capacity/secret-quarters.ts';
import { type StepSums, addSums, sumsFromMicro } from '../domain/balance-steps.ts';
import { QUARTER_MS, quarterStart, toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Loads } from '../jobs/stretch-loads.ts';
import type { LimitPart } from '../domain/capacity/limit-parts.ts';
import { overlap } from '../storage/capacity.ts';
import { gatheredFrom } from '../storage/series.ts';
import { daysAtOnce, stretchesIn } from '../domain/stretches.ts';
import type { Deps } from './deps.ts';
import { checkDisclosed } from './disclosure-query.ts';
import { pipelined } from './pipelined.ts';
import { type Area, type Scope, type ScopedConnection, endTold, registersIn, scopeOf } from './scope.ts';
import type { LimitSource } from './shapes-capacity.ts';

/** A place with capacity: one connection, or all of an area. */
export type Place = Area | { readonly kind: 'connection'; readonly connection: number };

/** Where the routes of a place begin, below /api/v1. */
export function pathOf(place: Place): string {
  switch (place.kind) {
    case 'park':
      return `/parks/${place.park}`;
    case 'company':
      return `/companies/${place.company}`;
    case 'connection':
      return `/connections/${place.connection}`;
    case 'region':
      return '/region';
  }
}

/** End of what a reader is told of a place by now. */
export const endOf = (deps: Pick<Deps, 'directory' | 'now'>, principal: Principal, place: Place): EpochMs =>
  place.kind === 'connection' ? quarterStart(deps.now()) : endTold(deps, principal, { area: place, at: deps.now() });

type Known = Pick<Deps, 'directory' | 'capacity'>;

interface Period {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The electricity connections that this reader may add up.
 *  @throws ApiError when the figure is kept back from this reader */
export async function capacityScope(deps: Deps, principal: Principal, over: Period & { place: Place }): Promise<Scope> {
  const { place } = over;
  if (place.kind !== 'connection') {
    const scope = scopeOf(deps.directory, principal, { area: place, carrier: 'electricity', from: over.from, to: over.to, now: deps.now() });
    await checkDisclosed(deps, principal, { area: place, scope, from: over.from, to: over.to });
    return scope;
  }
  const row = deps.directory.connections.get(place.connection);
  const area: Area = { kind: 'company', company: row?.company ?? 0 };
  const all = scopeOf(deps.directory, principal, { area, carrier: row?.carrier ?? 'electricity', from: over.from, to: over.to, now: deps.now() });
  // Alone: what lies behind it is its own load here.
  const mine = all.connections.filter((one) => one.id === place.connection).map((one): ScopedConnection => ({ ...one, behind: null, passesOn: false }));
  return { connections: mine, withheld: 0 };
}

type Terms = readonly (readonly [connection: number, quarter: number])[];
/** What a question has to know of its connections: from when on one is there, and is not any more, and, for whoever may not see the
 *  members, whose they are, so that each quarter is judged by itself. */
export const scopeTerms = ({ connections, members }: Pick<Scope, 'connections' | 'members'>): { begins: Terms; ends: Terms; entities?: Entities } => ({
  begins: connections.flatMap(({ id, fromQuarter }) => (fromQuarter === undefined ? [] : [[id, fromQuarter] as const])),
  ends: connections.flatMap(({ id, toQuarter }) => (toQuarter === undefined ? [] : [[id, toQuarter] as const])),
  ...(members !== undefined && { entities: members.map(({ company, entity }) => [company, entity] as const) }),
});

/** Connections that stand on the public grid and are measured: what has a limit. */
const rootsIn = (scope: Scope): ScopedConnection[] => scope.connections.filter((one) => one.behind === null && (one.passesOn || one.registers.length > 0));

/** The rights of a scope, which add up to its limit. A group counts once, and instead of its members, where all of them are here. None
 *  where the sum would tell one of them to who may not see the members: then nothing of a limit is known there. */
export function limitParts(deps: Known, scope: Scope, over: Period & { direction: Direction; place: Place }): { parts: LimitPart[]; source: LimitSource | null } {
  const roots = rootsIn(scope);
  if (isLimitSecret(deps, { roots, members: scope.members }, over.direction)) return { parts: [], source: null };
  const ids = new Set(roots.map((one) => one.id));
  const groups = over.place.kind === 'park' ? groupsAmong(deps, ids, over) : [];
  const known = new Set(groups.map((group) => group.group));
  const parts = [...roots.map((one) => connectionPart(deps, one, { direction: over.direction, groups: known })), ...groups];
  const grouped = new Set(groups.flatMap((group) => group.members));
  return { parts, source: sourceOf({ place: over.place, roots, grouped }) };
}

/** Is what the members may draw together mostly of one or two of them? A contract is as much a company's own as what it draws.
 *  @see docs/methods.md#disclosure */
function isLimitSecret(deps: Known, { roots, members }: { roots: readonly ScopedConnection[]; members: Scope['members'] | undefined }, direction: Direction): boolean {
  if (members === undefined) return false;
  const entities = new Map(members.map(({ company, entity }) => [company, entity]));
  const contributions = roots.map(({ id, company }) => {
    const rows = deps.capacity.limitsOfConnection(id).flatMap((row) => (row.direction === direction ? row.kw : []));
    return { entity: entities.get(company) ?? `company ${company}`, amount: Math.max(contractOf(deps, id, direction) ?? 0, ...rows) };
  });
  return contributions.length > 0 && judgeDisclosure(contributions).sign === 'x';
}

function sourceOf({ place, roots, grouped }: { place: Place; roots: readonly ScopedConnection[]; grouped: ReadonlySet<number> }): LimitSource | null {
  if (roots.length === 0) return null;
  if (roots.length === 1 && roots[0]?.passesOn === true) return 'closed-distribution-main';
  if (grouped.size > 0) return roots.every((one) => grouped.has(one.id)) ? 'group' : 'group-and-contracts';
  return place.kind === 'park' || place.kind === 'region' ? 'sum-of-contracts' : 'contract';
}

/** What is contracted, else what the connection can carry; null = unknown. */
export function contractOf(deps: Pick<Known, 'directory'>, connection: number, direction: Direction): number | null {
  const row = deps.directory.connections.get(connection);
  if (row === undefined) return null;
  return direction === 'import' ? (row.contractedImportKw ?? row.physicalImportKw) : (row.contractedExportKw ?? row.physicalExportKw);
}

function connectionPart(
  deps: Known,
  { id: connection, fromQuarter, toQuarter }: ScopedConnection,
  { direction, groups }: { direction: Direction; groups: ReadonlySet<number> },
): LimitPart {
  const terms = deps.capacity.membershipsOf(connection).filter((row) => groups.has(row.group));
  return {
    of: 'connection',
    connection,
    rows: deps.capacity.limitsOfConnection(connection),
    contractKw: contractOf(deps, connection, direction),
    grouped: terms.map(({ group, from, to }) => ({ group, from: quarterAt(from), to: to === null ? Infinity : quarterAt(to) })),
    ...(fromQuarter !== undefined && { begins: fromQuarter }),
    ...(toQuarter !== undefined && { ends: toQuarter }),
  };
}

/** The quarter in which a row begins or ends belongs to what holds at its start. */
export const quarterAt = (at: EpochMs): number => Math.ceil(at / QUARTER_MS);

/** Groups of which every member in this time is among the connections. */
function groupsAmong(deps: Known, connections: ReadonlySet<number>, over: Period & { direction: Direction }): Extract<LimitPart, { of: 'group' }>[] {
  return deps.capacity.groups().flatMap((group) => {
    const members = [
      ...new Set(
        deps.capacity
          .membersOf(group.id)
          .filter((row) => overlap(row, over))
          .map((row) => row.connection),
      ),
    ];
    const rows = deps.capacity.limitsOfGroup(group.id).filter((row) => row.direction === over.direction);
    if (members.length === 0 || rows.length === 0 || !overlap(group, over) || !members.every((one) => connections.has(one))) return [];
    return [{ of: 'group' as const, group: group.id, members, rows }];
  });
}

/** Loads of a period, a stretch at a time, so that years need no more rows in memory than that.
 *  @param over together: what they draw together is all that is needed
 *  @throws RangeError when it goes on beyond what the reader is told: its end is that of `endOf` */
export async function loadsIn(deps: Deps, scope: Scope, { from, to, together = false }: Period & { together?: boolean }): Promise<{ stretches: Loads[]; sums: StepSums }> {
  if (to > (scope.toldUntil ?? to)) throw new RangeError(`loads until ${toIso(to)} are not told yet`);
  const registers = registersIn(scope);
  const parts = stretchesIn({ from, to }, daysAtOnce(registers.length)).map((bounds) => bounds.map((at) => at / QUARTER_MS));
  const stretches = await pipelined(parts, {
    read: (bounds) => deps.store.ask({ kind: 'days', registers, from: bounds[0] ?? 0, to: bounds.at(-1) ?? 0 }),
    work: (read, bounds): Promise<Loads> => {
      const borders = bounds.map((at) => at - (bounds[0] ?? 0));
      const job = { firstQuarter: bounds[0] ?? 0, quarters: borders.at(-1) ?? 0, connections: scope.connections, ...gatheredFrom(read), before: [] };
      return deps.compute.loads(together ? { ...job, together, borders } : job);
    },
  });
  return { stretches, sums: sumsFromMicro(addSums(stretches.map((one) => one.sums))) };
}
