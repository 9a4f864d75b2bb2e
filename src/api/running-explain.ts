// Explains a running quarter: what each register counted so far, at what power it goes on, and what follows from the limit.
import type { Principal } from '../domain/access.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { together } from '../domain/capacity/running-quarter.ts';
import { fromMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import { QUARTER_MS, quarterStart, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Running, projectedTogether, runningPlace } from './capacity-running.ts';
import { limitsFor } from './capacity-explain.ts';
import { type Place, limitParts, pathOf } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { REASONS } from './disclosure-query.ts';
import { ApiError } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { newestIn } from './heard.ts';
import { limitOfParts, limitsHeld } from './limit-now.ts';
import { instant } from './period.ts';
import type { RunningQuarter } from './shapes-capacity.ts';
import type { CapacityNowExplanation } from './shapes-now.ts';

const HOUR_MS = 3_600_000;
const QUARTERS_PER_HOUR = 4;
/** Counts of who spoke, against the figures that follow from meters and limits. */
const SHARES = ['coverage', 'quality.M', 'quality.X'] as const;
export const RUNNING_FIELDS = ['usedKwh', 'projectedKw', 'limitKw', 'headroomKw', 'comeOffKw', ...SHARES] as const;

type Answer = Omit<CapacityNowExplanation, 'simulated' | 'direction' | 'asOf'>;
type Part = Answer['parts'][number];
type Term = Answer['terms'][number];
interface RunningTerm extends Omit<Term, 'contribution' | 'rateKw'> {
  readonly rateKw: number;
}
export interface RunningMember {
  readonly connection: number;
  readonly company: number;
}
interface RunningOver {
  readonly field: string;
  /** As it is told. */
  readonly told: RunningQuarter;
  readonly at: EpochMs;
  readonly members: readonly RunningMember[];
  readonly running: ReadonlyMap<number, Running | null>;
  /** Connections whose power is told, though not their readings. */
  readonly visible: ReadonlySet<number>;
  readonly limits: Answer['limits'];
  /** Connections that spoke, and all that there are. */
  readonly spoke: { readonly told: number; readonly all: number };
  /** Route that explains these, below /api/v1, but for the field. */
  readonly route: string;
}

/** @param over at: of the answer that is explained, within the running quarter; absent: now. Of an answer to whoever may not see the
 *  members it is the moment at which that was judged
 *  @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainCapacityNow(
  deps: Deps,
  principal: Principal,
  over: { place: Place; direction: Direction; field: string; at?: string },
): Promise<Omit<CapacityNowExplanation, 'simulated'>> {
  const { place, direction, field } = over;
  const { scope, measured } = await runningPlace(deps, principal, over);
  const { running, secret, known } = measured;
  const isOpen = scope.members === undefined;
  const at = isOpen ? momentOf(over.at, measured.at) : measured.at;
  const then = { now: () => at };
  const start = quarterStart(at);
  const { parts } = limitParts(deps, scope, { place, direction, from: start, to: epochMs(start + QUARTER_MS) });
  // A limit is told beside a use that is kept back, and so is how many spoke.
  if (secret !== null && field !== 'limitKw' && !SHARES.some((one) => one === field)) throw new ApiError('suppressed', `x (${secret}): ${REASONS[secret]}`);
  const told = projectedTogether(then, [...running.values()], limitOfParts(then, parts, direction));
  const explained = explainRunning(deps, principal, {
    field,
    told,
    at,
    members: scope.connections.filter(({ id }) => running.has(id)).map(({ id, company }) => ({ connection: id, company })),
    running,
    visible: new Set(),
    limits: limitsFor(deps, principal, limitsHeld(then, parts, direction)),
    spoke: { told: [...running.values()].filter((one) => one !== null).length, all: running.size + scope.withheld },
    route: `${pathOf(place)}/capacity/now/explain?direction=${direction}`,
  });
  return { direction, ...explained, asOf: isOpen ? toIso(newestIn(deps, scope) ?? at) : known.asOf };
}

/** @throws ApiError when it is not a moment of the running quarter that has come */
export function momentOf(asked: string | undefined, now: EpochMs): EpochMs {
  if (asked === undefined) return now;
  const at = instant(asked, 'at');
  if (at < quarterStart(now) || at > now) throw new ApiError('bad-time', "'at' must be a moment of the running quarter-hour; one that has ended is explained by capacity/explain.");
  return at;
}

/** @throws ApiError when there is no such figure */
export function explainRunning(deps: Deps, principal: Principal, over: RunningOver): Answer {
  const { told, at } = over;
  const field = RUNNING_FIELDS.find((one) => one === over.field);
  if (field === undefined) throw new ApiError('invalid-request', `field: of the running quarter one of ${RUNNING_FIELDS.join(', ')} can be explained.`);
  const start = quarterStart(at);
  const end = epochMs(start + QUARTER_MS);
  const common = { field, start: toIso(start), end: toIso(end), at: toIso(at), leftHours: (end - at) / HOUR_MS, terms: [], limits: [], parts: [] };
  switch (field) {
    case 'usedKwh':
    case 'projectedKw':
      return { ...common, unit: field === 'usedKwh' ? 'kWh' : 'kW', ...meteredBy(deps, principal, over) };
    case 'limitKw':
      return { ...common, unit: 'kW', value: told.limitKw, level: 'limits', limits: told.limitKw === null ? [] : over.limits };
    case 'headroomKw':
      return { ...common, unit: 'kW', value: told.headroomKw, level: 'sum', parts: told.headroomKw === null ? [] : againstLimit(over, { role: 'term', sign: -1 }) };
    case 'comeOffKw': {
      const left: Part = { role: 'denominator', field: 'leftHours', weight: QUARTERS_PER_HOUR, value: common.leftHours, explain: null };
      const parts = told.comeOffKw === null ? [] : [...againstLimit(over, { role: 'numerator', sign: 1 }), left];
      return { ...common, unit: 'kW', value: told.comeOffKw, level: 'quotient', parts };
    }
    case 'coverage':
    case 'quality.M':
    case 'quality.X':
      return { ...common, unit: 'ratio', level: 'ratio', ...shareOf(over, field) };
  }
}

/** Projection and limit, one less the other. */
function againstLimit({ told, route }: RunningOver, { role, sign }: { role: Part['role']; sign: 1 | -1 }): Part[] {
  const part = (field: 'projectedKw' | 'limitKw', weight: number): Part => ({ role, field, weight, value: told[field] ?? 0, explain: `${route}&field=${field}` });
  return [part('projectedKw', sign), part('limitKw', 0 - sign)];
}

function shareOf({ spoke: { told, all } }: RunningOver, field: (typeof SHARES)[number]): Pick<Answer, 'value' | 'parts'> {
  if (all === 0) return { value: 0, parts: [] };
  const silent: Part = { role: 'numerator', field: 'connections', weight: 1, value: all, explain: null };
  const heard: Part = { role: 'numerator', field: 'connectionsHeard', weight: field === 'quality.X' ? -1 : 1, value: told, explain: null };
  return {
    value: (field === 'quality.X' ? all - told : told) / all,
    parts: [...(field === 'quality.X' ? [silent] : []), heard, { role: 'denominator', field: 'connections', weight: 1, value: all, explain: null }],
  };
}

function meteredBy(deps: Deps, principal: Principal, over: RunningOver): Pick<Answer, 'value' | 'level' | 'terms'> {
  const { told, at, field } = over;
  const isUse = field === 'usedKwh';
  const known = isUse ? told.usedKwh : told.projectedKw;
  const leftHours = (quarterStart(at) + QUARTER_MS - at) / HOUR_MS;
  const rounded = roundedParts();
  const terms = (known === null ? [] : termsIn(deps, principal, over)).map((term) => {
    const micro = rounded(isUse ? term.usedKwh : (term.usedKwh + term.rateKw * leftHours) * QUARTERS_PER_HOUR);
    // The answer tells the power of a quarter that has just begun to nobody.
    return { micro, shown: { ...term, rateKw: isUse && term.register === null ? null : term.rateKw, contribution: fromMicro(micro) } };
  });
  return { value: known === null ? null : fromMicro(terms.reduce((sum, { micro }) => sum + micro, 0)), level: 'terms', terms: terms.map(({ shown }) => shown) };
}

/** Registers of those whose readings the reader may see; of others whose power is told that power, and the rest together. */
function termsIn(deps: Deps, principal: Principal, { members, running, visible }: RunningOver): RunningTerm[] {
  const open = companiesOpen(deps, principal);
  const hidden: Running[] = [];
  const terms = members.flatMap((member): RunningTerm[] => {
    const one = running.get(member.connection) ?? null;
    if (one === null) return [];
    const own = { connection: member.connection, company: member.company };
    if (open(member.company))
      return one.registers.map(({ register, until, usedKwh, rateKw }) => ({
        ...own,
        register,
        name: deps.directory.registers.get(register)?.name ?? null,
        until: toIso(until),
        usedKwh,
        rateKw,
      }));
    if (visible.has(member.connection)) return [{ ...own, register: null, name: null, until: null, usedKwh: one.usedKwh, rateKw: one.rateKw }];
    hidden.push(one);
    return [];
  });
  return hidden.length === 0 ? terms : [...terms, { connection: null, company: null, register: null, name: null, until: null, ...together(hidden) }];
}
