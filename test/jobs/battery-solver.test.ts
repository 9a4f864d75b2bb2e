// The battery by linear programming: against an optimum worked by hand, never worse than the rules, and physical.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Highs } from 'highs';
import { priceRule, selfConsumption, peakKwOf, peakShaving } from '../../src/domain/scenario/battery.ts';
import { type BatteryProblem, COMMIT_QUARTERS, costEur, oneWay, solveBattery } from '../../src/jobs/battery-solver.ts';
import { solver } from '../../src/jobs/heat-solver.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await solver();
});

function problemOf(net: readonly number[], over: { kwh?: number; kw?: number; prices?: readonly number[]; exportEur?: number; peak?: number } = {}): BatteryProblem {
  return {
    netKwh: Float64Array.from(net),
    battery: { kwh: over.kwh ?? 8, kw: over.kw ?? 20, roundTrip: 0.81 },
    prices: {
      importEur: Float64Array.from(net, (_, t) => over.prices?.[t] ?? 0.2),
      exportEur: over.exportEur ?? 0.05,
      peakEurPerKw: new Float64Array(256).fill(over.peak ?? 0),
      month: new Uint8Array(net.length),
    },
  };
}

describe('the solver', () => {
  it('does with O14 what the rule does, for there is nothing better', () => {
    const { dispatch, solverEur, ruleEur } = solveBattery(highs, problemOf([-4, -6, 2, 5, 3]), { foresight: 'year' });

    // Import 2.8 at 0.20, and 1.1111 fed in at 0.05.
    expect(solverEur).toBeCloseTo(2.8 * 0.2 - (10 / 9) * 0.05, 6);
    expect(ruleEur).toBeCloseTo(solverEur, 6);
    expect(dispatch.chargeKwh[0] ?? 0).toBeGreaterThanOrEqual(0);
  });

  it('buys cheap and keeps the peak low at once, as worked by hand', () => {
    // 4 quarters of 2 kWh: two cheap, two dear. 0.9 each way: to give 2 kWh it stores 2 / 0.9 and buys 2 / 0.81.
    const problem = problemOf([2, 2, 2, 2], { kwh: 2 / 0.9, kw: 40, prices: [0.1, 0.1, 0.3, 0.3] });
    const { solverEur } = solveBattery(highs, problem, { foresight: 'year' });

    expect(solverEur).toBeCloseTo(4 * 0.1 + (2 / 0.81) * 0.1 + 2 * 0.3, 6);
  });

  it('shaves a peak when a peak costs: the limit is that of the bisection', () => {
    const net = [2, 2, 2, 10, 2, 2];
    const problem = problemOf(net, { kwh: 4, kw: 40, peak: 50 });
    const { dispatch } = solveBattery(highs, problem, { foresight: 'year' });
    const after = net.map((one, t) => one + (dispatch.chargeKwh[t] ?? 0) - (dispatch.dischargeKwh[t] ?? 0));

    expect(Math.max(...after) * 4).toBeCloseTo(peakShaving(problem.netKwh, problem.battery).limitKw, 1);
  });

  it('never charges and discharges at once, holds what it has, and costs no more than any rule', () => {
    const amount = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: amount }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), { minLength: 1, maxLength: 40 }),
        fc.record({ kwh: fc.double({ min: 0, max: 30, noNaN: true }), kw: fc.double({ min: 0, max: 60, noNaN: true }), peak: fc.double({ min: 0, max: 5, noNaN: true }) }),
        (net, sizes) => {
          const problem = problemOf(net, { ...sizes, prices: net.map((_, t) => (t % 3 === 0 ? 0.1 : 0.3)) });
          const { dispatch, solverEur } = solveBattery(highs, problem, { foresight: 'year' });
          let stored = 0;
          net.forEach((one, t) => {
            const [charge, discharge] = [dispatch.chargeKwh[t] ?? 0, dispatch.dischargeKwh[t] ?? 0];
            expect(Math.min(charge, discharge)).toBe(0);
            if (Number.isNaN(one)) expect(charge + discharge).toBe(0);
            expect(Math.max(charge, discharge)).toBeLessThanOrEqual(sizes.kw / 4 + 1e-9);
            stored += charge * 0.9 - discharge / 0.9;
            expect(stored).toBeCloseTo(dispatch.storedKwh[t] ?? Number.NaN, 6);
            expect(stored).toBeGreaterThanOrEqual(-1e-6);
            expect(stored).toBeLessThanOrEqual(sizes.kwh + 1e-6);
          });
          const cheap = Uint8Array.from(problem.prices.importEur, (eur) => (eur < 0.2 ? 1 : 0));
          const { netKwh, battery } = problem;
          for (const rule of [selfConsumption(netKwh, battery), peakShaving(netKwh, battery), priceRule(netKwh, battery, { cheap, limitKw: peakKwOf(netKwh) })])
            expect(solverEur).toBeLessThanOrEqual(costEur(problem, rule) + 1e-4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('day by day tells how far it is, and is no better than all at once', () => {
    const net = Array.from({ length: COMMIT_QUARTERS * 3 }, (_, t) => 10 + 8 * Math.sin(t / 9) - (t % 96 > 40 && t % 96 < 60 ? 20 : 0));
    const problem = problemOf(net, { kwh: 30, kw: 40, peak: 2, prices: net.map((_, t) => (t % 96 < 28 ? 0.1 : 0.3)) });
    const told: number[] = [];
    const rolling = solveBattery(highs, problem, { foresight: 'rolling', onProgress: (share) => told.push(share) });
    const year = solveBattery(highs, problem, { foresight: 'year' });

    expect(told).toEqual([1 / 3, 2 / 3, 1]);
    expect(year.solverEur).toBeLessThanOrEqual(rolling.solverEur + 1e-6);
  });

  it.each([
    [3, 0, 3],
    [0, 2, -2],
    [1, 1, -(1 / 0.9 - 0.9) * 0.9],
    [0, 0, 0],
  ])('of charge %d and discharge %d at once leaves %d', (charge, discharge, net) => {
    expect(oneWay(charge, discharge, 0.81)).toBeCloseTo(net, 9);
  });
});
