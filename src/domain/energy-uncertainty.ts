// How sure an amount of energy is: gaps whose total is known but not when it flowed, and energy that a counter lost. Each is
// held against comparable stretches of the same register; together they make a band that holds the truth nine times out of ten. Pure.
import { type QuarterSeries, usualAmount } from './ledger-history.ts';
import { QUARTER_MS, localFloor, wallClock } from './time.ts';
import { epochMs } from './units.ts';

/** Consecutive quarters of one register of which it is not known how much flowed in each. */
export interface UnsureGap {
  readonly register: number;
  /** Number of the first quarter since 1970. */
  readonly first: number;
  readonly quarters: number;
  /** What flowed in all of them, where that is known; null: some of it was never booked. */
  readonly total: number | null;
  /** Share of each quarter's time in which nothing was booked; NaN where even that is not known. Only where there is no total. */
  readonly lost: readonly number[];
  /** Share of the first quarter that lies behind the last reading; absent: all of it. Only where there is a total. */
  readonly headShare?: number;
  /** What the counter went on by in each quarter without its being booked, where that may have flowed; absent: nowhere. Only where there
   *  is no total. */
  readonly passed?: readonly number[];
  /** What the counter went on by in each quarter without its being booked, as its clock was set; absent: nowhere. It has flowed since
   *  the clock went wrong. Only where there is no total. */
  readonly flowed?: readonly number[];
}

/** The same, held against comparable stretches. Amounts in the register's unit. */
export interface UnsureStretch extends Omit<UnsureGap, 'lost' | 'headShare' | 'passed'> {
  /** What is expected in each quarter beside what was booked; where the total is known, it adds up to nothing. */
  readonly missing: Float64Array;
  /** Of each comparable stretch, how far its quarters were from what other weeks say of them. */
  readonly residuals: readonly Float64Array[];
  /** The total beside that of each comparable stretch, at most 1; absent where there is no total. */
  readonly scales?: readonly number[];
}

/** What is not known of a sum: its variance, and what is expected to be missing from it. */
export interface Doubt {
  readonly variance: number;
  readonly missing: number;
  readonly missingVariance: number;
}
/** Nine times out of ten the truth lies in it. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

const DAYS_BACK = 28;
const QUARTERS_PER_DAY = 96;
const WEEK_QUARTERS = 672;
const WEEKS_BESIDE = [-1, 1, -2, 2, -3, 3, -4, 4];
/** Other weeks that say what is usual. */
const WEEKS_MAX = 4;
/** Fewer comparable stretches than this say nothing of a spread. */
const COMPARABLE_MIN = 4;
/** 95th percentile of the normal distribution: 5 % lies beyond it on either side. */
export const BAND_DEVIATIONS = 1.645;
/** A loss of at most this share of a quarter goes on at the power of the rest of it. */
const SHORT_SHARE = 0.5;
/** Of an amount that flowed or did not: as a deviation around its half, which makes a band of nothing to all of it. */
const ALL_OR_NOTHING = 1 / (2 * BAND_DEVIATIONS);
/** A counter is refreshed within 3 s; two such lags, as likely long as short, differ by less than 3 (1 - sqrt(0.1)) seconds nine times
 *  out of ten. A longer lag is the same at both ends of a period: it moves the period and not its length. */
export const LAG_DIFFERENCE_S = 2.05;
const QUARTER_S = QUARTER_MS / 1000;
/** One step of a counter with three decimals. */
export const COUNTER_STEP = 0.001;

export const NO_DOUBT: Doubt = { variance: 0, missing: 0, missingVariance: 0 };

/** Doubts of different registers or gaps have nothing to do with each other: their variances add up.
 *  @see docs/uncertainty.md#sums */
export const addDoubt = (one: Doubt, other: Doubt): Doubt => ({
  variance: one.variance + other.variance,
  missing: one.missing + other.missing,
  missingVariance: one.missingVariance + other.missingVariance,
});

/** Holds a gap against the same hours of the four weeks before it: of each such stretch it is reckoned what the method would have
 *  said of it, had it been a gap, and how far that would have been off.
 *  @param series of the register, from four weeks before the gap to its end
 *  @see docs/uncertainty.md#gaps */
export function stretchOf(gap: UnsureGap, series: QuarterSeries): UnsureStretch {
  const { register, first, quarters, total } = gap;
  const trials = isCertain(gap) ? withinMargin(0).map(() => ({ residual: new Float64Array(quarters), sum: 0 })) : comparableTo(gap, series);
  const residuals = trials.map(({ residual }) => residual);
  const near = meanNear(series, gap);
  const missing = new Float64Array(quarters);
  if (total === null) for (let q = 0; q < quarters; q++) missing[q] = missingIn(gap, series, { q, usual: usualAmount(series, first + q) ?? near });
  gap.passed?.forEach((amount, q) => {
    missing[q] = (missing[q] ?? 0) + amount / 2;
    residuals.forEach((residual, sample) => {
      residual[q] = (residual[q] ?? 0) + (sample % 2 === 0 ? 1 : -1) * ALL_OR_NOTHING * amount;
    });
  });
  const flowed = gap.flowed?.some((amount) => amount > 0) === true ? { flowed: gap.flowed } : {};
  return {
    register,
    first,
    quarters,
    total,
    missing,
    residuals,
    ...flowed,
    ...(total !== null && { scales: trials.map(({ sum }) => (sum > total ? Math.max(total, 0) / sum : 1)) }),
  };
}

/** All that was not booked is known. */
const isCertain = ({ total, lost, passed = [] }: UnsureGap): boolean => total === null && [...lost, ...passed].every((one) => one === 0);

/** What was not booked of a quarter. A short loss goes at the power of the rest of its quarter, a long one at what is usual. */
function missingIn({ first, lost }: UnsureGap, series: QuarterSeries, { q, usual }: { q: number; usual: number }): number {
  const share = lost[q] ?? 0;
  const booked = series.amounts[first + q - series.first] ?? 0;
  if (Number.isNaN(share)) return Math.max(usual - booked, 0);
  return share <= SHORT_SHARE ? (booked * share) / (1 - share) : usual * share;
}

/** Mean of what is known of the day before and after. */
function meanNear(series: QuarterSeries, { first, quarters }: UnsureGap): number {
  let [sum, count] = [0, 0];
  for (let at = first - QUARTERS_PER_DAY; at < first + quarters + QUARTERS_PER_DAY; at++) {
    const index = at - series.first;
    if (series.known[index] !== 1) continue;
    sum += series.amounts[index] ?? 0;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Working days are alike, a Saturday is like a Saturday. */
function kindOf(quarter: number): number {
  const { weekday } = wallClock(epochMs(quarter * QUARTER_MS));
  return weekday <= 5 ? 1 : weekday;
}

/** How a stretch that was measured would have been told as a gap. */
interface Trial {
  readonly residual: Float64Array;
  /** What flowed in it. */
  readonly sum: number;
}

function comparableTo(gap: UnsureGap, series: QuarterSeries): Trial[] {
  const all: (Trial & { alike: boolean })[] = [];
  const last = gap.first + gap.quarters - 1;
  for (let day = 1; day <= DAYS_BACK; day++) {
    const shift = day * QUARTERS_PER_DAY;
    const trial = trialOf(gap, series, gap.first - shift);
    if (trial !== null) all.push({ ...trial, alike: kindOf(gap.first - shift) === kindOf(gap.first) && kindOf(last - shift) === kindOf(last) });
  }
  const alike = all.filter((one) => one.alike);
  return alike.length >= COMPARABLE_MIN ? alike : all;
}

/** How far a stretch that was measured is from what other weeks say of it; null where either is not known. */
function trialOf({ quarters, total, lost, headShare = 1 }: UnsureGap, series: QuarterSeries, first: number): Trial | null {
  const residual = new Float64Array(quarters);
  let [sum, usualSum] = [0, 0];
  for (let q = 0; q < quarters; q++) {
    const index = first + q - series.first;
    const usual = series.known[index] === 1 ? usualBeside(series, index) : null;
    if (usual === null) return null;
    const amount = series.amounts[index] ?? 0;
    const share = lost[q] ?? 0;
    const unmeasured = q === 0 ? headShare : 1;
    sum += amount * unmeasured;
    usualSum += usual * unmeasured;
    // As it was estimated: of a short loss by what is nearest to it, of a long one by what is usual.
    const told = share <= SHORT_SHARE ? (besideOf(series, index) ?? usual) : usual;
    residual[q] = total === null ? (amount - told) * (Number.isNaN(share) ? 1 : share) : usual * unmeasured;
  }
  if (total === null) return { residual, sum };
  // Its total would have been known: only how it is divided can be off.
  const scale = usualSum > 0 ? sum / usualSum : null;
  if (scale === null) return sum > 0 ? null : { residual, sum };
  for (let q = 0; q < quarters; q++) residual[q] = (series.amounts[first + q - series.first] ?? 0) * (q === 0 ? headShare : 1) - scale * (residual[q] ?? 0);
  return { residual, sum };
}

/** Mean of the quarters before and after: a quarter differs from them by more than a part of it does from its rest. */
function besideOf({ amounts, known }: QuarterSeries, index: number): number | null {
  return known[index - 1] === 1 && known[index + 1] === 1 ? ((amounts[index - 1] ?? 0) + (amounts[index + 1] ?? 0)) / 2 : null;
}

/** Mean of the same quarter of the week in the weeks next to it, itself left out. */
function usualBeside(series: QuarterSeries, index: number): number | null {
  let [sum, weeks] = [0, 0];
  for (const week of WEEKS_BESIDE) {
    const at = index + week * WEEK_QUARTERS;
    if (weeks === WEEKS_MAX || series.known[at] !== 1) continue;
    sum += series.amounts[at] ?? 0;
    weeks += 1;
  }
  return weeks === 0 ? null : sum / weeks;
}

/** What a few samples know of a spread: the square of Student's quantile over the normal one, (Cornish and Fisher 1938). */
const widening = (samples: number): number => ((BAND_DEVIATIONS + 1.524 / samples + 1.42 / samples ** 2) / BAND_DEVIATIONS) ** 2;

/** As many samples as are believed, which make this margin. */
export function withinMargin(margin: number): number[] {
  const each = margin / (BAND_DEVIATIONS * Math.sqrt(widening(COMPARABLE_MIN)));
  return Array.from({ length: COMPARABLE_MIN }, (_, sample) => (sample % 2 === 0 ? each : -each));
}

/** What is not known of the quarters [from, to). The whole of a gap with a known total is certain, its parts are not.
 *  @see docs/uncertainty.md#gaps */
export function doubtOver(stretch: UnsureStretch, from: number, to: number): Doubt {
  const { first, quarters, total, residuals, missing } = stretch;
  const [begin, end] = [Math.max(from - first, 0), Math.min(to - first, quarters)];
  if (begin >= end || (total !== null && begin === 0 && end === quarters)) return NO_DOUBT;
  const sumOf = (values: Float64Array): number => {
    let sum = 0;
    for (let q = begin; q < end; q++) sum += values[q] ?? 0;
    return sum;
  };
  const expected = sumOf(missing);
  const spread =
    residuals.length >= COMPARABLE_MIN
      ? (residuals.reduce((sum, residual) => sum + sumOf(residual) ** 2, 0) / residuals.length) * widening(residuals.length)
      : unknownSpread({ total, share: (end - begin) / quarters, expected });
  if (total !== null) return { variance: spread, missing: expected, missingVariance: 0 };
  return addDoubt({ variance: 0, missing: expected, missingVariance: spread }, flowedOver(stretch, from, [begin, end]));
}

/** What flowed while a clock was wrong. Where it was at midnight is told of midnight; on a day that is asked for from its midnight on
 *  all of it is missing. When on its day the clock went wrong is not known: later on that day nothing to all of it is missing. */
function flowedOver({ first, flowed = [] }: UnsureStretch, from: number, [begin, end]: readonly [number, number]): Doubt {
  let sum = NO_DOUBT;
  flowed.slice(begin, end).forEach((amount, at) => {
    if (amount === 0) return;
    const midnight = localFloor(epochMs((first + begin + at) * QUARTER_MS), 'P1D') / QUARTER_MS;
    sum = addDoubt(sum, {
      variance: 0,
      ...(from <= midnight ? { missing: amount, missingVariance: 0 } : { missing: amount / 2, missingVariance: (ALL_OR_NOTHING * amount) ** 2 }),
    });
  });
  return sum;
}

/** Without history any division of the total is as likely as another, and what is missing may as well be nothing or twice as much. */
const unknownSpread = ({ total, share, expected }: { total: number | null; share: number; expected: number }): number =>
  total === null ? expected ** 2 / 3 : (total ** 2 * share * (1 - share)) / 3;

/** Margins around an amount, each with the one before it in it. */
export interface Margins {
  /** Of the readings at begin and end. */
  readonly ends: number;
  /** With what was spread over quarters. */
  readonly known: number;
  /** With what is missing. */
  readonly all: number;
}

/** @param quarters that the amount is the sum of
 *  @see docs/uncertainty.md#sums */
export function marginsOf(amount: number, doubt: Doubt, quarters: number): Margins {
  const ends = COUNTER_STEP + (Math.abs(amount) * LAG_DIFFERENCE_S) / (Math.max(quarters, 1) * QUARTER_S);
  const known = Math.hypot(ends, BAND_DEVIATIONS * Math.sqrt(doubt.variance));
  return { ends, known, all: Math.hypot(known, BAND_DEVIATIONS * Math.sqrt(doubt.missingVariance)) };
}

/** A band around an amount that was booked: nine times out of ten the meters counted an amount in it. What is missing only adds.
 *  @param quarters that the amount is the sum of
 *  @see docs/uncertainty.md#sums */
export function bandOf(amount: number, doubt: Doubt, quarters: number): Band {
  const { known, all } = marginsOf(amount, doubt, quarters);
  const { missing } = doubt;
  return {
    low: missing > 0 ? Math.max(amount + missing - all, amount - known) : amount + missing - all,
    high: missing < 0 ? Math.min(amount + missing + all, amount + known) : amount + missing + all,
  };
}

/** A quarter that is not sure: a stretch it lies in, and whether that counts against it. */
interface DoubtAt {
  readonly stretch: UnsureStretch;
  readonly at: number;
  readonly sign: 1 | -1;
}

/** What a quarter is off by (kW) in one of the comparable stretches, none of which holds more than the gap itself. */
function offBy({ stretch, at, sign }: DoubtAt, sample: number): number {
  const { residuals, missing, scales } = stretch;
  const trial = sample % residuals.length;
  // Without history a quarter may hold twice what the straight line gives it.
  const residual = residuals.length === 0 ? Math.abs((stretch.total ?? 0) / stretch.quarters) : (residuals[trial]?.[at - stretch.first] ?? 0) * (scales?.[trial] ?? 1);
  return sign * 4 * ((missing[at - stretch.first] ?? 0) + residual);
}

interface UnsureQuarter {
  readonly kw: number;
  readonly doubts: readonly DoubtAt[];
}

/** The highest of quarters that are not sure, once for each comparable stretch.
 *  @param quarters what each of them is as it stands (kW), and what its stretches may differ by
 *  @returns kW, lowest first; empty of none
 *  @see docs/uncertainty.md#peaks */
export function highestTried(quarters: readonly UnsureQuarter[]): number[] {
  if (quarters.length === 0) return [];
  const samples = quarters.reduce((most, { doubts }) => doubts.reduce((one, { stretch }) => Math.max(one, stretch.residuals.length), most), 0);
  const highest = Array.from({ length: Math.max(samples, 1) }, (_, sample) =>
    quarters.reduce(
      (most, { kw, doubts }) =>
        Math.max(
          most,
          doubts.reduce((sum, one) => sum + offBy(one, sample), kw),
        ),
      -Infinity,
    ),
  );
  return highest.sort((a, b) => a - b);
}

/** What nine of ten do not pass: one more trial is beyond the k-th of n in 1 - k / (n + 1) of all cases, and between two of them it is in
 *  proportion.
 *  @param tried lowest first
 *  @returns -Infinity of none
 *  @see docs/uncertainty.md#peaks */
export function nineOfTen(tried: readonly number[]): number {
  if (tried.length === 0) return -Infinity;
  const place = Math.min(0.9 * (tried.length + 1) - 1, tried.length - 1);
  const below = tried[Math.floor(place)] ?? -Infinity;
  return below + (place - Math.floor(place)) * ((tried[Math.ceil(place)] ?? below) - below);
}
