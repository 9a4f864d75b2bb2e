// The running quarter-hour: where its mean will end, and how many kW must come off to stay within a limit. Pure.
import { published } from '../balance-rows.ts';
import { QUARTER_MS, quarterStart } from '../time.ts';
import { type EpochMs, epochMs } from '../units.ts';

const QUARTER_HOURS = 0.25;

export interface RunningQuarter {
  readonly usedKwh: number;
  /** Mean power of late, which is taken to go on. */
  readonly rateKw: number;
  /** Hours left of the quarter. */
  readonly leftHours: number;
  /** null: none is known. */
  readonly limitKw: number | null;
}
export interface Projection {
  /** Mean power of the whole quarter if it goes on like this. */
  readonly projectedKw: number;
  readonly headroomKw: number | null;
  /** What must come off from now to the end to stay within the limit; 0 when nothing must. */
  readonly comeOffKw: number | null;
  /** Even without any use for the rest of the quarter the limit is passed. */
  readonly lost: boolean;
}

/** Projects a quarter: (used + rate x hours left) / 0.25. What follows from the limit follows from the mean as it is told, in whole
 *  millionths: what must come off, rate - (limit x 0.25 - used) / hours left, is (projected - limit) x 0.25 / hours left.
 *  @see docs/methods.md#running-quarter */
export function projected({ usedKwh, rateKw, leftHours, limitKw }: RunningQuarter): Projection {
  const projectedKw = published((usedKwh + rateKw * leftHours) / QUARTER_HOURS);
  if (limitKw === null) return { projectedKw, headroomKw: null, comeOffKw: null, lost: false };
  const over = projectedKw > limitKw;
  return {
    projectedKw,
    headroomKw: published(limitKw - projectedKw),
    comeOffKw: comeOff({ projectedKw, limitKw }, leftHours),
    lost: limitKw * QUARTER_HOURS < usedKwh && over,
  };
}

const comeOff = ({ projectedKw, limitKw }: { projectedKw: number; limitKw: number }, leftHours: number): number =>
  projectedKw > limitKw && leftHours > 0 ? published((projectedKw - limitKw) / (leftHours / QUARTER_HOURS)) : 0;

/** What must come off from a moment to the end of its quarter, kW, and that end.
 *  @see docs/methods.md#running-quarter */
export function comeOffFrom(told: { projectedKw: number; limitKw: number }, at: EpochMs): { kw: number; until: EpochMs } {
  const until = epochMs(quarterStart(at) + QUARTER_MS);
  return { kw: comeOff(told, (until - at) / (QUARTER_MS / QUARTER_HOURS)), until };
}

/** Adds quarters that run together, as those of the members of a group.
 *  @see docs/methods.md#running-quarter */
export const together = (parts: readonly Pick<RunningQuarter, 'usedKwh' | 'rateKw'>[]): Pick<RunningQuarter, 'usedKwh' | 'rateKw'> => ({
  usedKwh: parts.reduce((sum, one) => sum + one.usedKwh, 0),
  rateKw: parts.reduce((sum, one) => sum + one.rateKw, 0),
});
