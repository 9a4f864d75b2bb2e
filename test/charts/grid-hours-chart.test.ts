// The grid's hours as bars: what is expected is hatched, what is advised stands out, and the sentence says what it saves.
import { describe, expect, it } from 'vitest';
import { type GridHoursFigures, gridHoursChart } from '../../src/charts/grid-hours-chart.ts';
import { plainText } from '../../src/charts/sentence.ts';
import { palette } from './figures.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2026-11-26T11:00:00Z');
const bars = [0.3, 0.2, 0.1].map((kgPerKwh, index) => ({ startMs: T0 + index * HOUR_MS, kgPerKwh, forecast: index > 0 }));
const chart = (over: Partial<GridHoursFigures> = {}) =>
  gridHoursChart({ bars, advised: { startMs: T0 + 2 * HOUR_MS, endMs: T0 + 3 * HOUR_MS, kgPerKwh: 0.1, atOnceKgPerKwh: 0.2 }, lang: 'nl', palette, ...over }, 'CO2 van het net');
const plain = (over: Partial<GridHoursFigures> = {}): string => plainText(chart(over).sentence).replaceAll(/[\u00a0\u2009]/g, ' ');

describe('the hours of the grid', () => {
  it('say when it is cleanest and how much less that is', () => {
    expect(plain()).toBe('Het schoonst is do 26 14:00–15:00: 100 g/kWh, 50 % minder dan nu meteen.');
    expect(plain({ lang: 'en' })).toMatch(/^Cleanest is Thu 26 14:00–15:00: 100 g\/kWh, 50 % less than at once\.$/);
    expect(plain({ advised: { startMs: T0, endMs: T0 + HOUR_MS, kgPerKwh: 0.3, atOnceKgPerKwh: 0.3 } })).toMatch(/, dus nu meteen\.$/);
    expect(plain({ advised: null })).toContain('te weinig bekend');
  });

  it('are a row each, measured or expected, with the advice', () => {
    expect(chart().table.rows).toEqual([
      [expect.stringContaining('12:00'), 300, 'gemeten', ''],
      [expect.stringContaining('13:00'), 200, 'verwacht', ''],
      [expect.stringContaining('14:00'), 100, 'verwacht', 'schoonst'],
    ]);
    expect(JSON.stringify(chart().option)).toContain('decal');
    expect(JSON.stringify(chart({ bars: bars.slice(0, 1) }).option)).not.toContain('decal');
  });
});
