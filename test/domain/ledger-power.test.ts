// Energy of devices that tell only their power, by hand and by properties.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CounterReading, type CounterRules, compareReadings, fromMicro } from '../../src/domain/ledger.ts';
import { POWER_GAP_MAX_MS, deriveRegister, integratePower } from '../../src/domain/ledger-power.ts';
import { epochMs } from '../../src/domain/units.ts';

const START = Date.UTC(2026, 5, 17, 10);
const rules: CounterRules = { maxPerHour: 100, slack: 0.01, modulus: null, integrates: true };
const p = (minute: number, kw: number): CounterReading => ({ at: epochMs(START + minute * 60_000), value: kw, device: 0 });
const quartersOf = (readings: readonly CounterReading[]): [number, number, string][] =>
  integratePower(readings, rules).quarters.map((one) => [(one.start - START) / 60_000, fromMicro(one.amountMicro), one.flag]);

describe('power alone', () => {
  it('of 8 kW, told every minute, is 2 kWh a quarter, interpolated and never measured', () => {
    expect(quartersOf(Array.from({ length: 31 }, (_, minute) => p(minute, 8)))).toEqual([
      [0, 2, 'I'],
      [15, 2, 'I'],
    ]);
  });

  it('that rises from 0 to 12 kW over half an hour is 0.75 and 2.25 kWh: the areas under the line', () => {
    // At 10 and 20 minutes 4 and 8 kW; at the boundary 6 kW. 6 x 0.25 / 2 = 0.75; (6 + 12) / 2 x 0.25 = 2.25.
    expect(quartersOf([p(0, 0), p(10, 4), p(20, 8), p(30, 12)])).toEqual([
      [0, 0.75, 'E'],
      [15, 2.25, 'E'],
    ]);
  });

  it(`is missing where readings are more than ${POWER_GAP_MAX_MS / 60_000} minutes apart: no quarter that touches the gap`, () => {
    expect(quartersOf([p(0, 8), p(15, 8), p(31, 8), p(45, 8), p(60, 8)]).map(([start]) => start)).toEqual([0, 45]);
    expect(quartersOf([p(0, 8), p(15, 8), p(30, 8), p(45, 8), p(60, 8)]).map(([start]) => start)).toEqual([0, 15, 30, 45]);
  });

  it('above what the connection carries is dropped', () => {
    expect(quartersOf([p(0, 8), p(5, 5000), p(10, 8), p(15, 8)])).toEqual([[0, 2, 'E']]);
  });

  it('of no reading is nothing', () => {
    expect(integratePower([], rules)).toMatchObject({ quarters: [], running: null, lastAnchor: null });
  });

  it('is integrated only where the rules say that the readings are power', () => {
    const readings = [p(0, 8), p(15, 8)];

    expect(deriveRegister(readings, rules).quarters.map((one) => fromMicro(one.amountMicro))).toEqual([2]);
    expect(deriveRegister(readings, { ...rules, integrates: false }).quarters.map((one) => fromMicro(one.amountMicro))).toEqual([0]);
  });
});

describe('whatever the power', () => {
  const readings = fc
    .array(fc.record({ second: fc.integer({ min: 0, max: 18_000 }), kw: fc.double({ min: -10, max: 120, noNaN: true }) }), { maxLength: 80, size: 'max' })
    .map((list) => list.map(({ second, kw }): CounterReading => ({ at: epochMs(START + second * 1000), value: kw, device: 0 })).sort(compareReadings));

  it('a derivation from any anchor gives the same quarters from there on', () => {
    fc.assert(
      fc.property(readings, (list) => {
        const { quarters } = integratePower(list, rules);
        for (const [index, { anchor, start }] of quarters.entries()) {
          const again = integratePower(
            list.filter((one) => compareReadings(one, anchor) >= 0),
            rules,
          ).quarters.filter((one) => one.start >= start);
          expect(again).toEqual(quarters.slice(index));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('no quarter is negative, above the connection, or measured, and telling all twice changes nothing', () => {
    fc.assert(
      fc.property(readings, (list) => {
        const derived = integratePower(list, rules);
        for (const { amountMicro, flag } of derived.quarters) {
          expect(amountMicro).toBeGreaterThanOrEqual(0);
          expect(amountMicro).toBeLessThanOrEqual(25_000_001);
          expect(['I', 'E']).toContain(flag);
        }
        expect(integratePower([...list, ...list].sort(compareReadings), rules)).toEqual(derived);
      }),
      { numRuns: 500 },
    );
  });
});
