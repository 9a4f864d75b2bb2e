// Whether a forecast of a day says that a limit will be passed: the day-ahead twin of the running quarter. Pure.
import { ALERT_LIMITS } from './alert-limits.ts';
import { type Finding, stateOf } from './alerts.ts';

/** Quarters of a day, kW in the direction that is limited. */
export interface DayAhead {
  readonly p50Kw: Float64Array;
  readonly p90Kw: Float64Array;
  /** NaN where no limit is known. */
  readonly limitKw: Float64Array;
  /** The forecast is better than a plain one by more than chance explains. */
  readonly better: boolean;
}

/** The quarter in which the forecast comes highest above its limit, or nearest to it. P90 counts where the forecast has shown that
 *  it is worth something; else P50, so that a wide band of a load without a week does not cry every day.
 *  @returns kW of that quarter, and its limit; null where no quarter has a limit
 *  @see docs/methods.md#alerts */
export function peakAhead({ p50Kw, p90Kw, limitKw, better }: DayAhead): Pick<Finding, 'value' | 'limit' | 'unit' | 'state'> | null {
  const judged = better ? p90Kw : p50Kw;
  let worst: { value: number; limit: number } | null = null;
  judged.forEach((value, t) => {
    const limit = limitKw[t] ?? Number.NaN;
    if (Number.isNaN(limit) || Number.isNaN(value)) return;
    if (worst === null || value - limit > worst.value - worst.limit) worst = { value, limit };
  });
  return worst === null ? null : foundOf(worst);
}

function foundOf({ value, limit }: { value: number; limit: number }): Pick<Finding, 'value' | 'limit' | 'unit' | 'state'> {
  // Of a limit of 0 nothing is 95 %: any use at all passes it.
  const { begins, ends } = ALERT_LIMITS['peak-ahead'];
  const state = limit > 0 ? stateOf(value, { raiseAt: (limit * begins) / 100, clearAt: (limit * ends) / 100 }) : value > 0 ? 'raise' : 'clear';
  return { value, limit, unit: 'kW', state };
}
