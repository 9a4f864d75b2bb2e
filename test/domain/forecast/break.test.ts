// The day since which a load stands at another level: found when it lasts, not when it passes or is chance.
import { describe, expect, it } from 'vitest';
import { quartersSinceBreak } from '../../../src/domain/forecast/break.ts';
import { makeLattice } from '../../../src/simulate/noise.ts';

const draw = makeLattice(9);
const DAYS = 56;
const noise = Float64Array.from({ length: DAYS * 96 }, (_, t) => 3 * (draw(t) - 0.5));
const withStep = (fromDay: number, toDay: number, by: number): Float64Array => noise.map((one, t) => one + (t >= fromDay * 96 && t < toDay * 96 ? by : 0));

describe('another level', () => {
  it('is not seen in noise', () => {
    expect(quartersSinceBreak(noise)).toBeNull();
  });

  it.each([[4], [10], [27]])('since %i days is dated to the day', (days) => {
    expect(quartersSinceBreak(withStep(DAYS - days, DAYS, 2))).toBe(days * 96);
  });

  it('down is one too', () => {
    expect(quartersSinceBreak(withStep(DAYS - 10, DAYS, -1.5))).toBe(10 * 96);
  });

  it('is not three days of standstill, at the end or before', () => {
    expect(quartersSinceBreak(withStep(DAYS - 3, DAYS, -4))).toBeNull();
    expect(quartersSinceBreak(withStep(DAYS - 8, DAYS - 5, -4))).toBeNull();
  });

  it('is not a little more than usual', () => {
    expect(quartersSinceBreak(withStep(DAYS - 10, DAYS, 0.4))).toBeNull();
  });

  it('needs days before it', () => {
    expect(quartersSinceBreak(withStep(DAYS - 10, DAYS, 2).subarray((DAYS - 11) * 96))).toBeNull();
  });
});
