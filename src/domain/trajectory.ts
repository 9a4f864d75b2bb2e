// The way from a base year to 2030: what each year may emit, how much faster it must go, and where the trend leads. Pure.
import { published } from './balance-rows.ts';

export interface Goal {
  /** Year that the way ends in. */
  readonly year: number;
  /** Part of the base that has to be gone by then. */
  readonly reduction: number;
}
export interface Forecast {
  readonly kg: number;
  readonly lowKg: number;
  readonly highKg: number;
  /** The measured years, and how often each counts: the line's value is their weighted sum. */
  readonly weighed: readonly { readonly year: number; readonly kg: number; readonly weight: number }[];
  /** Half the band around it. */
  readonly halfKg: number;
}
export interface TrajectoryYear {
  readonly year: number;
  readonly targetKg: number;
  /** What was emitted; null where the year was not measured well enough or lies ahead. */
  readonly actualKg: number | null;
  /** Where the trend leads, with a band around it; null without a trend. */
  readonly forecast: Forecast | null;
}
export interface Trajectory {
  readonly base: { readonly year: number; readonly kg: number };
  readonly goal: Goal;
  /** Above the line of this year; negative: below it. */
  readonly gapKg: number | null;
  /** Part by which each year from the latest one on must be below the one before, to be at the goal in time. A goal of
   *  nothing at all is reached by no percentage: then it is null and only the kilograms a year count. */
  readonly requiredYearlyRate: number | null;
  readonly requiredKgPerYear: number | null;
  readonly years: readonly TrajectoryYear[];
}

/** Linear from the base year's emissions to what is left of them in the goal's year.
 *  @see docs/methods.md#trajectory */
export const targetKg = (base: { year: number; kg: number }, goal: Goal, year: number): number => base.kg * shareLeft(base, goal, year);

/** Part of the base year's emissions that is left on that line.
 *  @see docs/methods.md#trajectory */
export const shareLeft = (base: { year: number }, goal: Goal, year: number): number =>
  1 - (Math.min(Math.max(year - base.year, 0), goal.year - base.year) / (goal.year - base.year)) * goal.reduction;

/** Years measured well, the base year among them or before them -> the way to the goal.
 *  @param share uncertainty of one year's figure: the narrowest the band can be
 *  @see docs/methods.md#trajectory */
export function trajectoryOf(
  measured: readonly { year: number; kg: number }[],
  base: { year: number; kg: number },
  { goal, share }: { goal: Goal; share: number },
): Trajectory | null {
  if (base.year >= goal.year) return null;
  const known = measured.filter((one) => one.year >= base.year).sort((a, b) => a.year - b.year);
  const latest = known.at(-1) ?? base;
  const left = goal.year - latest.year;
  // Of targets as they are published, so that a gap is the difference of two figures that stand there.
  const target = (year: number): number => published(targetKg(base, goal, year));
  const goalKg = target(goal.year);
  const trend = trendOf(known, share);
  const years: TrajectoryYear[] = [];
  for (let year = base.year; year <= goal.year; year++) {
    const actual = known.find((one) => one.year === year)?.kg ?? (year === base.year ? base.kg : null);
    years.push({ year, targetKg: target(year), actualKg: actual, forecast: year > latest.year ? (trend?.(year) ?? null) : null });
  }
  return {
    base,
    goal,
    gapKg: latest.year === base.year ? null : latest.kg - target(latest.year),
    requiredYearlyRate: left <= 0 || goalKg <= 0 || latest.kg <= 0 ? null : 1 - (goalKg / latest.kg) ** (1 / left),
    requiredKgPerYear: left <= 0 ? null : (latest.kg - goalKg) / left,
    years,
  };
}

/** Least squares over the years; nothing to go by below two of them. The line's value in a year is a weighted sum of theirs. The
 *  band is twice what the years lie off the line, never narrower than the figures themselves are sure, and widens with the distance. */
function trendOf(known: readonly { year: number; kg: number }[], share: number): ((year: number) => Forecast) | null {
  const n = known.length;
  if (n < 2) return null;
  const meanYear = known.reduce((sum, one) => sum + one.year, 0) / n;
  const meanKg = known.reduce((sum, one) => sum + one.kg, 0) / n;
  const spread = known.reduce((sum, one) => sum + (one.year - meanYear) ** 2, 0);
  const slope = known.reduce((sum, one) => sum + (one.year - meanYear) * (one.kg - meanKg), 0) / spread;
  const off = n < 3 ? 0 : known.reduce((sum, one) => sum + (one.kg - meanKg - slope * (one.year - meanYear)) ** 2, 0) / (n - 2);
  const own = (share * meanKg) ** 2;
  return (year) => {
    const weighed = known.map((one) => ({ year: one.year, kg: one.kg, weight: 1 / n + ((year - meanYear) * (one.year - meanYear)) / spread }));
    const kg = weighed.reduce((sum, one) => sum + one.weight * one.kg, 0);
    const halfKg = 2 * Math.sqrt(Math.max(off, own) * (1 + 1 / n + (year - meanYear) ** 2 / spread));
    return { kg: Math.max(kg, 0), lowKg: Math.max(kg - halfKg, 0), highKg: Math.max(kg + halfKg, 0), weighed, halfKg };
  };
}
