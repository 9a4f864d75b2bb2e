// Explains a figure of the last twelve months of room on the grid: the quarter at a height of the load-duration curve, the rule about
// what is left unused, and totals.
import type { Principal } from '../domain/access.ts';
import { MONTHS_JUDGED, UNUSED_KW_MAX, USED_SHARE_MIN } from '../domain/capacity/limit-use.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { P999_SHARE } from '../domain/capacity/load-duration.ts';
import { type FigureAnswer, fieldAmong, framed, part, quarterOf } from './capacity-figures.ts';
import { answerYear, lastMonths } from './capacity-query.ts';
import { YEAR_TOTAL_FIELDS, explainUse } from './capacity-totals-explain.ts';
import { type Place, capacityScope, scopeTerms, limitParts, loadsIn } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import type { CapacityYear } from './shapes-capacity.ts';

export const YEAR_FIELDS = [
  'duration.points.kw',
  'duration.ranks.kw',
  'duration.p999Kw',
  'months.utilization',
  'utilization.share',
  'utilization.unusedKw',
  'utilization.atRisk',
] as const;
type YearField = (typeof YEAR_FIELDS)[number];
/** A load that never changes has a year of quarters at one height. */
const QUARTERS_SHOWN_MAX = 100;

interface Asked {
  readonly place: Place;
  readonly direction: Direction;
  readonly field: string;
  /** Of a point of the curve. */
  readonly share?: number;
  readonly rank?: number;
  /** Of a month, as the answer says it; with `end` the part of the year of which a total is explained. */
  readonly start?: string;
  readonly end?: string;
}
type Told = Omit<CapacityYear, 'simulated'>;

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainYear(deps: Deps, principal: Principal, asked: Asked): Promise<FigureAnswer> {
  const period = { ...asked, ...lastMonths(deps, principal, asked.place) };
  fieldAmong([...YEAR_FIELDS, ...YEAR_TOTAL_FIELDS], asked.field, 'the last twelve months');
  const field = YEAR_FIELDS.find((one) => one === asked.field);
  if (field === undefined) return explainUse(deps, principal, { ...period, field: fieldAmong(YEAR_TOTAL_FIELDS, asked.field, 'the last twelve months') });
  const told = await answerYear(deps, principal, asked);
  const { value, parts } = figureIn(told, field, asked);
  const frame = framed(deps, { direction: asked.direction, field, from: period.from, to: period.to, value, unit: unitOf(field) });
  if (parts !== null) return { ...frame, level: levelOf(field), parts: value === null ? [] : parts };
  const scope = await capacityScope(deps, principal, period);
  const limits = limitParts(deps, scope, period).parts;
  const { stretches } = await loadsIn(deps, scope, period);
  const by = field === 'duration.ranks.kw' ? { rank: asked.rank ?? 0, share: 0 } : { rank: null, share: field === 'duration.p999Kw' ? P999_SHARE : (asked.share ?? 0) };
  const found = await deps.compute.capacity(stretches, { kind: 'duration', direction: asked.direction, parts: limits, ...by, ...scopeTerms(scope) });
  if (value === null) return { ...frame, level: 'quarter' };
  const quarters = found.at.slice(0, QUARTERS_SHOWN_MAX).map((index) => quarterOf({ ...period, index }, { usageKw: value, contribution: value }));
  return { ...frame, level: 'quarter', quarters, rank: found.rank, of: found.of, before: found.above, equal: found.at.length };
}

function unitOf(field: YearField): FigureAnswer['unit'] {
  if (field === 'utilization.atRisk') return 'yes-no';
  return field.endsWith('w') ? 'kW' : 'share';
}

function levelOf(field: YearField): FigureAnswer['level'] {
  if (field === 'utilization.atRisk') return 'rule';
  return field === 'utilization.unusedKw' ? 'sum' : 'ratio';
}

/** What the answer tells, and what of it a ratio or a difference is made of; parts null: a quarter.
 *  @throws ApiError when the answer has no such point, rank or month */
function figureIn(told: Told, field: YearField, asked: Asked): { value: number | null; parts: FigureAnswer['parts'] | null } {
  switch (field) {
    case 'duration.points.kw':
      return { value: there(told.duration.points.find((one) => one.share === asked.share)?.kw, 'share: one of the points of the curve'), parts: null };
    case 'duration.ranks.kw':
      return { value: there(told.duration.ranks.find((one) => one.rank === asked.rank)?.kw, 'rank: one of the ranks of the answer'), parts: null };
    case 'duration.p999Kw':
      return { value: told.duration.p999Kw, parts: null };
    case 'months.utilization': {
      const month = there(
        told.months.find((one) => one.start === asked.start),
        'start: of one of the months of the answer',
      );
      return { value: month.utilization, parts: share(Math.max(month.kwMax, 0), month.limitKw ?? 0) };
    }
    case 'utilization.share':
      return { value: told.utilization?.share ?? null, parts: share(told.utilization?.kwMax ?? 0, told.utilization?.limitKw ?? 0) };
    case 'utilization.unusedKw': {
      const { limitKw = 0, kwMax = 0, unusedKw = null } = told.utilization ?? {};
      return { value: unusedKw, parts: [part('limitKw', 'term', { value: limitKw }), part('kwMax', 'term', { value: kwMax, weight: -1 })] };
    }
    case 'utilization.atRisk':
      return told.utilization === null ? { value: null, parts: [] } : { value: told.utilization.atRisk ? 1 : 0, parts: ruleOf(told.utilization) };
  }
}

/** 1 where there are that many months, and at most that share was used or at least that much was not. */
const ruleOf = ({ months, share: used, unusedKw }: NonNullable<Told['utilization']>): FigureAnswer['parts'] => [
  part('months', 'term', { value: months }),
  part('monthsJudged', 'bound', { value: MONTHS_JUDGED }),
  part('utilization.share', 'term', { value: used }),
  part('usedShareMin', 'bound', { value: USED_SHARE_MIN }),
  part('utilization.unusedKw', 'term', { value: unusedKw }),
  part('unusedKwMax', 'bound', { value: UNUSED_KW_MAX }),
];

const share = (kwMax: number, limitKw: number): FigureAnswer['parts'] => [part('kwMax', 'numerator', { value: kwMax }), part('limitKw', 'denominator', { value: limitKw })];

function there<T>(found: T | undefined, say: string): T {
  if (found === undefined) throw new ApiError('invalid-request', `${say}, as it says them.`);
  return found;
}
