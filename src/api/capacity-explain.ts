// Explains the use of a limit in one quarter: the registers behind the power, and the rights that add up to the limit.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { loadTerms } from '../domain/capacity/load-terms.ts';
import { type Contribution, judgeDisclosure } from '../domain/disclosure.ts';
import { QUARTER_MS, localAdd, localFloor, quarterStart, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CapacityOver } from './capacity-query.ts';
import { seesGroup } from './capacity-running.ts';
import { capacityScope, endOf, scopeTerms, limitParts, loadsIn } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { REASONS } from './disclosure-query.ts';
import { ApiError } from './errors.ts';
import { notToldYet } from './period.ts';
import { companiesOpen, explainedTerms } from './explain-terms.ts';
import type { LimitHeld } from './limit-now.ts';
import { protectedEntityOf } from './members.ts';
import type { CapacityExplanation } from './shapes-capacity.ts';

/** kWh of a quarter-hour x this = mean power in kW. */
const QUARTERS_PER_HOUR = 4;

type Answer = Omit<CapacityExplanation, 'simulated'>;

/** @param over at: start of the quarter, as `at` of an item of the capacity says it; a limit depends on who is measured in the period around it
 *  @throws ApiError when it is no whole quarter that has ended, or nothing is known of it */
export async function explainCapacity(deps: Deps, principal: Principal, over: CapacityOver & { at: EpochMs }): Promise<Answer> {
  const { at, direction } = over;
  const period = within(deps, principal, over);
  const scope = await capacityScope(deps, principal, period);
  const { parts, source } = limitParts(deps, scope, period);
  const { stretches } = await loadsIn(deps, scope, period);
  const judged = scopeTerms(scope);
  const { item, counted, limits, secret } = await deps.compute.capacity(stretches, { kind: 'quarter', direction, parts, at: (at - period.from) / QUARTER_MS, ...judged });
  // One quarter of whoever spoke in it, by the same judgement as the figure itself.
  if (secret !== null) throw new ApiError('suppressed', `x (${secret}): ${REASONS[secret]}`);
  const quarter = at / QUARTER_MS;
  const here = new Set(counted.map((one) => one.connection));
  const { quarters } = await explainedTerms(deps, {
    principal,
    scope: { connections: scope.connections.filter((one) => here.has(one.id)) },
    from: quarter,
    to: quarter + 1,
    asOf: null,
    figureAt: deps.now(),
    power: QUARTERS_PER_HOUR,
    termsOf: (connections) => loadTerms(connections, direction),
  });
  return {
    direction,
    start: item.start,
    end: item.end,
    usageKw: item.usageKw,
    quarters,
    limitKind: source,
    limitKw: item.limitKw,
    limits: limitsFor(deps, principal, limits),
    headroomKw: item.headroomKw,
    measured: item.measured,
    asOf: toIso(deps.now()),
  };
}

/** The period asked for, or the local day of the quarter. */
function within(deps: Deps, principal: Principal, { at, from, to, ...rest }: CapacityOver & { at: EpochMs }): CapacityOver {
  if (at % QUARTER_MS !== 0) throw new ApiError('bad-time', "'at' must be the start of a quarter-hour.");
  if (at + QUARTER_MS > quarterStart(deps.now())) throw new ApiError('bad-time', "'at' must be a quarter-hour that has ended; of the running one there is /capacity/now.");
  const end = endOf(deps, principal, rest.place);
  if (at >= end) throw notToldYet(end);
  const inside = at >= from && at < to;
  const day = localFloor(at, 'P1D');
  const [first, last] = inside ? [from, to] : [day, localAdd(day, 'P1D', 1)];
  return { ...rest, from: first, to: epochMs(Math.min(last, end)) };
}

/** Rights that this reader may not see stand in one sum; where these by themselves would tell of one company, all rights do, since the
 *  limit less those that are listed is what is not.
 *  @see docs/methods.md#disclosure */
export function limitsFor(deps: Deps, principal: Principal, limits: readonly LimitHeld[]): Answer['limits'] {
  const open = companiesOpen(deps, principal);
  const companyOf = (connection: number): number => deps.directory.connections.get(connection)?.company ?? 0;
  const isSeen = ({ of, id }: LimitHeld): boolean => {
    const group = of === 'group' ? deps.capacity.group(id) : null;
    return of === 'group' ? group !== null && seesGroup(deps, principal, group) : open(companyOf(id));
  };
  const hidden = limits.filter((one) => !isSeen(one));
  // A right of a group is its members', in equal parts.
  const holders = ({ of, id, kw }: LimitHeld): Contribution[] => {
    const companies = of === 'group' ? deps.capacity.membersOf(id).map((row) => companyOf(row.connection)) : [companyOf(id)];
    return companies.map((company) => ({ entity: protectedEntityOf(deps, company), amount: kw / companies.length }));
  };
  const isTelling = hidden.length > 0 && judgeDisclosure(hidden.flatMap(holders)).sign === 'x';
  const told = isTelling ? [] : limits.filter(isSeen);
  const together = isTelling ? limits : hidden;
  const shown = told.map(({ of, id, kw }): Answer['limits'][number] =>
    of === 'group' ? { of, connection: null, group: id, company: null, kw: knownKw(kw) } : { of, connection: id, group: null, company: companyOf(id), kw: knownKw(kw) },
  );
  const others = { of: 'others' as const, connection: null, group: null, company: null, kw: knownKw(together.reduce((sum, { kw }) => sum + kw, 0)) };
  return together.length === 0 ? shown : [...shown, others];
}

const knownKw = (kw: number): number | null => (Number.isNaN(kw) ? null : published(kw));
