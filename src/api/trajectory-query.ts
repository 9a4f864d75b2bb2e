// The way to the goal: the years that were measured, the base year among them, and what each next year may emit.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { addSums, coverageOf } from '../domain/balance-steps.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { QUARTER_MS, localAdd, localDay, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Trajectory, trajectoryOf } from '../domain/trajectory.ts';
import { uncertaintyParts, uncertaintyShare } from '../domain/emission-uncertainty.ts';
import { localDayOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import type { Deps } from './deps.ts';
import { firstMonthIn } from './kept-presence.ts';
import { judgeMeasures } from './disclosure-query.ts';
import { type DirectMonth, type Told, directMonths, kgIn } from './emission-trend-query.ts';
import { EMITTING, carriersUsed, scopelessIn } from './emissions-use.ts';
import { type Area, endTold, scopeOf } from './scope.ts';
import type { Emissions, EmissionsQuery } from './shapes-emissions.ts';

/** Calendar years looked back for a base year. */
const YEARS_BACK = 6;
/** So much of a year has to be measured to stand for it. */
const YEAR_MIN = 0.9;

const NOTHING = { told: null, secret: null } as const;

export interface Year {
  readonly year: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly kg: number;
  readonly coverage: number;
  /** Of each carrier. */
  readonly months: readonly DirectMonth[];
}

interface Question {
  readonly area: Area;
  readonly lists: readonly FactorList[];
  readonly query: Pick<EmissionsQuery, 'goalYear' | 'goalReduction'>;
}
/** The way to the goal with the years that it is made of. */
export interface Way {
  readonly made: Trajectory;
  readonly provisional: boolean;
  readonly years: readonly Year[];
}

/** Nothing when the last twelve months say too little as well. */
export async function answerTrajectory(deps: Deps, principal: Principal, question: Question): Promise<Told<Emissions['trajectory']>> {
  const { told, secret } = await wayOf(deps, principal, question);
  return { told: told === null ? null : viewOf(told.made, told.provisional), secret };
}

/** What the trajectory is made of, where it may be told; nothing when the last twelve months say too little as well. */
export async function wayOf(deps: Deps, principal: Principal, { area, lists, query }: Question): Promise<Told<Way>> {
  const to = endTold(deps, principal, { area, at: deps.now() });
  const first = await firstMonth(deps, principal, { area, to });
  if (first === null) return NOTHING;
  // A carrier that nobody measures has no emissions here either: it makes no year incomplete.
  const scopeless = scopelessIn(lists);
  const carriers = (await carriersUsed(deps, principal, { area, from: first, to })).filter(({ carrier, summed }) => summed.total.present > 0 && !scopeless.has(carrier));
  const months = carriers.flatMap((one) => directMonths(lists, one));
  const measuredIn = (from: EpochMs, end: EpochMs): Pick<Year, 'kg' | 'coverage' | 'months'> => {
    const mine = months.filter(({ start }) => start >= from && start < end);
    // Months before the first one have nothing at all.
    const share = Math.max(0, end - Math.max(from, first)) / (end - from);
    return { kg: kgIn(mine), coverage: coverageOf(addSums(mine.map((one) => one.sums))) * share, months: mine };
  };
  const whole: Year[] = [];
  for (let at = localFloor(first, 'P1Y'); localAdd(at, 'P1Y', 1) <= to; at = localAdd(at, 'P1Y', 1)) {
    const end = localAdd(at, 'P1Y', 1);
    whole.push({ year: localDay(at).year, from: at, to: end, ...measuredIn(at, end) });
  }
  const good = whole.filter((one) => one.coverage >= YEAR_MIN);
  const base = good[0] ?? lastTwelve(measuredIn, to);
  if (base === null) return NOTHING;
  const years = good.length > 0 ? good : [base];
  for (const { from, to: end } of years)
    for (const { scope } of carriers) {
      // Each year is a figure of its own.
      const judged = await judgeMeasures(deps, principal, { area, scope, from, to: end });
      if (judged.import.sign === 'x') return { told: null, secret: judged.import.reason };
    }
  const goal = { year: query.goalYear, reduction: query.goalReduction };
  const made = trajectoryOf(good, { year: base.year, kg: base.kg }, { goal, share: uncertaintyShare(uncertaintyParts({ substitutedShare: 0, recalled: false })) });
  return made === null ? NOTHING : { told: { made, provisional: good.length === 0, years }, secret: null };
}

/** Twelve whole months stand in for a base year, as the year in which they end. */
function lastTwelve(measuredIn: (from: EpochMs, end: EpochMs) => Pick<Year, 'kg' | 'coverage' | 'months'>, to: EpochMs): Year | null {
  const end = localFloor(to, 'P1M');
  const from = localAdd(end, 'P1M', -12);
  const found = measuredIn(from, end);
  return found.coverage < YEAR_MIN ? null : { year: localDay(epochMs(end - 1)).year, from, to: end, ...found };
}

/** The first month in which anything was measured, as far as is looked back. */
async function firstMonth(deps: Deps, principal: Principal, { area, to }: { area: Area; to: EpochMs }): Promise<EpochMs | null> {
  const from = localAdd(localFloor(to, 'P1Y'), 'P1Y', -YEARS_BACK);
  const scopes = EMITTING.map((carrier) => scopeOf(deps.directory, principal, { area, carrier, from, to, now: deps.now() }));
  const registers = Int32Array.from(scopes.flatMap((scope) => scope.connections.flatMap((one) => one.registers.map(({ register }) => register))));
  if (registers.length === 0) return null;
  const first = await firstMonthIn(deps, { registers, from: monthOfDay(localDayOf(from / QUARTER_MS)), to: nextMonthOf(localDayOf(to / QUARTER_MS - 1)) });
  return first !== null ? localFloor(epochMs(first * 96 * QUARTER_MS + 48 * QUARTER_MS), 'P1M') : null;
}

/** As the answer tells it. */
export function viewOf(made: Trajectory, provisional: boolean): NonNullable<Emissions['trajectory']> {
  const known = (kg: number | null): number | null => (kg === null ? null : published(kg));
  return {
    base: { year: made.base.year, kg: published(made.base.kg), provisional },
    goal: made.goal,
    gapKg: known(made.gapKg),
    requiredYearlyRate: made.requiredYearlyRate,
    requiredKgPerYear: known(made.requiredKgPerYear),
    years: made.years.map(({ year, targetKg, actualKg, forecast }) => ({
      year,
      targetKg: published(targetKg),
      actualKg: known(actualKg),
      forecast: forecast === null ? null : { kg: published(forecast.kg), lowKg: published(forecast.lowKg), highKg: published(forecast.highKg) },
    })),
  };
}
