// Corrected amounts: totals that stay whole, and quarters around a meter swap.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadTotal, swapQuarters } from '../../src/domain/correcting.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';

const QUARTER = 900_000;
const T0 = 100 * QUARTER;
const rules = { maxPerHour: Number.MAX_SAFE_INTEGER, slack: 0, modulus: null };

describe('a total over a day', () => {
  it.each([92, 96, 100])('of %i quarters is spread so that the parts add up to it, evenly or as measured', (quarters) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.array(fc.nat(1000), { minLength: quarters, maxLength: quarters }), (micro, weights) => {
        for (const shape of [null, weights]) {
          const parts = spreadTotal({ total: micro / 1e6, from: 5, to: 5 + quarters, weights: shape });

          expect(parts.reduce((sum, one) => sum + toMicro(one.amount), 0)).toBe(micro);
          expect(parts.map((one) => one.quarter)).toEqual(Array.from({ length: quarters }, (_, index) => 5 + index));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('follows what was measured', () => {
    expect(spreadTotal({ total: 8, from: 0, to: 4, weights: [1, 2, 1, 0] }).map((one) => one.amount)).toEqual([2, 4, 2, 0]);
    expect(spreadTotal({ total: 8, from: 0, to: 4, weights: [0, 0, 0, 0] }).map((one) => one.amount)).toEqual([2, 2, 2, 2]);
  });
});

describe('a meter swap', () => {
  const reading = (minute: number, value: number, device: number): { at: ReturnType<typeof epochMs>; value: number; device: number } => ({
    at: epochMs(T0 + minute * 60_000),
    value,
    device,
  });

  it('gives the quarters in between what really flowed', () => {
    // 12 kWh an hour throughout. The old meter: 1000 at 0:10, 1006 at 0:40 when it goes. The new one starts at 3 and shows 7 at 1:00, 8 at 1:05.
    const old = [reading(-5, 997, 1), reading(10, 1000, 1)];
    const outcome = swapQuarters([...old, reading(60, 7, 2), reading(65, 8, 2)], { at: epochMs(T0 + 40 * 60_000), end: 1006, start: 3 }, rules);

    expect(outcome).toEqual({ ok: true, quarters: [100, 101, 102, 103].map((quarter) => ({ quarter, amount: 3 })) });
  });

  it('right after a reading and on a quarter touches only the quarters up to the first new reading', () => {
    const outcome = swapQuarters([reading(0, 10, 1), reading(15, 11, 1), reading(30, 1, 2), reading(45, 2, 2)], { at: epochMs(T0 + QUARTER), end: 11, start: 0 }, rules);

    expect(outcome).toEqual({ ok: true, quarters: [{ quarter: 101, amount: 1 }] });
  });

  it('is refused where it does not fit the readings around it', () => {
    const readings = [reading(0, 10, 1), reading(30, 2, 2)];
    const reasonOf = (end: number, start: number, list = readings): string => {
      const outcome = swapQuarters(list, { at: epochMs(T0 + QUARTER), end, start }, rules);
      return outcome.ok ? 'ok' : outcome.reason;
    };

    expect([reasonOf(9, 0), reasonOf(11, 3), reasonOf(11, 0, []), reasonOf(11, 0, readings.slice(0, 1)), reasonOf(11, 1)]).toEqual([
      'end-below-last',
      'start-above-next',
      'no-readings',
      'no-readings',
      'ok',
    ]);
  });
});
