// Answers about capacity: use of the limits in a period, the last twelve months, who drives the peak.
import { type Principal, decide } from '../domain/access.ts';
import { published, withWithheld } from '../domain/balance-rows.ts';
import { type StepSums, coverageOf, qualityOf } from '../domain/balance-steps.ts';
import type { Direction } from '../domain/capacity/limits.ts';
import { type LimitUse, utilization } from '../domain/capacity/limit-use.ts';
import { isOfSums } from '../domain/capacity/loads.ts';
import { firstQuarterOf, type LocalDay } from '../domain/local-days.ts';
import { QUARTER_MS, type Step, localAdd, localFloor, quarterStart, stepBounds, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CapacityQuestion, UseAnswer } from '../jobs/capacity-sums.ts';
import type { Loads } from '../jobs/stretch-loads.ts';
import { scopeKey } from './balance-pieces.ts';
import { checkPeriod } from './balance-query.ts';
import { type Place, capacityScope, endOf, scopeTerms, limitParts, loadsIn } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { endWithin, toldField } from './period.ts';
import type { Scope } from './scope.ts';
import type { Capacity, CapacityYear, Peaks } from './shapes-capacity.ts';
import { companyResource } from './views.ts';

/** Loads are held in memory for each quarter of the period. */
export const CAPACITY_DAYS_MAX = 2 * 366;
const RUNS_SHOWN_MAX = 100;
const MONTHS = 12;
const QUARTER_MINUTES = 15;
/** A year of days is kept, a month of quarters is not. */
const KEPT_STEPS_MAX = 800;

export interface CapacityOver {
  readonly place: Place;
  readonly direction: Direction;
  readonly from: EpochMs;
  readonly to: EpochMs;
}
export type Unmarked<T> = Omit<T, 'simulated'>;
const round = (value: number): number | null => (Number.isNaN(value) ? null : published(value));
export const orNull = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : round(value));

/** The quarters that have ended by now and that the reader is told; at least one.
 *  @throws ApiError when the period does not fit, or nothing of it is told yet */
export function ended<T extends CapacityOver & { step?: Step }>(deps: Deps, principal: Principal, over: T): T {
  checkPeriod({ step: 'P1D', ...over });
  if (over.to - over.from > CAPACITY_DAYS_MAX * 96 * QUARTER_MS) throw new ApiError('period-too-long', `A period of capacity has at most ${CAPACITY_DAYS_MAX} days.`);
  return { ...over, to: endWithin(over, { end: endOf(deps, principal, over.place), at: deps.now() }) };
}

/** @param over as it was asked for */
export function known(
  deps: Deps,
  sums: StepSums,
  { scope, over }: { scope: Scope; over: Pick<CapacityOver, 'to'> },
): Pick<Capacity, 'coverage' | 'quality' | 'asOf' | 'toldUntil'> {
  const seen = withWithheld(sums, scope.withheld);
  const at = deps.now();
  return { coverage: coverageOf(seen), quality: qualityOf(seen), ...toldField(over, { end: scope.toldUntil ?? quarterStart(at), at }), asOf: toIso(at) };
}

export const instantOf = (from: EpochMs, index: number): string => toIso(epochMs(from + index * QUARTER_MS));
const eveningShareOf = (use: LimitUse): number | null => (use.energyKwh > 0 ? published(use.eveningKwh / use.energyKwh) : null);

/** Room in each step of a period, as JSON. */
export async function capacityText(deps: Deps, principal: Principal, over: CapacityOver & { step: Step }): Promise<Uint8Array<ArrayBuffer>> {
  const period = ended(deps, principal, over);
  const scope = await capacityScope(deps, principal, period);
  const { parts, source } = limitParts(deps, scope, period);
  const bounds = stepBounds(period.from, period.to, over.step).map((at) => epochMs(Math.min(Math.max(at, period.from), period.to)));
  const borders = bounds.map((at) => (at - period.from) / QUARTER_MS);
  const question = { kind: 'use', direction: over.direction, parts, borders, ...scopeTerms(scope) } as const;
  const ask = (stretches: Loads[]): Promise<UseAnswer> => deps.compute.capacity(stretches, question);
  // The text of many steps is large, and quickly made.
  const made = borders.length > KEPT_STEPS_MAX ? madeNow(deps, scope, { ...period, question, ask }) : overMonths(deps, scope, { ...period, question, ask });
  const {
    answer: { use, items, quartersSecret },
    sums,
  } = await made;
  const rest: Omit<Capacity, 'items'> = {
    direction: over.direction,
    from: toIso(over.from),
    to: toIso(over.to),
    step: over.step,
    limitKind: source,
    totals: {
      kwMax: orNull(use.peak?.kw),
      kwMaxAt: use.peak === null ? null : instantOf(period.from, use.peak.index),
      violations: use.runs.length,
      quartersAbove: use.quartersAbove,
      hoursAbove: use.quartersAbove / 4,
      aboveKwh: published(use.aboveKwh),
      longestRunMinutes: use.longestRunQuarters * QUARTER_MINUTES,
      energyKwh: published(use.energyKwh),
      eveningShare: eveningShareOf(use),
      quartersJudged: use.quartersJudged,
      quartersKnown: use.quartersKnown,
      quartersSecret,
    },
    above: use.runs.slice(-RUNS_SHOWN_MAX).map((run) => ({
      start: instantOf(period.from, run.from),
      end: instantOf(period.from, run.to),
      aboveKwMax: published(run.aboveKwMax),
      aboveKwh: published(run.aboveKwh),
    })),
    ...known(deps, sums, { scope, over }),
    simulated: deps.simulated,
  };
  return Buffer.concat([Buffer.from('{"items":['), items, Buffer.from(`],${JSON.stringify(rest).slice(1)}`)]);
}

/** Twelve local months, the running one included, to the end of the last day that is told: what changes within a day changes nothing
 *  here. */
export const lastMonths = (deps: Deps, principal: Principal, place: Place): { from: EpochMs; to: EpochMs } => monthsTo(endOf(deps, principal, place));

/** Twelve local months to the end of the last day before a moment. */
export function monthsTo(end: EpochMs): { from: EpochMs; to: EpochMs } {
  const to = localFloor(end, 'P1D');
  const month = localFloor(epochMs(to - 1), 'P1M');
  return { from: localAdd(month, 'P1M', 1 - MONTHS), to };
}

/** An answer from a year of quarters, kept until one of its days may have changed. */
export function overMonths<T>(
  deps: Deps,
  scope: Scope,
  { from, to, question, ask }: { from: EpochMs; to: EpochMs; question: CapacityQuestion; ask: (stretches: Loads[]) => Promise<T> },
): Promise<{ answer: T; sums: StepSums }> {
  const key = `${scopeKey(scope)} ${from} ${to} ${JSON.stringify(question)}`;
  return deps.keptAnswers.of(key, deps.store.days.of(from / QUARTER_MS, to / QUARTER_MS), () => madeNow(deps, scope, { from, to, question, ask }));
}

async function madeNow<T>(
  deps: Deps,
  scope: Scope,
  { from, to, question, ask }: { from: EpochMs; to: EpochMs; question: CapacityQuestion; ask: (stretches: Loads[]) => Promise<T> },
): Promise<{ answer: T; sums: StepSums }> {
  const { stretches, sums } = await loadsIn(deps, scope, { from, to, together: isOfSums(question) });
  return { answer: await ask(stretches), sums };
}

/** Month peaks, utilization and the load-duration curve of the last twelve months. */
export async function answerYear(deps: Deps, principal: Principal, over: Pick<CapacityOver, 'place' | 'direction'>): Promise<Unmarked<CapacityYear>> {
  const period = { ...over, ...lastMonths(deps, principal, over.place) };
  const scope = await capacityScope(deps, principal, period);
  const { parts, source } = limitParts(deps, scope, period);
  const question = { kind: 'use', direction: over.direction, parts, borders: [0, (period.to - period.from) / QUARTER_MS], ...scopeTerms(scope) } as const;
  const { answer, sums } = await overMonths(deps, scope, { ...period, question, ask: (stretches) => deps.compute.capacity(stretches, question) });
  const { use, months, duration } = answer;
  // Who has no firm right is held against what may be drawn in the best hour.
  const contractKw = answer.contractKw ?? months.at(-1)?.limitKw ?? null;
  const used = contractKw === null ? null : utilization(months, contractKw);
  return {
    direction: over.direction,
    from: toIso(period.from),
    to: toIso(period.to),
    limitKind: source,
    months: months.map(({ firstDay, kwMax, index, limitKw }) => ({
      start: toIso(epochMs(firstQuarterOf(firstDay) * QUARTER_MS)),
      kwMax: published(kwMax),
      at: instantOf(period.from, index),
      limitKw: orNull(limitKw),
      // Who drew all month used nothing of what it may feed in, not less than that.
      utilization: limitKw === null || limitKw === 0 ? null : published(Math.max(kwMax, 0) / limitKw),
    })),
    utilization: used === null ? null : { ...used, share: published(used.share), kwMax: published(used.kwMax), unusedKw: published(used.unusedKw) },
    duration: {
      points: duration.points.map(({ share, kw }) => ({ share, kw: published(kw) })),
      ranks: duration.ranks.map(({ rank, kw }) => ({ rank, kw: published(kw) })),
      quarters: duration.quarters,
      fullLoadHours: orNull(duration.fullLoadHours),
      p999Kw: orNull(duration.p999Kw),
    },
    violations: use.runs.length,
    hoursAbove: use.quartersAbove / 4,
    aboveKwh: published(use.aboveKwh),
    eveningShare: eveningShareOf(use),
    ...known(deps, sums, { scope, over: period }),
  };
}

/** Whose peaks are asked for, as far as this reader may know them. */
export const peaksQuestion = (scope: Scope, direction: Direction): Omit<Extract<CapacityQuestion, { kind: 'peaks' }>, 'kind'> => ({
  direction,
  ...scopeTerms(scope),
});

/** Each company's part in the peak; only whom the reader may see is named. */
export async function answerPeaks(deps: Deps, principal: Principal, over: CapacityOver): Promise<Unmarked<Peaks>> {
  const period = ended(deps, principal, over);
  const scope = await capacityScope(deps, principal, period);
  const { stretches, sums } = await loadsIn(deps, scope, period);
  const { peak, members, ownPeaksKw, benefitKw, coincidence } = await deps.compute.capacity(stretches, { kind: 'peaks', ...peaksQuestion(scope, over.direction) });
  const seen = members.filter(({ id }) => {
    const resource = companyResource(deps, id);
    return resource !== null && decide(principal, 'see', resource) === 'allow';
  });
  const items = seen.flatMap((one): Peaks['items'] => {
    if (one.kwMax === null || one.index === null) return [];
    return [
      {
        company: one.id,
        name: deps.directory.companies.get(one.id)?.name ?? '',
        kwMax: published(one.kwMax),
        at: instantOf(period.from, one.index),
        coincidentShare: orNull(one.coincidentShare),
        coincidentKw: orNull(one.coincidentKw),
        topMeanKw: orNull(one.topMeanKw),
        topShare: orNull(one.topShare),
        withoutKw: orNull(one.withoutKw),
        shapleyKw: orNull(one.shapleyKw),
        shapleyErrorKw: orNull(one.shapleyErrorKw),
      },
    ];
  });
  return {
    direction: over.direction,
    from: toIso(over.from),
    to: toIso(over.to),
    items: items.sort((a, b) => (b.coincidentKw ?? 0) - (a.coincidentKw ?? 0) || b.kwMax - a.kwMax),
    next: null,
    kwMax: orNull(peak?.kw),
    kwMaxAt: peak === null ? null : instantOf(period.from, peak.index),
    ownPeaksKw: members.length === 0 ? null : round(ownPeaksKw),
    benefitKw: orNull(benefitKw),
    coincidence: orNull(coincidence),
    companiesHidden: members.length - seen.length,
    ...known(deps, sums, { scope, over }),
  };
}

/** A local day is a number of days since 1970: its date is that of the same day in UTC. */
export const dateOf = (day: LocalDay): string => toIso(epochMs(day * 96 * QUARTER_MS)).slice(0, 10);
export const dayOf = (date: string): LocalDay => Date.parse(date) / (96 * QUARTER_MS);
