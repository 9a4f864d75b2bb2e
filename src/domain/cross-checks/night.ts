// Solar panels that give at night: another meter, another direction or another clock than somebody believes. Pure.
import { cosZenith, type Place } from '../capacity/clear-sky.ts';
import { QUARTER_MS } from '../time.ts';
import { epochMs } from '../units.ts';
import { QUARTERS_MIN, type Verdict } from './verdict.ts';

/** The sun stands more than 3 degrees below the horizon. */
const NIGHT_COS = -0.0523;
const SHARE = { fits: 0.002, doubtful: 0.02 };
/** Counters tell hundredths of a kWh. */
const NIGHT_KWH_MIN = 0.05;

export interface NightCheck {
  readonly verdict: Verdict;
  /** Quarters of the night that are known. */
  readonly quarters: number;
  readonly nightKwh: number;
  readonly totalKwh: number;
}

/** Is it night in the whole of a quarter?
 *  @see docs/methods-meters.md#cross-checks */
export function isNight(quarter: number, place: Place): boolean {
  const at = (part: number): number => cosZenith(epochMs((quarter + part) * QUARTER_MS), place);
  return at(0) < NIGHT_COS && at(1) < NIGHT_COS;
}

/** Compares what panels gave at night with all they gave.
 *  @param given kWh of quarters that follow each other, NaN where unknown
 *  @see docs/methods-meters.md#cross-checks */
export function sunAtNight(given: Float64Array, { firstQuarter, place }: { firstQuarter: number; place: Place }): NightCheck {
  let [quarters, nightKwh, totalKwh] = [0, 0, 0];
  given.forEach((kwh, t) => {
    if (Number.isNaN(kwh)) return;
    totalKwh += kwh;
    if (!isNight(firstQuarter + t, place)) return;
    quarters += 1;
    nightKwh += kwh;
  });
  const share = totalKwh > 0 ? nightKwh / totalKwh : 0;
  const dark = nightKwh < NIGHT_KWH_MIN || share <= SHARE.fits;
  const verdict: Verdict = quarters < QUARTERS_MIN ? 'too-little' : dark ? 'fits' : share <= SHARE.doubtful ? 'doubtful' : 'wrong';
  return { verdict, quarters, nightKwh, totalKwh };
}
