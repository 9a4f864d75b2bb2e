// Rough sizes, for who may know that there is something but not what. Pure.
import { type Place, straightM } from './port.ts';

const STEPS_MWH = [0, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];
const STEPS_M = [0, 250, 500, 1000, 2000, 5000];

/** The two steps that a size lies between; above the last one its high end is ten times that.
 *  @see docs/residual-heat.md#heat-disclosure */
function between(value: number, steps: readonly number[]): { low: number; high: number } {
  const above = steps.findIndex((step) => step > value);
  const last = steps.at(-1) ?? 0;
  return above < 1 ? { low: last, high: last * 10 } : { low: steps[above - 1] ?? 0, high: steps[above] ?? last };
}

/** kWh a year. */
export function energyBand(kwh: number): { low: number; high: number } {
  const { low, high } = between(Math.max(0, kwh) / 1000, STEPS_MWH);
  return { low: low * 1000, high: high * 1000 };
}

/** Metres.
 *  @param lengthM one length, or the least and the most that it can be */
export function lengthBand(lengthM: number | { readonly low: number; readonly high: number }): { low: number; high: number } {
  const { low, high } = typeof lengthM === 'number' ? { low: lengthM, high: lengthM } : lengthM;
  return { low: between(Math.max(0, low), STEPS_M).low, high: between(Math.max(0, high), STEPS_M).high };
}

/** Side of the squares in which a place is told to whom may not know it, metres. */
export const SQUARE_M = 500;
const M_PER_DEGREE = 111_195;

/** The middle of the square in which a place lies.
 *  @see docs/residual-heat.md#heat-disclosure */
export function squareOf({ latDeg, lonDeg }: Place): Place {
  const latStep = SQUARE_M / M_PER_DEGREE;
  const middle = (value: number, step: number): number => (Math.floor(value / step) + 0.5) * step;
  const lat = middle(latDeg, latStep);
  return { latDeg: lat, lonDeg: middle(lonDeg, latStep / Math.cos((lat * Math.PI) / 180)) };
}

/** Straight between two places as far as their squares tell: no nearer and no farther than any two points of them. Where in them the
 *  places lie changes nothing, so that asking from many places finds no more than the square.
 *  @returns metres
 *  @see docs/residual-heat.md#heat-disclosure */
export function betweenSquaresM(a: Place, b: Place): { low: number; high: number } {
  const middles = straightM(squareOf(a), squareOf(b));
  // Half a diagonal at both ends.
  const off = SQUARE_M * Math.SQRT2;
  return { low: Math.max(0, middles - off), high: middles + off };
}
