// Heat in the same hour: hand sums, gaps, tanks, and what must hold for any hours.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coincidenceMatrix, coincidenceOf, coincidenceWithTank, quantileOf } from '../../../src/domain/heat/coincidence.ts';

const whole = { supplyFactor: 1, demandFactor: 1 };
const hours = (supply: number[], demand: number[]): Parameters<typeof coincidenceOf>[0] => ({ supplyKw: Float64Array.from(supply), demandKw: Float64Array.from(demand), ...whole });
const kw = fc.double({ min: 0, max: 1000, noNaN: true });
const pairs = fc.array(fc.tuple(kw, kw), { minLength: 1, maxLength: 60 }).map((rows) =>
  hours(
    rows.map(([a]) => a),
    rows.map(([, b]) => b),
  ),
);

describe('coincidence', () => {
  it('is the least of both, hour by hour, and not the least of the sums', () => {
    const found = coincidenceOf(hours([10, 0, 4, 7], [0, 6, 9, 3]));

    expect(found).toMatchObject({ kwh: 7, sourceKwh: 21, demandKwh: 18, knownHours: 4, servedHours: 2, longestOutageHours: 2 });
  });

  it('leaves out hours that one side does not know', () => {
    expect(coincidenceOf(hours([10, NaN, 4], [5, 5, NaN]))).toMatchObject({ kwh: 5, knownHours: 1, sourceKwh: 10, demandKwh: 5 });
  });

  it('counts what can be taken and what has to leave', () => {
    expect(coincidenceOf({ ...hours([100], [40]), supplyFactor: 0.5, demandFactor: 1.1 }).kwh).toBeCloseTo(44, 9);
  });

  it('with a tank: serve, then charge, then discharge, by hand', () => {
    // 1: serves 2, charges 5 of 8 (tank 5). 2: discharges 5. 3: nothing. Losses none.
    expect(coincidenceWithTank(hours([10, 0, 0], [2, 7, 1]), { tankKwh: 5, lossPerHour: 0 })).toEqual({ kwh: 7, lostKwh: 0, leftKwh: 0 });
    // Half of the tank is lost each hour: 4 of 8 are there in hour 2.
    expect(coincidenceWithTank(hours([8, 0], [0, 8]), { tankKwh: 100, lossPerHour: 0.5 })).toEqual({ kwh: 4, lostKwh: 4, leftKwh: 0 });
  });

  it('with a larger tank is never less, never more than either side, and conserves heat', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }), (given, tankKwh, lossPerHour) => {
        const plain = coincidenceOf(given);
        const [small, large] = [tankKwh, tankKwh * 2].map((one) => coincidenceWithTank(given, { tankKwh: one, lossPerHour }));
        expect(small?.kwh ?? 0).toBeGreaterThanOrEqual(plain.kwh - 1e-9);
        expect(large?.kwh ?? 0).toBeGreaterThanOrEqual((small?.kwh ?? 0) - 1e-9);
        expect(large?.kwh ?? 0).toBeLessThanOrEqual(plain.demandKwh + 1e-6);
        expect((large?.kwh ?? 0) + (large?.lostKwh ?? 0) + (large?.leftKwh ?? 0)).toBeLessThanOrEqual(plain.sourceKwh + 1e-6);
      }),
    );
  });

  it('scales with both sides', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.1, max: 10, noNaN: true }), (given, k) => {
        const many = { ...given, supplyKw: given.supplyKw.map((one) => one * k), demandKw: given.demandKw.map((one) => one * k) };
        expect(coincidenceOf(many).kwh).toBeCloseTo(coincidenceOf(given).kwh * k, 6);
      }),
    );
  });

  it('of all pairs at once is the same as of each', () => {
    fc.assert(
      fc.property(pairs, ({ supplyKw, demandKw }) => {
        const [[a, b] = [], [c, d] = []] = coincidenceMatrix([supplyKw, demandKw], [demandKw, supplyKw]).map((row) => [...row]);
        const one = coincidenceOf({ supplyKw, demandKw, ...whole }).kwh;
        expect(a).toBeCloseTo(one, 9);
        expect(d).toBeCloseTo(one, 9);
        expect(b).toBeCloseTo(
          supplyKw.reduce((sum, x) => sum + x, 0),
          9,
        );
        expect(c).toBeCloseTo(
          demandKw.reduce((sum, x) => sum + x, 0),
          9,
        );
      }),
    );
  });

  it('finds a quantile without sorting', () => {
    fc.assert(
      fc.property(fc.array(kw, { minLength: 1, maxLength: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sorted = Float64Array.from(values).sort();

        expect(quantileOf(Float64Array.from(values), share)).toBe(sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]);
      }),
    );
    expect(quantileOf(new Float64Array(), 0.5)).toBe(0);
  });

  it('hands out what flows in each known hour', () => {
    const flowsKw = new Float64Array(4);
    const { knownHours } = coincidenceOf(hours([3, 1, 2, NaN], [9, 9, 9, 9]), flowsKw);

    expect([...flowsKw.subarray(0, knownHours)]).toEqual([3, 1, 2]);
  });
});
