// Explains a total of a period of room on the grid: the runs above the limit, quarters or steps that it is the sum of.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { ABOVE_FIELDS, RUN_FIELDS, SUM_FIELDS, USE_QUARTERS_MAX, type UseField, type UseQuarter, type UseTerms } from '../domain/capacity/use-terms.ts';
import { fromMicro } from '../domain/ledger.ts';
import { QUARTER_MS, type Step, stepBounds, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type FigureAnswer, fieldAmong, framed, part, quarterOf } from './capacity-figures.ts';
import { type CapacityOver, ended } from './capacity-query.ts';
import { capacityScope, scopeTerms, limitParts, loadsIn, pathOf } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { instant } from './period.ts';

/** Ratios of two of the others, numerator first. */
const RATIOS = { eveningShare: ['eveningKwh', 'energyKwh'], 'duration.fullLoadHours': ['measuredKwh', 'kwMax'] } as const satisfies Record<string, readonly [UseField, UseField]>;
const TOTALS = ['kwMax', ...ABOVE_FIELDS, ...RUN_FIELDS, ...SUM_FIELDS] as const;
const TOTAL_FIELDS = [...TOTALS, 'eveningShare'] as const;
/** Of the last twelve months, which have no list of runs. */
export const YEAR_TOTAL_FIELDS = ['kwMax', ...ABOVE_FIELDS, ...SUM_FIELDS, 'eveningShare', 'duration.fullLoadHours'] as const;
export type TotalField = (typeof TOTAL_FIELDS)[number] | (typeof YEAR_TOTAL_FIELDS)[number];
/** Longer parts are told by months, shorter ones by days. */
const DAYS_TOLD_MAX = 62;

interface Cut {
  readonly field: string;
  /** A part of the period; a run of the answer by its start. */
  readonly start?: string;
  readonly end?: string;
}

/** @throws ApiError when there is no such figure, run or part, or when it is kept back from this reader */
export async function explainTotals(deps: Deps, principal: Principal, asked: CapacityOver & Cut): Promise<FigureAnswer> {
  const field = fieldAmong(TOTAL_FIELDS, asked.field, 'the totals of a period');
  if (RUN_FIELDS.some((one) => one === field) && asked.start === undefined)
    throw new ApiError('invalid-request', 'start: of one of the runs above the limit, as the answer says it.');
  const { place, direction, from, to } = ended(deps, principal, asked);
  return explainUse(deps, principal, { ...asked, place, direction, from, to, field });
}

/** @param over a period that has ended, and the part of it that is explained */
export async function explainUse(deps: Deps, principal: Principal, over: CapacityOver & Omit<Cut, 'field'> & { field: TotalField }): Promise<FigureAnswer> {
  const { field, direction, from } = over;
  const { start, end } = partOf(over);
  const borders = bordersOf(start, end);
  const scope = await capacityScope(deps, principal, over);
  const { parts } = limitParts(deps, scope, over);
  const { stretches } = await loadsIn(deps, scope, over);
  const fields: readonly UseField[] = isRatio(field) ? RATIOS[field] : [field];
  const indexes = borders.map((at) => (at - from) / QUARTER_MS);
  const terms = await deps.compute.capacity(stretches, { kind: 'use-terms', direction, parts, fields, borders: indexes, ...scopeTerms(scope) });
  const [first, second] = terms.map((one) => fromMicro(one.sumsMicro.reduce((sum, micro) => sum + micro, 0)));
  const frame = { direction, field, from: start, to: end, unit: unitOf(field) };
  if (isRatio(field)) {
    const [above, below] = RATIOS[field];
    if (first === undefined || second === undefined || !(second > 0)) return { ...framed(deps, { ...frame, value: null }), level: 'ratio' };
    const ratio = [part(above, 'numerator', { value: first }), part(below, 'denominator', { value: second })];
    return { ...framed(deps, { ...frame, value: published(first / second) }), level: 'ratio', parts: ratio };
  }
  const [only] = terms;
  if (only === undefined || only.sumsMicro.length === 0) throw new ApiError('invalid-request', 'start: of one of the runs above the limit, as the answer says it.');
  const value = field === 'kwMax' && only.quarters.length === 0 ? null : (first ?? 0);
  return { ...framed(deps, { ...frame, value }), ...listed(over, only, borders) };
}

const isRatio = (field: TotalField): field is keyof typeof RATIOS => Object.hasOwn(RATIOS, field);

/** @throws ApiError when it does not lie in the period */
function partOf({ from, to, start, end }: CapacityOver & Omit<Cut, 'field'>): { start: EpochMs; end: EpochMs } {
  const [first, last] = [start === undefined ? from : instant(start, 'start'), end === undefined ? to : instant(end, 'end')];
  if (last <= first) throw new ApiError('reversed-period', "'end' must lie after 'start'.");
  if (first < from || first >= to) throw new ApiError('bad-time', "'start' and 'end' must lie within the period.");
  if (first % QUARTER_MS !== 0 || last % QUARTER_MS !== 0) throw new ApiError('bad-time', "'start' and 'end' must be whole quarter-hours.");
  return { start: first, end: epochMs(Math.min(last, to)) };
}

function bordersOf(start: EpochMs, end: EpochMs): EpochMs[] {
  const quarters = (end - start) / QUARTER_MS;
  if (quarters <= USE_QUARTERS_MAX) return [start, end];
  const step: Step = quarters > DAYS_TOLD_MAX * 96 ? 'P1M' : 'P1D';
  return stepBounds(start, end, step).map((at) => epochMs(Math.min(Math.max(at, start), end)));
}

function listed(over: CapacityOver & { field: TotalField }, { runs, quarters, sumsMicro }: UseTerms, borders: readonly EpochMs[]): Partial<FigureAnswer> {
  const { from, field } = over;
  if (field === 'kwMax' || field === 'above.aboveKwMax') return { level: 'quarter', quarters: quarters.map((one) => quarterView(over, one)) };
  if (runs.length > 0) {
    const at = (index: number): string => toIso(epochMs(from + index * QUARTER_MS));
    const views = runs.map(({ contributionMicro, ...run }) => ({
      start: at(run.from),
      end: at(run.to),
      quarters: run.to - run.from,
      aboveKwMax: published(run.aboveKwMax),
      aboveKwh: published(run.aboveKwh),
      contribution: fromMicro(contributionMicro),
    }));
    return { level: 'runs', runs: views };
  }
  if (quarters.length > 0 || borders.length === 2) return { level: 'quarters', quarters: quarters.map((one) => quarterView(over, one)) };
  const steps = sumsMicro.flatMap((micro, index) => {
    const [start, end] = [borders[index], borders[index + 1]];
    return micro === 0 || start === undefined || end === undefined ? [] : [{ start: toIso(start), end: toIso(end), contribution: fromMicro(micro) }];
  });
  return { level: 'steps', steps };
}

const orNull = (kw: number): number | null => (Number.isNaN(kw) ? null : published(kw));

/** Its limit depends on who is measured in the period around it, so that period goes along. */
function quarterView(over: CapacityOver, { index, usageKw, limitKw, contributionMicro }: UseQuarter): FigureAnswer['quarters'][number] {
  const { place, direction, from, to } = over;
  const at = toIso(epochMs(from + index * QUARTER_MS));
  const explain = `${pathOf(place)}/capacity/explain?direction=${direction}&at=${at}&from=${toIso(from)}&to=${toIso(to)}`;
  return quarterOf({ ...over, index }, { usageKw: orNull(usageKw), limitKw: orNull(limitKw), contribution: fromMicro(contributionMicro), explain });
}

function unitOf(field: TotalField): FigureAnswer['unit'] {
  switch (field) {
    case 'violations':
      return 'violations';
    case 'hoursAbove':
    case 'duration.fullLoadHours':
      return 'hours';
    case 'longestRunMinutes':
      return 'minutes';
    case 'quartersAbove':
    case 'quartersJudged':
    case 'quartersKnown':
      return 'quarters';
    case 'eveningShare':
      return 'share';
    case 'kwMax':
    case 'above.aboveKwMax':
      return 'kW';
    case 'aboveKwh':
    case 'above.aboveKwh':
    case 'energyKwh':
    case 'eveningKwh':
    case 'measuredKwh':
      return 'kWh';
  }
}
