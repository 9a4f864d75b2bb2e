// Whether a meter counts in the direction that the meter before it sees: what panels give more, the main meter draws less. Pure.
import { momentsOf, slopeOf } from './moments.ts';
import { changesOf } from './shift.ts';
import { QUARTERS_MIN, type Verdict } from './verdict.ts';

/** Standard error of the slope up to which it says something. */
const ERROR_MAX = 0.2;
/** One kWh of the part is between half and twice a kWh of the main meter. */
const SLOPE = { min: 0.5, max: 2 };

export interface DirectionCheck {
  readonly verdict: Verdict;
  readonly quarters: number;
  /** kWh more on the main meter for each kWh more on the part; expected 1. null when too little moves. */
  readonly slope: number | null;
  readonly slopeError: number | null;
}

/** Least squares of the changes of the main meter on those of a part of it, so that what else runs falls out.
 *  @param main net import, kWh of quarters that follow each other, NaN where unknown
 *  @param part net import of the part, of the same quarters: what panels give counts below 0
 *  @param shiftQuarters how much later the part tells it
 *  @see docs/methods-meters.md#cross-checks */
export function directionAgainst(main: Float64Array, part: Float64Array, shiftQuarters = 0): DirectionCheck {
  // At night panels say nothing of their direction.
  const moments = momentsOf(changesOf(main), changesOf(part), { shift: shiftQuarters, withoutStill: true });
  const quarters = moments.n;
  const found = slopeOf(moments);
  if (quarters < QUARTERS_MIN || found === null) return { verdict: 'too-little', quarters, slope: null, slopeError: null };
  return { verdict: judge(found.slope, found.slopeError), quarters, ...found };
}

function judge(slope: number, slopeError: number): Verdict {
  if (slopeError > ERROR_MAX) return 'too-little';
  if (slope <= -SLOPE.min) return 'wrong';
  return slope >= SLOPE.min && slope <= SLOPE.max ? 'fits' : 'doubtful';
}
