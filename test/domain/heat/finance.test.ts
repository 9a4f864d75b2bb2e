// Oracle O19: annuities, present value and rate of return as spreadsheets have them, and a worked cost of heat.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalRecovery, levelisedEurPerMwh, netPresentValue, paybackYears, presentValue, rateOfReturn } from '../../../src/domain/heat/finance.ts';

describe('finance', () => {
  it('recovers capital', () => {
    expect(capitalRecovery(0.03, 30)).toBeCloseTo(0.0510193, 7);
    expect(capitalRecovery(0.05, 20)).toBeCloseTo(0.0802426, 7);
    expect(capitalRecovery(0, 20)).toBe(0.05);
  });

  it('pays at the end of each year', () => expect(presentValue(0.1, [-10_000, 3000, 4200, 6800])).toBeCloseTo(1188.44, 2));

  it('finds a rate of return, or says that there is none', () => {
    expect(rateOfReturn([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000])).toBeCloseTo(0.086631, 6);
    expect(rateOfReturn([100, 100])).toBeNull();
  });

  it('costs 28.133 EUR/MWh: 475,000 at 5 % over 30 years, 2 % maintenance, 1,800 for the pump, 1,500 MWh', () => {
    const heat = { parts: [{ eur: 475_000, years: 30 }], rate: 0.05, yearlyEur: 0.02 * 475_000 + 1800, mwh: 1500 };

    expect(levelisedEurPerMwh(heat)).toBeCloseTo(28.133, 3);
  });

  it('pays back in capex over the yearly net, or never', () => {
    expect(paybackYears(100, 25)).toBe(4);
    expect(paybackYears(100, 0)).toBeNull();
  });

  it('scales with money', () => {
    const eur = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(eur, eur, fc.double({ min: 0.5, max: 20, noNaN: true }), (capexEur, yearlyEur, k) => {
        const one = netPresentValue({ capexEur, yearlyEur, rate: 0.08, years: 30 });
        const many = netPresentValue({ capexEur: capexEur * k, yearlyEur: yearlyEur * k, rate: 0.08, years: 30 });
        expect(Math.abs(many - one * k)).toBeLessThanOrEqual(1e-9 * Math.abs(many) + 1e-6);
      }),
    );
  });
});
