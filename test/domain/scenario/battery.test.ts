// Battery rules: case O14, energy that is kept, the limit of peak shaving, and which rule bounds which.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Battery, type Dispatch, peakKwOf, peakShaving, priceRule, selfConsumption, thresholdRule } from '../../../src/domain/scenario/battery.ts';

const O14: Battery = { kwh: 8, kw: 20, roundTrip: 0.81 };
const nets = fc.array(fc.oneof({ weight: 9, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
  minLength: 1,
  maxLength: 80,
});
const batteries = fc.record({
  kwh: fc.double({ min: 0, max: 40, noNaN: true }),
  kw: fc.double({ min: 0, max: 80, noNaN: true }),
  roundTrip: fc.double({ min: 0.5, max: 1, noNaN: true }),
});

const after = (net: ArrayLike<number>, { chargeKwh, dischargeKwh }: Dispatch): number[] => Array.from(net, (one, t) => one + (chargeKwh[t] ?? 0) - (dischargeKwh[t] ?? 0));
const rounded = (values: Iterable<number>): number[] => Array.from(values, (one) => Math.round(one * 1e6) / 1e6);

const RULES: Readonly<Record<string, (net: Float64Array, battery: Battery) => Dispatch>> = {
  'self-consumption': selfConsumption,
  'peak-shaving': peakShaving,
  threshold: (net, battery) => thresholdRule(net, battery, { limitKw: 30, rechargeKw: 20 }),
  price: (net, battery) => priceRule(net, battery, { cheap: Uint8Array.from(net, (_, t) => (t % 4 < 2 ? 1 : 0)), limitKw: peakKwOf(net) }),
};

describe('own use', () => {
  it('is case O14', () => {
    const net = Float64Array.from([-4, -6, 2, 5, 3]);
    const done = selfConsumption(net, O14);
    const left = after(net, done);

    expect(rounded(done.storedKwh)).toEqual([3.6, 8, 5.777778, 0.222222, 0]);
    expect(left.reduce((sum, one) => sum + Math.max(one, 0), 0)).toBeCloseTo(2.8, 9);
    expect(left.reduce((sum, one) => sum + Math.max(-one, 0), 0)).toBeCloseTo(1.111111, 6);
  });

  it('rests where nothing was measured, and keeps what it has', () => {
    const done = selfConsumption(Float64Array.from([-4, Number.NaN, 2]), O14);

    expect([done.chargeKwh[1], done.dischargeKwh[1], done.storedKwh[1]]).toEqual([0, 0, done.storedKwh[0]]);
  });
});

describe.each(Object.entries(RULES))('%s', (_, rule) => {
  it('loses no energy, stays within its bounds and never does both at once', () => {
    fc.assert(
      fc.property(nets, batteries, (list, battery) => {
        const net = Float64Array.from(list);
        const { chargeKwh, dischargeKwh, storedKwh } = rule(net, battery);
        const way = Math.sqrt(battery.roundTrip);
        let before = 0;
        net.forEach((one, t) => {
          const [charge, discharge, stored] = [chargeKwh[t] ?? 0, dischargeKwh[t] ?? 0, storedKwh[t] ?? 0];
          expect(Math.min(charge, discharge)).toBe(0);
          expect(Math.max(charge, discharge)).toBeLessThanOrEqual(battery.kw / 4 + 1e-9);
          expect(stored).toBeGreaterThanOrEqual(0);
          expect(stored).toBeLessThanOrEqual(battery.kwh);
          expect(stored - before).toBeCloseTo(charge * way - discharge / way, 9);
          if (Number.isNaN(one)) expect(charge + discharge).toBe(0);
          before = stored;
        });
      }),
    );
  });
});

/** What is wished, cut to what the battery can, without a shortcut. */
function plainRun(wishes: readonly number[], { kwh, kw, roundTrip }: Battery): number[][] {
  const way = Math.sqrt(roundTrip);
  let stored = 0;
  return wishes.map((wish) => {
    const charge = wish > 0 ? Math.max(Math.min(wish, kw / 4, (kwh - stored) / way), 0) : 0;
    const discharge = wish < 0 ? Math.min(-wish, kw / 4, stored * way) : 0;
    stored = charge > 0 ? Math.min(stored + charge * way, kwh) : Math.max(stored - discharge / way, 0);
    return [charge, discharge, stored];
  });
}

it('charges and discharges to the last bit what a plain run does', () => {
  // Amounts on a grid: battery and room come out the same now and then.
  const level = fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.integer({ min: 0, max: 20 }));
  fc.assert(
    fc.property(fc.oneof(nets, fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 80 })), batteries, level, (list, battery, limit) => {
      const net = Float64Array.from(list);
      const own = selfConsumption(net, battery);
      const held = thresholdRule(net, battery, { limitKw: limit * 4, rechargeKw: limit * 2 });
      const columns = ({ chargeKwh, dischargeKwh, storedKwh }: Dispatch): number[][] => Array.from(net, (_, t) => [chargeKwh[t] ?? 0, dischargeKwh[t] ?? 0, storedKwh[t] ?? 0]);
      const wishes = (above: number, below: number): number[] => Array.from(net, (one) => (one > above ? above - one : one < below ? below - one : 0));

      expect(columns(own)).toEqual(plainRun(wishes(0, 0), battery));
      expect(columns(held)).toEqual(plainRun(wishes(limit, limit / 2), battery));
    }),
    { numRuns: 500 },
  );
});

describe('peak shaving', () => {
  it('finds the limit that can be worked by hand', () => {
    // A peak of 10 for one quarter over 2, and 4 kWh stored: it can give 4 x 0.9 of it.
    const { limitKw } = peakShaving(Float64Array.from([2, 2, 2, 10, 2]), { kwh: 4, kw: 100, roundTrip: 0.81 });

    expect(limitKw).toBeCloseTo((10 - 3.6) * 4, 1);
  });

  it('holds its limit in every quarter, and no threshold rule holds a lower one', () => {
    fc.assert(
      fc.property(nets, batteries, fc.double({ min: 0, max: 80, noNaN: true }), (list, battery, triedKw) => {
        const net = Float64Array.from(list);
        const shaved = peakShaving(net, battery);
        const peak = Math.max(0, ...after(net, shaved).filter((one) => !Number.isNaN(one))) * 4;
        const tried = after(net, thresholdRule(net, battery, { limitKw: triedKw, rechargeKw: triedKw })).filter((one) => !Number.isNaN(one));

        expect(peak).toBeLessThanOrEqual(Math.max(shaved.limitKw, 0) + 1e-6);
        expect(shaved.limitKw).toBeLessThanOrEqual(peakKwOf(net) + 1e-9);
        // Half a thousandth of its power is what bisection leaves open.
        expect(Math.max(0, ...tried) * 4).toBeGreaterThanOrEqual(shaved.limitKw - battery.kw / 1000 - 1e-6);
      }),
    );
  });

  it('of a larger battery is never a higher limit', () => {
    fc.assert(
      fc.property(nets, batteries, (list, battery) => {
        const net = Float64Array.from(list);

        expect(peakShaving(net, { ...battery, kwh: battery.kwh * 2 }).limitKw).toBeLessThanOrEqual(peakShaving(net, battery).limitKw + battery.kw / 1000);
      }),
    );
  });
});

it('a rule writes over what an earlier run left in its arrays', () => {
  const old = () => ({ chargeKwh: new Float64Array(4).fill(9), dischargeKwh: new Float64Array(4).fill(9), storedKwh: new Float64Array(4).fill(9) });
  const net = Float64Array.from([-4, Number.NaN, 2, 5]);

  expect(selfConsumption(net, O14, old())).toEqual(selfConsumption(net, O14));
  expect(peakShaving(net, O14, { into: old() })).toEqual(peakShaving(net, O14));
});

describe('the price rule', () => {
  it('charges cheap up to its limit and serves the load in dear hours', () => {
    const net = Float64Array.from([2, 2, 2, 2]);
    const done = priceRule(net, { kwh: 100, kw: 400, roundTrip: 0.81 }, { cheap: Uint8Array.from([1, 1, 0, 0]), limitKw: 12 });

    expect(rounded(after(net, done))).toEqual([3, 3, 0.38, 2]);
  });
});

it('the limit of peak shaving is made for what was measured; an estimated quarter is served as far as it goes', () => {
  const battery = { kwh: 10, kw: 40, roundTrip: 1 };
  // A made-up 50 kWh between quarters of 5 and 9.
  const net = Float64Array.from([0, 5, 50, 5, 9, 5]);
  const sure = Float64Array.from(net, (one) => (one === 50 ? Number.NaN : one));
  const withEstimate = peakShaving(net, battery);
  const measured = peakShaving(net, battery, { sureKwh: sure });

  expect(withEstimate.limitKw).toBeGreaterThan(4 * 39);
  expect(measured.limitKw).toBeLessThan(4 * 9);
  expect(measured.dischargeKwh[2]).toBeGreaterThan(0);
});
