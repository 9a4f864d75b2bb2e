// The steps that the screen shows give the band that the domain gives.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bandSteps } from '../../src/web/band-steps.ts';
import { BAND_DEVIATIONS, COUNTER_STEP, LAG_DIFFERENCE_S, bandOf } from '../../src/domain/energy-uncertainty.ts';

const nobody = { register: null, name: null, meter: null, company: null, start: null, end: null, total: null, comparable: 0 };
const settings = { counterStep: COUNTER_STEP, lagSeconds: LAG_DIFFERENCE_S, deviations: BAND_DEVIATIONS, field: 'import', tried: [] };

it('an amount of 100 kWh in four quarters, 3 of which may be elsewhere, lies 5.0 from its ends', () => {
  const steps = bandSteps({ ...settings, end: 'high', amount: 100, quarters: 4, stretches: [{ ...nobody, weight: 1, variance: 9, missing: 0, missingVariance: 0 }] });

  // 0.001 + 100 x 2.05 / 3600, and with it 1.645 x 3 in quadrature.
  expect(steps.ends).toBeCloseTo(0.001 + 205 / 3600, 12);
  expect(steps.known).toBeCloseTo(Math.hypot(steps.ends, 4.935), 12);
  expect(steps).toMatchObject({ amount: 100, missing: 0, all: steps.known, end: 100 + steps.known });
});

it('is the band of the domain, whatever is missing and however much of it', () => {
  const doubts = fc.record({ weight: fc.constantFrom(1, -1), variance: fc.double({ min: 0, max: 100, noNaN: true }), missing: fc.double({ min: -50, max: 50, noNaN: true }) });
  fc.assert(
    fc.property(fc.double({ min: -500, max: 500, noNaN: true }), fc.integer({ min: 0, max: 3000 }), fc.array(doubts, { maxLength: 4 }), (amount, quarters, given) => {
      const stretches = given.map((one) => ({ ...nobody, ...one, missingVariance: one.variance / 2 }));
      const sum = (of: (one: (typeof stretches)[number]) => number): number => stretches.reduce((total, one) => total + of(one), 0);
      const doubt = { variance: sum((one) => one.variance), missing: sum((one) => one.weight * one.missing), missingVariance: sum((one) => one.missingVariance) };
      const band = bandOf(amount, doubt, quarters);
      const endOf = (end: 'low' | 'high'): number => bandSteps({ ...settings, end, amount, quarters, stretches }).end;

      expect(endOf('high')).toBeCloseTo(band.high, 9);
      expect(endOf('low')).toBeCloseTo(amount >= 0 ? Math.max(0, band.low) : band.low, 9);
    }),
  );
});
