// The running quarter: its projected mean, and what must come off.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projected, together } from '../../../src/domain/capacity/running-quarter.ts';

describe('a running quarter', () => {
  it('that goes on like this ends at its mean', () => {
    // 5 minutes at 120 kW = 10 kWh; 10 minutes more at 120 kW: 120 kW over the quarter, limit 100: 15 kWh are left for 10
    // minutes = 90 kW, so 30 kW must come off.
    const { projectedKw, headroomKw, comeOffKw, lost } = projected({ usedKwh: 10, rateKw: 120, leftHours: 1 / 6, limitKw: 100 });

    expect(projectedKw).toBeCloseTo(120, 9);
    expect(headroomKw).toBeCloseTo(-20, 9);
    expect(comeOffKw).toBeCloseTo(30, 9);
    expect(lost).toBe(false);
  });

  it('within its limit asks nothing, and without a limit says nothing', () => {
    expect(projected({ usedKwh: 10, rateKw: 60, leftHours: 1 / 6, limitKw: 100 })).toMatchObject({ comeOffKw: 0, lost: false });
    expect(projected({ usedKwh: 10, rateKw: 60, leftHours: 1 / 6, limitKw: null })).toMatchObject({ headroomKw: null, comeOffKw: null });
  });

  it('that used more than the limit already is lost', () => {
    expect(projected({ usedKwh: 26, rateKw: 60, leftHours: 1 / 60, limitKw: 100 }).lost).toBe(true);
  });

  it('ends exactly at the limit when what must come off comes off', () => {
    const numbers = {
      usedKwh: fc.double({ min: 0, max: 20, noNaN: true }),
      rateKw: fc.double({ min: 0, max: 900, noNaN: true }),
      leftHours: fc.double({ min: 0.01, max: 0.25, noNaN: true }),
    };
    fc.assert(
      fc.property(fc.record(numbers), (quarter) => {
        const { comeOffKw } = projected({ ...quarter, limitKw: 100 });
        if (comeOffKw === null || comeOffKw === 0) return;

        // To what three roundings to a whole millionth leave of it: of the mean before, of what must come off, of the mean after.
        expect(Math.abs(projected({ ...quarter, rateKw: quarter.rateKw - comeOffKw, limitKw: 100 }).projectedKw - 100)).toBeLessThan(2e-6);
      }),
    );
  });

  it('adds up over members', () => {
    expect(
      together([
        { usedKwh: 1, rateKw: 10 },
        { usedKwh: -2, rateKw: 5 },
      ]),
    ).toEqual({ usedKwh: -1, rateKw: 15 });
  });
});
