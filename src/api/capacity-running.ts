// The running quarter of connections: what was used so far, where it will end, and what must come off.
import { type Principal, decide } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { projected, together } from '../domain/capacity/running-quarter.ts';
import { type Disclosed, type Reason, judgeDisclosure, judgeMeasure } from '../domain/disclosure.ts';
import { QUARTER_MS, localAdd, localFloor, quarterStart, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { LimitPart } from '../domain/capacity/limit-parts.ts';
import type { GroupRow } from '../storage/capacity.ts';
import { scopeKey } from './balance-pieces.ts';
import { type Place, capacityScope, limitParts } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { limitNow, limitOfParts } from './limit-now.ts';
import { entitiesIn } from './members.ts';
import { withoutTotals } from './now-power.ts';
import { speakingIn, newestIn } from './heard.ts';
import { type Scope, type ScopedConnection, thereIn } from './scope.ts';
import type { CapacityNow, RunningQuarter } from './shapes-capacity.ts';

/** Before this much of a quarter has passed, its mean says too little to expect anything from. */
const EXPECT_AFTER_MS = 3 * 60_000;
const HOUR_MS = 3_600_000;

/** What a connection used of the running quarter, and at what power. */
interface RunningPower {
  readonly usedKwh: number;
  readonly rateKw: number;
}
/** The same with what each of its counters says. */
interface Spoken extends RunningPower {
  readonly registers: readonly RunningPower[];
}
export interface Running extends Spoken {
  readonly registers: readonly RunningRegister[];
}
/** What one register says of it; negative where it counts the other way. */
interface RunningRegister extends RunningPower {
  readonly register: number;
  /** Its last reading. */
  readonly until: EpochMs;
}

/** Of each connection that is measured. */
export async function runningOf(deps: Deps, today: readonly ScopedConnection[], direction: Direction): Promise<Map<number, Running | null>> {
  const start = quarterStart(deps.now());
  const connections = thereIn(today, start / QUARTER_MS);
  const netRegisters = (one: ScopedConnection): number[] => one.registers.filter(({ flow }) => flow === 'import' || flow === 'export').map(({ register }) => register);
  const running = await deps.store.ask({ kind: 'running', registers: Int32Array.from(connections.flatMap(netRegisters)) });
  const mine = withoutTotals(
    running.filter((one) => one.start === start),
    connections,
  );
  const byRegister = new Map(mine.map((one) => [one.register, one]));
  return new Map(connections.filter((one) => one.registers.length > 0).map((one) => [one.id, connectionRunning(one, { byRegister, direction, start })]));
}

interface Told {
  readonly amountMicro: number;
  readonly until: number;
}

function connectionRunning(connection: ScopedConnection, over: { byRegister: ReadonlyMap<number, Told>; direction: Direction; start: EpochMs }): Running | null {
  const { byRegister, direction, start } = over;
  const registers = connection.registers.flatMap(({ register, flow }): RunningRegister[] => {
    const one = byRegister.get(register);
    if (one === undefined || (flow !== 'import' && flow !== 'export')) return [];
    const usedKwh = ((flow === direction ? 1 : -1) * one.amountMicro) / 1e6;
    // Each meter from its own last reading: one that reports every minute lags behind one that does every second.
    const rateKw = one.until > start ? (usedKwh * HOUR_MS) / (one.until - start) : 0;
    return [{ register, usedKwh, rateKw, until: epochMs(one.until) }];
  });
  return registers.length === 0 ? null : { ...together(registers), registers };
}

const NOTHING_TOLD: RunningQuarter = { usedKwh: null, projectedKw: null, unknown: null, limitKw: null, headroomKw: null, comeOffKw: null, lost: false };

/** Several connections against one limit. */
export function projectedTogether(deps: Pick<Deps, 'now'>, parts: readonly (RunningPower | null)[], limitKw: number | null): RunningQuarter {
  const now = deps.now();
  const start = quarterStart(now);
  const known = parts.filter((one) => one !== null);
  const isEarly = now - start < EXPECT_AFTER_MS;
  // A meter that speaks every few minutes is not silent yet.
  const nothing: RunningQuarter = { ...NOTHING_TOLD, limitKw, unknown: isEarly ? 'early' : 'silent' };
  if (known.length === 0) return nothing;
  const sum = together(known);
  const usedKwh = published(sum.usedKwh);
  // Room that a silent meter may be using is no room.
  if (known.length < parts.length || isEarly) return { ...nothing, usedKwh };
  const ends = projected({ ...sum, leftHours: (start + QUARTER_MS - now) / HOUR_MS, limitKw });
  return {
    usedKwh,
    limitKw,
    unknown: null,
    ...ends,
  };
}

/** How much of what is used is known, as in every answer. */
export const knownNow = (deps: Pick<Deps, 'now' | 'last'>, scope: Scope, { told, all }: { told: number; all: number }): Pick<CapacityNow, 'coverage' | 'quality' | 'asOf'> => ({
  coverage: all === 0 ? 0 : told / all,
  // Live counters: measured, and what is silent is missing.
  quality: all === 0 ? {} : { ...(told > 0 && { M: told / all }), ...(told < all && { X: (all - told) / all }) },
  asOf: toIso(newestIn(deps, scope) ?? deps.now()),
});

/** Why the running quarter may not be shown to whoever may not see the companies: what was used so far, and the power at which it goes
 *  on, are each judged by whoever spoke in it.
 *  @see docs/methods.md#disclosure */
export function secretRunning(
  deps: Pick<Deps, 'directory' | 'now'>,
  { connections, members }: Pick<Scope, 'connections' | 'members'>,
  running: ReadonlyMap<number, Spoken | null>,
): Reason | null {
  const entityOf = entitiesIn(deps, members);
  const spoke = connections.flatMap(({ id, company }) => {
    const one = running.get(id) ?? null;
    return one === null ? [] : [{ entity: entityOf(company), ...one }];
  });
  for (const field of ['usedKwh', 'rateKw'] as const) {
    // The net less what is drawn, which is told of the quarter afterwards, is what a few feed in. By counters: one may do both.
    const side = (sign: 1 | -1): Disclosed =>
      judgeMeasure(spoke.map(({ entity, registers }) => ({ entity, amount: registers.reduce((sum, one) => sum + Math.max(sign * one[field], 0), 0) })));
    for (const judged of [judgeDisclosure(spoke.map((one) => ({ entity: one.entity, amount: one[field] }))), side(1), side(-1)]) if (judged.sign === 'x') return judged.reason;
  }
  return null;
}

/** Whoever sees one of a group's companies as its manager or its own, as access decides. */
export function seesGroup(deps: Deps, principal: Principal, { id, park }: GroupRow): boolean {
  const companies = deps.capacity.membersOf(id).map((row) => deps.directory.connections.get(row.connection)?.company ?? 0);
  return decide(principal, 'see', { kind: 'group', park, companies }) === 'allow';
}

interface NowOver {
  readonly place: Place;
  readonly direction: Direction;
}

/** The running quarter of a place, and of each group that counts in it. */
export async function answerCapacityNow(deps: Deps, principal: Principal, over: NowOver): Promise<Omit<CapacityNow, 'simulated'>> {
  const { direction } = over;
  const { parts, measured, ...own } = await ownRunning(deps, { ...over, scope: await scopeToday(deps, principal, over.place) });
  const then = { now: () => measured.at };
  const groups = parts.flatMap((part) => {
    const row = part.of === 'group' ? deps.capacity.group(part.group) : null;
    if (part.of !== 'group' || row === null || !seesGroup(deps, principal, row)) return [];
    const members = part.members.map((id) => measured.running.get(id) ?? null);
    return [{ group: row.id, name: row.name, ...projectedTogether(then, members, limitNow(then, part.rows, { direction, contractKw: null })) }];
  });
  return { ...own, groups };
}

function scopeToday(deps: Deps, principal: Principal, place: Place): Promise<Scope> {
  const from = localFloor(deps.now(), 'P1D');
  const day = { from, to: localAdd(from, 'P1D', 1) };
  return capacityScope(deps, principal, { place, ...day });
}

/** What the meters of a place say of the running quarter: to whoever may not see the members as it was last judged. */
export async function runningPlace(deps: Deps, principal: Principal, over: NowOver): Promise<{ scope: Scope; measured: Measured }> {
  return runningIn(deps, await scopeToday(deps, principal, over.place), over.direction);
}

async function runningIn(deps: Deps, today: Scope, direction: Direction): Promise<{ scope: Scope; measured: Measured }> {
  const scope = { ...today, connections: thereIn(today.connections, quarterStart(deps.now()) / QUARTER_MS) };
  const make = (): Promise<Measured> => measuredNow(deps, scope, direction);
  const isOpen = scope.members === undefined;
  const measured = await (isOpen ? make() : deps.judgedNow.held(`running ${direction} ${scopeKey(scope)}`, { ...speakingIn(deps, scope), now: deps.now() }, make));
  return { scope, measured };
}

/** What meters say; limits are added when they are asked for, so that another contract holds at once. */
export interface Measured {
  readonly at: EpochMs;
  readonly running: ReadonlyMap<number, Running | null>;
  readonly secret: Reason | null;
  readonly known: ReturnType<typeof knownNow>;
}

async function measuredNow(deps: Deps, scope: Scope, direction: Direction): Promise<Measured> {
  const at = deps.now();
  const roots = scope.connections.filter((one) => one.behind === null);
  const running = await runningOf(deps, roots, direction);
  const all = [...running.values()];
  const secret = scope.members === undefined ? null : secretRunning(deps, { ...scope, connections: roots }, running);
  return { at, running, secret, known: knownNow(deps, scope, { told: all.filter((one) => one !== null).length, all: all.length + scope.withheld }) };
}

interface OwnRunning extends Omit<CapacityNow, 'simulated' | 'groups'> {
  readonly measured: Measured;
  readonly parts: readonly LimitPart[];
}

/** The running quarter of a place against its own limit: one answer, for the page of this moment and for the room that is left.
 *  @param over scope: of the whole day, of a reader who was found to be told of it */
export async function ownRunning(deps: Deps, over: NowOver & { scope: Scope }): Promise<OwnRunning> {
  const { place, direction } = over;
  const { scope, measured } = await runningIn(deps, over.scope, direction);
  const { at, running, secret, known } = measured;
  const then = { now: () => at };
  const start = quarterStart(at);
  const { parts, source } = limitParts(deps, scope, { place, direction, from: start, to: epochMs(start + QUARTER_MS) });
  const own = projectedTogether(then, [...running.values()], limitOfParts(then, parts, direction));
  return {
    at: toIso(at),
    start: toIso(start),
    end: toIso(epochMs(start + QUARTER_MS)),
    direction,
    limitKind: source,
    own: secret === null ? own : { ...NOTHING_TOLD, limitKw: own.limitKw, sign: 'x', reason: secret },
    ...known,
    measured,
    parts,
  };
}
