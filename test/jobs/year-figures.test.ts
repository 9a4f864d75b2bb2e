// The figures of a year, month by month, are those of the balance over all of it at once.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BalanceSum } from '../../src/domain/balance.ts';
import { peakOf, sumStep, sumsFromMicro } from '../../src/domain/balance-steps.ts';
import { applySteps, planSteps } from '../../src/domain/scenario/apply.ts';
import { ScratchArrays } from '../../src/domain/scratch-arrays.ts';
import { ScenarioStep } from '../../src/domain/scenario/steps.ts';
import { YearSums } from '../../src/jobs/year-figures.ts';
import { connectionOf, groundOf, values, yearOf } from '../domain/scenario/years.ts';

/** From Friday 30 October 2026, 23:00 UTC: a day before the month ends, and one after. */
const FIRST = Date.parse('2026-10-30T23:00:00Z') / 900_000;
const QUARTERS = 192;
const NO_STEPS = { adding: [], costs: [] };

it('closes, and has the same sums, peak and limits however the months fall', () => {
  const kwh = fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0, max: 30 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
    minLength: QUARTERS,
    maxLength: QUARTERS,
  });
  fc.assert(
    fc.property(kwh, kwh, kwh, (one, two, made) => {
      const year = { ...yearOf([connectionOf(1, { import: one, export: made, sun: made }), connectionOf(2, { import: two })]), firstQuarter: FIRST };
      const sums = new YearSums({ firstQuarter: FIRST, quarters: QUARTERS, place: { latDeg: 52, lonDeg: 6 }, weather: null, values, factors: [] });
      const figures = sums.of(year, { import: [], export: [] }, NO_STEPS);
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
  const { costs } = new YearSums({ firstQuarter: from, quarters: QUARTERS, place: { latDeg: 52, lonDeg: 6 }, weather: null, values, factors: [] }).of(
    year,
    { import: [], export: [] },
    NO_STEPS,
  );

  expect(costs.importEur).toBeCloseTo(64 * values.highEurPerKwh + 128 * values.lowEurPerKwh, 9);
});

it('of steps along the connections are those of the year that the steps make of it, all at once', () => {
  const kwh = fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0, max: 30 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
    minLength: QUARTERS,
    maxLength: QUARTERS,
  });
  const whole = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: QUARTERS, maxLength: QUARTERS });
  const steps = [
    { kind: 'pv', kwp: 400 },
    { kind: 'battery', kwh: 60, kw: 40, rule: 'peak-shaving' },
    { kind: 'truck-hub', trucks: 3 },
    { kind: 'battery', kwh: 20, kw: 20, company: 2 },
  ].map((one) => ScenarioStep.parse(one));
  fc.assert(
    fc.property(kwh, kwh, whole, kwh, (main, inner, plain, gaps) => {
      const connections = [
        connectionOf(1, { import: main }, { passesOn: true }),
        connectionOf(2, { import: inner, export: gaps }, { behind: 1 }),
        connectionOf(3, { import: plain, sun: plain }),
        connectionOf(4, { import: gaps }),
      ];
      const year = { ...yearOf(connections), firstQuarter: FIRST };
      const facts = { firstQuarter: FIRST, quarters: QUARTERS, place: { latDeg: 52, lonDeg: 6 }, weather: null, values, factors: [] };
      const wish = { steps, order: 'given' as const };
      const applied = applySteps(year, wish, groundOf(QUARTERS));
      const slow = new YearSums(facts).of(applied.year, { import: [], export: [] }, { adding: [], costs: applied.costs });
      const plan = planSteps({ ...year, pool: new ScratchArrays() }, wish, groundOf(QUARTERS));
      const fast = new YearSums(facts).of(plan.year, { import: [], export: [] }, plan);

      expect(fast).toEqual(slow);
      expect(plan.log().map((one) => one.kind)).toEqual(applied.log.map((one) => one.kind));
      expect(plan.log().map((one) => one.kwh)).toEqual(applied.log.map((one) => one.kwh));
    }),
    { numRuns: 25 },
  );
});
