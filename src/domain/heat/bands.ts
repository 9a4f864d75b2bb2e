// Rough sizes, for who may know that there is something but not what. Pure.

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

/** Metres. */
export const lengthBand = (lengthM: number): { low: number; high: number } => between(Math.max(0, lengthM), STEPS_M);
