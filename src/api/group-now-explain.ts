// Explains the running quarter of a group: what each register of its members counted so far, and at what power it goes on.
import type { Principal } from '../domain/access.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { together } from '../domain/capacity/running-quarter.ts';
import { roundedParts } from '../domain/rounded-parts.ts';
import { fromMicro } from '../domain/ledger.ts';
import { toIso } from '../domain/time.ts';
import type { GroupRow, MemberRow } from '../storage/capacity.ts';
import { type Running, projectedTogether } from './capacity-running.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { companiesOpen } from './explain-terms.ts';
import { type RunningGround, companyOf, runningGround } from './group-query.ts';
import { newestIn } from './now-query.ts';
import type { GroupNowExplanation } from './shapes-now.ts';

const HOUR_MS = 3_600_000;
const QUARTERS_PER_HOUR = 4;
export const GROUP_NOW_FIELDS = ['usedKwh', 'projectedKw'] as const;

interface Asked {
  readonly group: GroupRow;
  readonly direction: Direction;
  readonly field: string;
  /** A member; absent: the whole group. */
  readonly connection?: number;
}
type Term = Omit<GroupNowExplanation['terms'][number], 'contribution' | 'rateKw'> & { readonly rateKw: number };

/** @throws ApiError when there is no such figure or member, or when it is kept back from this reader */
export async function explainGroupNow(deps: Deps, principal: Principal, asked: Asked): Promise<Omit<GroupNowExplanation, 'simulated'>> {
  const { group, direction, connection = null } = asked;
  const field = GROUP_NOW_FIELDS.find((one) => one === asked.field);
  if (field === undefined)
    throw new ApiError('invalid-request', `field: of the running quarter ${GROUP_NOW_FIELDS.join(' and ')} can be explained; room and what must come off follow from the limit.`);
  const ground = await runningGround(deps, principal, asked);
  const mine = connection === null ? ground.counted : ground.visible.filter((row) => row.connection === connection);
  if (mine.length === 0 && connection !== null) throw notFound('member');
  const told = connection === null ? toldWhole(ground) : projectedTogether(deps, [ground.running.get(connection) ?? null], null);
  const at = deps.now();
  const leftHours = (ground.period.to - at) / HOUR_MS;
  const rounded = roundedParts();
  const terms = (told[field] === null ? [] : termsIn(deps, principal, { ground, rows: mine })).map((term) => {
    const amount = field === 'usedKwh' ? term.usedKwh : (term.usedKwh + term.rateKw * leftHours) * QUARTERS_PER_HOUR;
    return { ...term, micro: rounded(amount) };
  });
  return {
    group: group.id,
    direction,
    field,
    unit: field === 'usedKwh' ? 'kWh' : 'kW',
    connection,
    start: toIso(ground.period.from),
    end: toIso(ground.period.to),
    at: toIso(at),
    value: told[field] === null ? null : fromMicro(terms.reduce((sum, term) => sum + term.micro, 0)),
    leftHours,
    // The answer tells the power of a quarter that has just begun to nobody.
    terms: terms.map(({ micro, ...term }) => ({ ...term, rateKw: field === 'usedKwh' && term.register === null ? null : term.rateKw, contribution: fromMicro(micro) })),
    asOf: toIso(newestIn(deps, ground.scope) ?? at),
  };
}

/** @throws ApiError when this reader is not told the figures of the group */
function toldWhole({ whole, exact }: RunningGround): NonNullable<RunningGround['whole']> {
  if (whole === null || !exact)
    throw new ApiError('suppressed', 'x: what the group draws would tell you what one of its members draws; your own part can be explained by its connection.');
  return whole;
}

/** Registers of those whose readings the reader may see; of a fellow member that consents to it its power, and the others together. */
function termsIn(deps: Deps, principal: Principal, { ground, rows }: { ground: RunningGround; rows: readonly MemberRow[] }): Term[] {
  const open = companiesOpen(deps, principal);
  const seen = new Set(ground.visible.map((row) => row.connection));
  const hidden: Running[] = [];
  const terms = rows.flatMap((row): Term[] => {
    const running = ground.running.get(row.connection) ?? null;
    if (running === null) return [];
    const company = companyOf(deps, row);
    const member = { connection: row.connection, company };
    if (open(company))
      return running.registers.map(({ register, until, usedKwh, rateKw }) => ({
        ...member,
        register,
        name: deps.directory.registers.get(register)?.name ?? null,
        until: toIso(until),
        usedKwh,
        rateKw,
      }));
    if (seen.has(row.connection)) return [{ ...member, register: null, name: null, until: null, usedKwh: running.usedKwh, rateKw: running.rateKw }];
    hidden.push(running);
    return [];
  });
  return hidden.length === 0 ? terms : [...terms, { connection: null, company: null, register: null, name: null, until: null, ...together(hidden) }];
}
