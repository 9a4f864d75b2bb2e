// Degree days: how cold a day was, for the part of the energy that heats buildings. Pure.

/** Dutch heating limit, mean temperature of a day. */
const HEATING_LIMIT_C = 18;
/** By month, January first: sun and wind make a degree weigh more in winter. */
const WEIGHTS = [1.1, 1.1, 1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 1, 1.1, 1.1];

/** Degree days of one day, not weighted: how far its mean lies below 18 °C.
 *  @see docs/methods.md#degree-days, case O15 */
export const degreeDaysOf = (meanC: number): number => Math.max(0, HEATING_LIMIT_C - meanC);

/** Weighted by the month, as Dutch degree days are.
 *  @param month 1 to 12
 *  @see docs/methods.md#degree-days, case O15 */
export const weightedDegreeDays = (meanC: number, month: number): number => degreeDaysOf(meanC) * (WEIGHTS[month - 1] ?? 1);
