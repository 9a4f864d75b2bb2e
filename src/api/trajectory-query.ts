// The way to the goal: the years that were measured, the base year among them, and what each next year may emit.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { type StepSums, addSums, coverageOf } from '../domain/balance-steps.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { QUARTER_MS, localAdd, localDay, localFloor } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Trajectory, trajectoryOf } from '../domain/trajectory.ts';
import { uncertaintyShare } from '../domain/emission-uncertainty.ts';
import { localDayOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import type { Deps } from './deps.ts';
import { firstMonthIn } from './kept-presence.ts';
import { judgeMeasures } from './disclosure-query.ts';
import { type Told, directKg } from './emission-trend-query.ts';
import { EMITTING, amountOf, carriersUsed } from './emissions-use.ts';
import { type Area, scopeOf } from './scope.ts';
import type { Emissions, EmissionsQuery } from './shapes-emissions.ts';

/** Calendar years looked back for a base year. */
const YEARS_BACK = 6;
/** So much of a year has to be measured to stand for it. */
const YEAR_MIN = 0.9;

const NOTHING = { told: null, secret: null } as const;

interface Year {
  readonly year: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly kg: number;
  readonly coverage: number;
}

/** Nothing when the last twelve months say too little as well. */
export async function answerTrajectory(
  deps: Deps,
  principal: Principal,
  { area, lists, query }: { area: Area; lists: readonly FactorList[]; query: EmissionsQuery },
): Promise<Told<Emissions['trajectory']>> {
  const to = epochMs(Math.floor(deps.now() / QUARTER_MS) * QUARTER_MS);
  const first = await firstMonth(deps, principal, { area, to });
  if (first === null) return NOTHING;
  // A carrier that nobody measures has no emissions here either: it makes no year incomplete.
  const carriers = (await carriersUsed(deps, principal, { area, from: first, to })).filter(({ summed }) => summed.total.present > 0);
  const kgIn = (from: EpochMs, end: EpochMs): { kg: number; coverage: number } => {
    let kg = 0;
    const sums: StepSums[] = [];
    for (const { carrier, summed } of carriers)
      for (const step of summed.steps) {
        if (step.start < from || step.start >= end) continue;
        kg += directKg(lists, { carrier, amount: amountOf(carrier, step.sums), year: localDay(step.start).year });
        sums.push(step.sums);
      }
    // Months before the first one have nothing at all.
    const share = Math.max(0, end - Math.max(from, first)) / (end - from);
    return { kg, coverage: coverageOf(addSums(sums)) * share };
  };
  const whole: Year[] = [];
  for (let at = localFloor(first, 'P1Y'); localAdd(at, 'P1Y', 1) <= to; at = localAdd(at, 'P1Y', 1)) {
    const end = localAdd(at, 'P1Y', 1);
    whole.push({ year: localDay(at).year, from: at, to: end, ...kgIn(at, end) });
  }
  const good = whole.filter((one) => one.coverage >= YEAR_MIN);
  const base = good[0] ?? lastTwelve(kgIn, to);
  if (base === null) return NOTHING;
  for (const { from, to: end } of good.length > 0 ? good : [base])
    for (const { scope } of carriers) {
      // Each year is a figure of its own.
      const judged = await judgeMeasures(deps, principal, { area, scope, from, to: end });
      if (judged.import.sign === 'x') return { told: null, secret: judged.import.reason };
    }
  const goal = { year: query.goalYear, reduction: query.goalReduction };
  const made = trajectoryOf(good, { year: base.year, kg: base.kg }, { goal, share: uncertaintyShare({ substitutedShare: 0, recalled: false }) });
  return made === null ? NOTHING : { told: viewOf(made, good.length === 0), secret: null };
}

/** Twelve whole months stand in for a base year, as the year in which they end. */
function lastTwelve(kgIn: (from: EpochMs, end: EpochMs) => { kg: number; coverage: number }, to: EpochMs): Year | null {
  const end = localFloor(to, 'P1M');
  const from = localAdd(end, 'P1M', -12);
  const { kg, coverage } = kgIn(from, end);
  return coverage < YEAR_MIN ? null : { year: localDay(epochMs(end - 1)).year, from, to: end, kg, coverage };
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

function viewOf(made: Trajectory, provisional: boolean): Emissions['trajectory'] {
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
