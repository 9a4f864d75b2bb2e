// The figures of a year, month by month, are those of the balance over all of it at once.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BalanceSum } from '../../src/domain/balance.ts';
import { peakOf, sumStep, sumsFromMicro } from '../../src/domain/balance-steps.ts';
import { YearSums } from '../../src/jobs/year-figures.ts';
import { connectionOf, values, yearOf } from '../domain/scenario/years.ts';

/** From Friday 30 October 2026, 23:00 UTC: a day before the month ends, and one after. */
const FIRST = Date.parse('2026-10-30T23:00:00Z') / 900_000;
const QUARTERS = 192;

it('closes, and has the same sums, peak and limits however the months fall', () => {
  const kwh = fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0, max: 30 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
    minLength: QUARTERS,
    maxLength: QUARTERS,
  });
  fc.assert(
    fc.property(kwh, kwh, kwh, (one, two, made) => {
      const year = { ...yearOf([connectionOf(1, { import: one, export: made, sun: made }), connectionOf(2, { import: two })]), firstQuarter: FIRST };
      const sums = new YearSums({ firstQuarter: FIRST, quarters: QUARTERS, place: { latDeg: 52, lonDeg: 6 }, weather: null, values, factors: [] });
      const figures = sums.of(year, { limits: { import: [], export: [] }, costs: [] });
      const balance = new BalanceSum(QUARTERS);
      for (const connection of year.electricity) balance.add(connection);
      const whole = balance.finish();
      const peak = peakOf(whole);

      expect(figures.electricity).toEqual(sumsFromMicro(sumStep(whole, 0, QUARTERS)));
      expect(figures.peak).toEqual(peak === null ? null : { ...peak, kw: peak.kw / 1e6 });
      const prices = figures.costs;
      expect(prices.totalEur).toBeCloseTo(prices.importEur - prices.exportEur + prices.peakEur, 6);
    }),
    { numRuns: 25 },
  );
});

it('costs less at night and in the weekend', () => {
  // Friday 30 October 2026: 24 hours of 1 kWh a quarter, of which 16 dear; Saturday is cheap throughout.
  const from = Date.parse('2026-10-29T23:00:00Z') / 900_000;
  const year = { ...yearOf([connectionOf(1, { import: Array.from({ length: QUARTERS }, () => 1) })]), firstQuarter: from };
  const { costs } = new YearSums({ firstQuarter: from, quarters: QUARTERS, place: { latDeg: 52, lonDeg: 6 }, weather: null, values, factors: [] }).of(year, {
    limits: { import: [], export: [] },
    costs: [],
  });

  expect(costs.importEur).toBeCloseTo(64 * values.highEurPerKwh + 128 * values.lowEurPerKwh, 9);
});
