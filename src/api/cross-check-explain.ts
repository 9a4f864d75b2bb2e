// Explains a number of a cross-check: the registers on either side, the quarters that were compared, and sums of their changes.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Moments } from '../domain/cross-checks/moments.ts';
import { FACTORS } from '../domain/cross-checks/power.ts';
import { fromMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CheckGround, GroundQuestion, GroundSide } from '../jobs/cross-check-ground.ts';
import { type Place, pathOf } from './capacity-scope.ts';
import { sitesOf } from './cross-check-meters.ts';
import { checkJob, itemOf } from './cross-check-query.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { EXPLAIN_ROWS_MAX } from './explain-query.ts';
import type { CrossCheck, CrossCheckExplanation } from './shapes-cross-checks.ts';

type Answer = Omit<CrossCheckExplanation, 'simulated'>;
/** What a field fills in. */
type Filled = Pick<Answer, 'unit' | 'value' | 'level' | 'formula'> & Partial<Answer>;

export interface CheckAsked extends GroundQuestion {
  readonly place: Place;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly field: string;
}
interface Over {
  readonly deps: Deps;
  readonly asked: CheckAsked;
  readonly ground: CheckGround;
  /** As the check tells it. */
  readonly told: CrossCheck;
}

const SIDES: Readonly<Record<string, GroundSide>> = { expectedAmount: 'expected', foundAmount: 'found', flowedAmount: 'flowed' };
const SLOPE = 'slope = (sumAb - sumA x sumB / n) / (sumBb - sumB^2 / n)';
const CORRELATION = '(n x sumAb - sumA x sumB) / ((n x sumAa - sumA^2) x (n x sumBb - sumB^2))^(1/2)';

/** The numbers of each check that can be explained. */
export const CHECK_FIELDS: Readonly<Record<CrossCheck['check'], readonly string[]>> = {
  parts: ['expectedAmount', 'foundAmount', 'flowedAmount', 'differenceShare', 'quarters', 'quartersAbove'],
  power: ['expectedAmount', 'foundAmount', 'differenceShare', 'factor', 'quarters'],
  night: ['expectedAmount', 'foundAmount', 'differenceShare', 'quarters'],
  direction: ['slope', 'slopeError', 'quarters'],
  shift: ['shiftMinutes', 'correlation', 'correlationUnshifted', 'quarters'],
};

/** @throws ApiError when this reader is told of no such check, or when it has no such number */
export async function explainCrossCheck(deps: Deps, principal: Principal, asked: CheckAsked): Promise<Answer> {
  const { check, connection, meter, field, from, to } = asked;
  const fields = CHECK_FIELDS[check];
  if (!fields.includes(field)) throw new ApiError('invalid-request', `field: of this check one of ${fields.join(', ')} can be explained.`);
  const { sites } = sitesOf(deps, principal, asked);
  const behind = sites.find((site) => site.connection === connection)?.behind ?? [];
  const [first, end] = [from / QUARTER_MS, to / QUARTER_MS];
  const job = await checkJob(
    deps,
    sites.filter((site) => site.connection === connection || behind.includes(site.connection)),
    { first, end },
  );
  const ground = await deps.compute.checkGround(job, { check, connection, meter });
  const told = ground === null ? null : itemOf(deps, ground.item);
  if (ground === null || told === null) throw notFound('cross-check');
  const over = { deps, asked, ground, told };
  const nothing = { registers: [], stretches: [], parts: [], moments: [], choices: [] };
  return { check, connection, meter, field, start: toIso(from), end: toIso(to), ...nothing, ...filled(over), asOf: toIso(deps.now()) };
}

function filled(over: Over): Filled {
  const { asked, ground, told } = over;
  switch (asked.field) {
    case 'expectedAmount':
    case 'foundAmount':
    case 'flowedAmount':
      return { unit: told.unit, value: amountOf(over, asked.field), level: 'registers', formula: 'contribution = weight x amount', ...listed(over, ground.compared) };
    case 'quarters':
      return inStretches(over, ground.compared);
    case 'quartersAbove':
      return inStretches(over, ground.above ?? []);
    case 'differenceShare':
      return { unit: 'share', value: knownOf(over, told.differenceShare), level: 'ratio', formula: 'numerators / denominator', parts: shareParts(over) };
    case 'factor':
      return factorOf(over);
    case 'shiftMinutes':
      return shiftOf(over);
    default:
      return ofMoments(over);
  }
}

/** @throws ApiError when the check has not enough to tell this number */
function knownOf({ asked }: Over, value: number | null): number {
  if (value === null) throw new ApiError('invalid-request', `field: this check has too little for ${asked.field}, so there is nothing to explain.`);
  return value;
}

function amountOf({ ground }: Over, field: string): number {
  return fromMicro(ground.registers.filter((one) => one.side === SIDES[field]).reduce((sum, one) => sum + one.weight * one.amountMicro, 0));
}

/** The registers of the side that is asked for, or of both, with the quarters that count. */
function listed({ deps, asked, ground }: Over, at: readonly number[]): Pick<Answer, 'registers' | 'stretches'> {
  const side = SIDES[asked.field];
  const [from, to] = [toIso(asked.from), toIso(asked.to)];
  const short = (asked.to - asked.from) / QUARTER_MS <= EXPLAIN_ROWS_MAX;
  const registers = ground.registers
    .filter((one) => (side === undefined ? one.side !== 'flowed' : one.side === side))
    .map((one): Answer['registers'][number] => {
      const [register, meter] = [deps.directory.registers.get(one.register), deps.directory.meters.get(one.meter)];
      const changes = ground.moments !== null;
      const amount = fromMicro(one.amountMicro);
      return {
        side: one.side,
        company: meter === undefined ? null : (deps.directory.companyOfMeter(meter)?.id ?? null),
        meter: one.meter,
        register: one.register,
        name: register?.name ?? null,
        weight: one.weight,
        quarters: changes ? null : one.quarters,
        amount: changes ? null : amount,
        contribution: changes ? null : one.weight * amount + 0,
        explain: short && register?.kind === 'counter' ? `/meters/${one.meter}/quarters/explain?${new URLSearchParams({ register: String(one.register), from, to })}` : null,
      };
    });
  return { registers, stretches: stretchesOf(asked.from / QUARTER_MS, at) };
}

/** Places that follow each other as one. */
function stretchesOf(first: number, at: readonly number[]): Answer['stretches'] {
  const found: { from: number; to: number }[] = [];
  for (const t of at) {
    const last = found.at(-1);
    if (last?.to === t) last.to = t + 1;
    else found.push({ from: t, to: t + 1 });
  }
  const instant = (t: number): string => toIso(epochMs((first + t) * QUARTER_MS));
  return found.map(({ from, to }) => ({ start: instant(from), end: instant(to), quarters: to - from }));
}

function inStretches(over: Over, at: readonly number[]): Filled {
  return { unit: 'quarters', value: at.length, level: 'stretches', formula: 'quarters of each stretch', stretches: stretchesOf(over.asked.from / QUARTER_MS, at) };
}

type Part = Answer['parts'][number];

/** An amount, explained as itself. */
const partOf =
  (over: Over) =>
  (role: Part['role'], field: string, weight: number): Part => ({ role, field, weight, value: amountOf(over, field), explain: linkTo(over.asked, field) });

/** The amounts that a share is made of. */
function shareParts(over: Over): Part[] {
  const part = partOf(over);
  const difference = [part('numerator', 'expectedAmount', 1), part('numerator', 'foundAmount', -1)];
  const { check } = over.asked;
  if (check === 'parts') return [...difference, part('denominator', 'flowedAmount', 1)];
  if (check === 'power') return [...difference, part('denominator', 'foundAmount', 1)];
  return [part('numerator', 'foundAmount', 1), part('denominator', 'expectedAmount', 1)];
}

const plain = (value: number): Answer['choices'][number] => ({ value, quarters: null, correlation: null });

function factorOf(over: Over): Filled {
  const value = knownOf(over, over.told.factor);
  const part = partOf(over);
  const parts = [part('numerator', 'expectedAmount', 1), part('denominator', 'foundAmount', 1)];
  return { unit: 'share', value, level: 'choices', formula: 'the first choice within 7 % of numerator / denominator', parts, choices: FACTORS.map(plain) };
}

function shiftOf(over: Over): Filled {
  const { ground, told } = over;
  const choices = ground.shifts.map(({ shiftQuarters, quarters, correlation }) => ({ value: shiftQuarters * 15, quarters, correlation: published(correlation) }));
  const formula = 'the choice whose changes go together best, where at least 0.25, 0.1 more than at 0 and 4 standard errors more; else 0';
  return { unit: 'minutes', value: knownOf(over, told.shiftMinutes), level: 'choices', formula, choices, ...listed(over, ground.compared) };
}

/** Slope, its error and correlations: all follow from the same sums of pairs. */
function ofMoments(over: Over): Filled {
  const { asked, ground, told } = over;
  const moments = asked.field === 'correlationUnshifted' ? ground.moments?.unshifted : ground.moments?.shifted;
  if (moments === undefined) throw notFound('cross-check');
  const known = { unit: 'share', level: 'moments', moments: momentsIn(moments), ...listed(over, ground.compared) } as const;
  if (asked.field === 'slope' || asked.field === 'slopeError') {
    const formula = asked.field === 'slope' ? SLOPE : `((sumAa - sumA^2 / n - slope x (sumAb - sumA x sumB / n)) / (n - 2) / (sumBb - sumB^2 / n))^(1/2), ${SLOPE}`;
    return { ...known, value: knownOf(over, told[asked.field]), formula };
  }
  const correlation = asked.field === 'correlationUnshifted' ? told.correlationUnshifted : told.correlation;
  return { ...known, value: knownOf(over, correlation), formula: CORRELATION };
}

const momentsIn = (moments: Moments): Answer['moments'] => (['sumAb', 'sumAa', 'sumBb', 'sumA', 'sumB', 'n'] as const).map((name) => ({ name, value: moments[name] }));

function linkTo({ place, check, connection, meter, from, to }: CheckAsked, field: string): string {
  const query = new URLSearchParams({ from: toIso(from), to: toIso(to), check, connection: String(connection), ...(meter !== null && { meter: String(meter) }), field });
  return `${pathOf(place)}/cross-checks/explain?${query}`;
}
