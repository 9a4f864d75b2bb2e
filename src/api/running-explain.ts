// Explains a running quarter: what each register counted so far, and at what power it goes on.
import type { Principal } from '../domain/access.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { together } from '../domain/capacity/running-quarter.ts';
import { fromMicro } from '../domain/ledger.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import { QUARTER_MS, quarterStart, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Running, projectedTogether, runningPlace } from './capacity-running.ts';
import type { Place } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { REASONS } from './disclosure-query.ts';
import { ApiError } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { newestIn } from './heard.ts';
import type { RunningQuarter } from './shapes-capacity.ts';
import type { CapacityNowExplanation } from './shapes-now.ts';

const HOUR_MS = 3_600_000;
const QUARTERS_PER_HOUR = 4;
const FIELDS = ['usedKwh', 'projectedKw'] as const;

type Term = CapacityNowExplanation['terms'][number];
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
}
type Explained = Pick<CapacityNowExplanation, 'field' | 'unit' | 'start' | 'end' | 'at' | 'value' | 'leftHours' | 'terms'>;

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainCapacityNow(
  deps: Deps,
  principal: Principal,
  over: { place: Place; direction: Direction; field: string },
): Promise<Omit<CapacityNowExplanation, 'simulated'>> {
  const { direction, field } = over;
  const { scope, measured } = await runningPlace(deps, principal, over);
  const { at, running, secret, known } = measured;
  if (secret !== null) throw new ApiError('suppressed', `x (${secret}): ${REASONS[secret]}`);
  const told = projectedTogether({ now: () => at }, [...running.values()], null);
  const members = scope.connections.filter(({ id }) => running.has(id)).map(({ id, company }) => ({ connection: id, company }));
  const explained = explainRunning(deps, principal, { field, told, at, members, running, visible: new Set() });
  return { direction, ...explained, asOf: scope.members === undefined ? toIso(newestIn(deps, scope) ?? at) : known.asOf };
}

/** @throws ApiError when there is no such figure */
export function explainRunning(deps: Deps, principal: Principal, over: RunningOver): Explained {
  const { told, at } = over;
  const field = FIELDS.find((one) => one === over.field);
  if (field === undefined)
    throw new ApiError('invalid-request', `field: of the running quarter ${FIELDS.join(' and ')} can be explained; room and what must come off follow from the limit.`);
  const start = quarterStart(at);
  const end = epochMs(start + QUARTER_MS);
  const leftHours = (end - at) / HOUR_MS;
  const rounded = roundedParts();
  const terms = (told[field] === null ? [] : termsIn(deps, principal, over)).map((term) => {
    const micro = rounded(field === 'usedKwh' ? term.usedKwh : (term.usedKwh + term.rateKw * leftHours) * QUARTERS_PER_HOUR);
    // The answer tells the power of a quarter that has just begun to nobody.
    return { micro, shown: { ...term, rateKw: field === 'usedKwh' && term.register === null ? null : term.rateKw, contribution: fromMicro(micro) } };
  });
  return {
    field,
    unit: field === 'usedKwh' ? 'kWh' : 'kW',
    start: toIso(start),
    end: toIso(end),
    at: toIso(at),
    value: told[field] === null ? null : fromMicro(terms.reduce((sum, { micro }) => sum + micro, 0)),
    leftHours,
    terms: terms.map(({ shown }) => shown),
  };
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
