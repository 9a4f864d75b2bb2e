// Says whether a forecast beats plain ones, and only when it surely does. Pure.

/** Sums of pinball losses over one forecast of 48 hours. */
export interface OriginLoss {
  readonly loss: number;
  readonly lastWeek: number;
  readonly anyQuarter: number;
}
export type Reference = 'last-week' | 'any-quarter';
export type Verdict = 'better' | 'no-better' | 'too-few';
export interface Judgement {
  /** 1 - loss / loss of the better plain forecast; 0 when neither errs. */
  readonly skill: number;
  /** The better plain forecast. */
  readonly reference: Reference;
  readonly skillLastWeek: number;
  readonly skillAnyQuarter: number;
  /** Standard error of `skill`, from how it differs between forecasts. */
  readonly skillError: number;
  readonly verdict: Verdict;
}

/** So many forecasts at least, and better by this many standard errors and by this much, before it is called better. */
const ORIGINS_LEAST = 8;
const ERRORS_LEAST = 2;
const SKILL_LEAST = 0.02;
/** Forecasts overlap and days are alike: this many count as one. */
export const ALIKE = 3;
/** A loss below this is none. */
const NOTHING_KW = 1e-6;

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Does a plain forecast hardly err? Then nothing can be better than it.
 *  @param plain sum of its losses over so many forecasts
 *  @see docs/methods.md#forecast */
export const isNoError = (plain: number, count: number): boolean => plain <= NOTHING_KW * count;

/** 1 - loss / plain; 0 where the plain forecast does not err.
 *  @param count of forecasts that both are sums over
 *  @see docs/methods.md#forecast */
export function skillOf(loss: number, plain: number, count: number): number {
  return isNoError(plain, count) ? 0 : 1 - loss / plain;
}

/** Against the better of two plain forecasts: a load without a week is forecast worse by last week than by no forecast at all, and
 *  beating that is no merit.
 *  @see docs/methods.md#forecast */
export function judge(losses: readonly OriginLoss[]): Judgement {
  const [loss, lastWeek, anyQuarter] = [sum(losses.map((one) => one.loss)), sum(losses.map((one) => one.lastWeek)), sum(losses.map((one) => one.anyQuarter))];
  const reference: Reference = anyQuarter < lastWeek ? 'any-quarter' : 'last-week';
  const plain = losses.map((one) => (reference === 'last-week' ? one.lastWeek : one.anyQuarter));
  const skill = skillOf(loss, sum(plain), losses.length);
  // The error of a ratio of sums, by how far each forecast lies from it.
  const away = losses.map((one, index) => one.loss - (1 - skill) * (plain[index] ?? 0));
  const skillError = isNoError(sum(plain), losses.length) ? 0 : Math.sqrt(sum(away.map((one) => one * one)) * ALIKE) / sum(plain);
  const sure = skill > Math.max(ERRORS_LEAST * skillError, SKILL_LEAST);
  return {
    skill,
    reference,
    skillLastWeek: skillOf(loss, lastWeek, losses.length),
    skillAnyQuarter: skillOf(loss, anyQuarter, losses.length),
    skillError,
    verdict: losses.length < ORIGINS_LEAST ? 'too-few' : sure ? 'better' : 'no-better',
  };
}
