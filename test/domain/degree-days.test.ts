// O15: degree days as CBS and two Dutch pages print them.
import { describe, expect, it } from 'vitest';
import { dayPartsOf, degreeDaysOf, degreeDaysOfPart, weightedDegreeDays } from '../../src/domain/degree-days.ts';
import { localDate } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

describe('O15', () => {
  it('daily means of 20, 10 and -4 °C are 0 + 8 + 22 degree days', () => {
    expect([20, 10, -4].map(degreeDaysOf)).toEqual([0, 8, 22]);
  });

  it.each([
    [5, 1, 14.3],
    [12, 3, 6],
    [15, 4, 2.4],
  ])('%i °C in month %i weighs %f', (meanC, month, expected) => {
    expect(weightedDegreeDays(meanC, month)).toBeCloseTo(expected, 9);
  });
});

describe('days of a period', () => {
  const QUARTER_MS = 900_000;
  /** One temperature in each quarter of a period. */
  const constant = ({ from, to }: { from: number; to: number }, celsius: number) => ({
    firstQuarter: from / QUARTER_MS,
    temperatureC: new Float64Array((to - from) / QUARTER_MS).fill(celsius),
  });

  it('are local ones, of 23 and 25 hours where the clock changes, and weigh by the month they are in', () => {
    const period = { from: localDate('2026-10-24'), to: localDate('2026-11-02') };
    const parts = dayPartsOf(period);
    const days = parts.map((part) => degreeDaysOfPart(constant(period, 8), part));

    expect(parts.map(({ share }) => share)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(parts.map(({ from, to }) => (to - from) / 3_600_000)).toEqual([24, 25, 24, 24, 24, 24, 24, 24, 24]);
    // Ten degrees below 18: 8 days of October, one of November.
    expect(days).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 11]);
  });

  it('count for the part of them that lies in it', () => {
    const period = { from: localDate('2026-03-10'), to: epochMs(localDate('2026-03-11') + 6 * 3_600_000) };

    expect(dayPartsOf(period).map((part) => degreeDaysOfPart(constant(period, 6), part))).toEqual([12, 3]);
  });

  it('are not known where less than half of a day is', () => {
    const period = { from: localDate('2026-01-10'), to: localDate('2026-01-11') };
    const known = constant(period, 8);
    const [day] = dayPartsOf(period);
    known.temperatureC.fill(Number.NaN, 48);

    expect(day === undefined ? 0 : degreeDaysOfPart(known, day)).toBe(11);
    known.temperatureC.fill(Number.NaN, 47);
    expect(day === undefined ? 0 : degreeDaysOfPart(known, day)).toBeNull();
  });
});
