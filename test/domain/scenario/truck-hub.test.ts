// Trucks at night: the nights of a week, what they take, smart and at once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargedKwh, nightsOf } from '../../../src/domain/scenario/truck-hub.ts';
import { MONDAY } from './years.ts';

const WEEK = 7 * 96;

describe('the nights of a week', () => {
  it('are five, of twelve hours, from Monday to Friday', () => {
    const nights = nightsOf(MONDAY, WEEK);

    expect(nights.map(({ from, to }) => [from, to - from])).toEqual([0, 1, 2, 3, 4].map((day) => [day * 96 + 72, 48]));
  });

  it('that is cut by the end of the year counts for its part', () => {
    // From Sunday 25 October 2026, 23:00, after the clock went back: all of Monday's night, and Tuesday's up to 23:00.
    const from = Date.parse('2026-10-25T22:00:00Z') / 900_000;

    expect(nightsOf(from, 96 * 2).map((night) => night.to - night.from)).toEqual([48, 20]);
  });
});

describe('charging', () => {
  const night = [{ from: 0, to: 48 }];
  const flat = new Float64Array(48).fill(10);

  it('at once takes what the chargers can until it is done', () => {
    const { kwh, shortKwh } = chargedKwh(flat, night, { nightKwh: 30, chargersKw: 40, smart: false });

    expect([...kwh].slice(0, 4)).toEqual([10, 10, 10, 0]);
    expect(shortKwh).toBe(0);
  });

  it('smart fills the valley to one level', () => {
    const net = Float64Array.from({ length: 48 }, (_, t) => (t < 24 ? 20 : 10));
    const { kwh } = chargedKwh(net, night, { nightKwh: 48, chargersKw: 400, smart: true });

    expect(kwh[0]).toBeCloseTo(0, 6);
    expect(kwh[40]).toBeCloseTo(2, 5);
    expect(kwh.reduce((sum, one) => sum + one, 0)).toBeCloseTo(48, 9);
  });

  it('smart finds the level that halving finds which looks at the whole night each time, to the last bit', () => {
    const slow = (loads: readonly number[], wanted: number, most: number): number[] => {
      const filled = (level: number): number => loads.reduce((sum, load) => sum + Math.min(Math.max(level - load, 0), most), 0);
      let [low, high] = [Math.min(...loads), Math.max(...loads.map((load) => load + most))];
      for (let step = 0; step < 22; step++) {
        const middle = (low + high) / 2;
        if (filled(middle) < wanted) low = middle;
        else high = middle;
      }
      const total = filled(high);
      return loads.map((load) => Math.min(Math.max(high - load, 0), most) * (total > 0 ? wanted / total : 0));
    };
    const power = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(power, fc.constantFrom(0, 10, 20)), { minLength: 48, maxLength: 48 }),
        fc.double({ min: 0, max: 400, noNaN: true }),
        power,
        (loads, nightKwh, kw) => {
          const wanted = Math.min((nightKwh * 48) / 48, (kw / 4) * 48);
          const { kwh } = chargedKwh(Float64Array.from(loads), night, { nightKwh, chargersKw: kw, smart: true });

          expect([...kwh]).toEqual(slow(loads, wanted, kw / 4));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('tells what did not fit the chargers', () => {
    const { kwh, shortKwh } = chargedKwh(flat, night, { nightKwh: 1000, chargersKw: 40, smart: true });

    expect(kwh.reduce((sum, one) => sum + one, 0)).toBeCloseTo(480, 6);
    expect(shortKwh).toBeCloseTo(520, 6);
  });

  it('brings nothing in quarters that were not measured, and asks for so much less', () => {
    const net = flat.map((one, t) => (t < 12 ? Number.NaN : one));
    const { kwh } = chargedKwh(net, night, { nightKwh: 48, chargersKw: 400, smart: true });

    expect([...kwh].slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 0));
    expect(kwh.reduce((sum, one) => sum + one, 0)).toBeCloseTo(36, 6);
  });
});
