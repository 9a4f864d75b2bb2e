// When the grid is cleanest: by hand, and for whatever hours there are.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GridHour, cleanestHours, mergedHours } from '../../src/domain/grid-hours.ts';
import { HOUR_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

const T0 = Date.parse('2026-11-26T12:00:00Z');
const hour = (at: number, kgPerKwh: number, over: Partial<GridHour> = {}): GridHour => ({
  start: epochMs(T0 + at * HOUR_MS),
  kgPerKwh,
  forecast: true,
  updatedAt: epochMs(T0),
  ...over,
});
const within = (hours: number, over: { from?: number; to?: number } = {}): Parameters<typeof cleanestHours>[1] => ({
  from: epochMs(T0 + (over.from ?? 0) * HOUR_MS),
  to: epochMs(T0 + (over.to ?? 48) * HOUR_MS),
  hours,
});

describe('the cleanest hours', () => {
  it('are those that follow each other with the lowest mean', () => {
    const hours = [0.3, 0.1, 0.4, 0.2, 0.18, 0.25].map((kg, at) => hour(at, kg));
    // Pairs: 0.2, 0.25, 0.3, 0.19, 0.215. Mean of all six 1.43 / 6.
    expect(cleanestHours(hours, within(2))).toEqual({
      start: T0 + 3 * HOUR_MS,
      end: T0 + 5 * HOUR_MS,
      kgPerKwh: expect.closeTo(0.19, 12),
      meanKgPerKwh: expect.closeTo(1.43 / 6, 12),
      atOnceKgPerKwh: expect.closeTo(0.2, 12),
      knownShare: 6 / 48,
    });
  });

  it('lie within the time that is asked for, and never across an hour that is not known', () => {
    const hours = [hour(-1, 0.01), hour(0, 0.3), hour(1, 0.05), hour(3, 0.05), hour(4, 0.3), hour(48, 0.01)];
    expect(cleanestHours(hours, within(1))?.start).toBe(T0 + HOUR_MS);
    expect(cleanestHours(hours, within(2))?.kgPerKwh).toBeCloseTo(0.175, 12);
    expect(cleanestHours(hours, within(3))).toBeNull();
    expect(cleanestHours([], within(1))).toBeNull();
  });

  it('emit no more than the mean of any other choice', () => {
    const day = fc.array(fc.record({ at: fc.integer({ min: 0, max: 47 }), kg: fc.double({ min: 0.01, max: 0.8, noNaN: true }) }), { minLength: 1, maxLength: 48 });
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 6 }), (list, needed) => {
        const hours = mergedHours(list.map(({ at, kg }) => hour(at, kg)));
        const found = cleanestHours(hours, within(needed));
        for (let from = 0; from + needed <= 48; from++) {
          const run = hours.filter((one) => one.start >= T0 + from * HOUR_MS && one.start < T0 + (from + needed) * HOUR_MS);
          if (run.length < needed) continue;
          expect(found?.kgPerKwh).toBeLessThanOrEqual(run.reduce((sum, one) => sum + one.kgPerKwh, 0) / needed + 1e-12);
        }
        if (found !== null) expect(found.end - found.start).toBe(needed * HOUR_MS);
      }),
    );
  });
});

describe('an hour that is told twice', () => {
  it('counts as it was measured, else as it was told last', () => {
    const later = epochMs(T0 + 1);
    const merged = mergedHours([hour(1, 0.5), hour(0, 0.2, { forecast: false })], [hour(0, 0.9, { updatedAt: later }), hour(1, 0.4, { updatedAt: later })], [hour(2, 0.1)]);

    expect(merged.map(({ start, kgPerKwh, forecast }) => [(start - T0) / HOUR_MS, kgPerKwh, forecast])).toEqual([
      [0, 0.2, false],
      [1, 0.4, true],
      [2, 0.1, true],
    ]);
    expect(mergedHours([hour(0, 0.9)], [hour(0, 0.2, { forecast: false, updatedAt: epochMs(0) })])).toMatchObject([{ kgPerKwh: 0.2 }]);
  });
});
