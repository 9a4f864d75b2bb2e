// Why emissions changed: cases by hand, and that the parts always add up.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CarrierTrend, DECOMPOSED, carrierParts, decompose, decomposeMicro } from '../../src/domain/emission-trend.ts';

type Given = Pick<CarrierTrend['base'], 'amount' | 'kgPerUnit'>;
const emitted = ({ amount, kgPerUnit }: Given): CarrierTrend['base'] => ({ amount, kgPerUnit, kg: amount * kgPerUnit });
const carrier = ({ base, now, ...over }: Partial<Omit<CarrierTrend, 'base' | 'now'>> & { base: Given; now: Given }): CarrierTrend => ({
  carrier: 'electricity',
  base: emitted(base),
  now: emitted(now),
  allBaseKg: base.amount * base.kgPerUnit,
  allNowKg: now.amount * now.kgPerUnit,
  kwhPerUnit: 1,
  heatingShare: 0,
  ...over,
});
const electricity = (base: number, now: number, factors: [number, number] = [0.2, 0.2]): CarrierTrend =>
  carrier({ base: { amount: base, kgPerUnit: factors[0] }, now: { amount: now, kgPerUnit: factors[1] } });

describe('the change of emissions', () => {
  it('is the factor alone when 10 GWh stay 10 GWh: 2023 to 2026, 28 percent with no action', () => {
    const made = decompose([electricity(1e7, 1e7, [0.337, 0.244])], null);

    expect(made).toMatchObject({ changeKg: -930_000, factorKg: -930_000, activityKg: 0, weatherKg: 0, fuelKg: 0, coverageKg: 0 });
    expect(made.changeKg / made.baseKg).toBeCloseTo(-0.276, 3);
  });

  it('is activity when there is more of the same', () => {
    expect(decompose([electricity(1000, 1100)], null)).toMatchObject({ changeKg: 20, activityKg: 20, factorKg: 0, fuelKg: 0 });
  });

  it('is fuel when the same energy comes from something else', () => {
    // 1,000 kWh of gas at 0.25 kg become 1,000 kWh of electricity at 0.2 kg.
    const gas = carrier({ carrier: 'gas', base: { amount: 100, kgPerUnit: 2.5 }, now: { amount: 0, kgPerUnit: 2.5 }, kwhPerUnit: 10 });

    expect(decompose([gas, electricity(0, 1000)], null)).toMatchObject({ changeKg: -50, fuelKg: -50, activityKg: 0 });
  });

  it('is weather only for the part that heats', () => {
    // A tenth fewer degree days; half of 1,000 m3 heats: 50 m3 x 2 kg less by weather, the other 50 m3 less by activity.
    const gas = carrier({ carrier: 'gas', base: { amount: 1000, kgPerUnit: 2 }, now: { amount: 900, kgPerUnit: 2 }, kwhPerUnit: 10, heatingShare: 0.5 });

    expect(decompose([gas], { baseDegreeDays: 2800, nowDegreeDays: 2520 })).toMatchObject({ changeKg: -200, weatherKg: -100, activityKg: -100 });
    expect(decompose([{ ...gas, heatingShare: 0 }], { baseDegreeDays: 2800, nowDegreeDays: 2520 })).toMatchObject({ weatherKg: 0, activityKg: -200 });
    expect(decompose([gas], null)).toMatchObject({ weatherKg: 0, activityKg: -200 });
  });

  it('is coverage when meters come', () => {
    expect(decompose([{ ...electricity(1000, 1000), allNowKg: 260 }], null)).toMatchObject({ changeKg: 60, coverageKg: 60, activityKg: 0 });
  });

  it('adds up exactly, whatever happened', () => {
    // 10 GWh of a carrier: sums stay below 2^53 micro-kilograms.
    const amount = fc.double({ min: 0, max: 1e7, noNaN: true });
    const factor = fc.double({ min: 0, max: 5, noNaN: true });
    const any = fc
      .record({
        b: amount,
        n: amount,
        bf: factor,
        nf: factor,
        ab: amount,
        an: amount,
        per: fc.double({ min: 1, max: 12, noNaN: true }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ b, n, bf, nf, ab, an, per, share }) =>
        carrier({ base: { amount: b, kgPerUnit: bf }, now: { amount: n, kgPerUnit: nf }, allBaseKg: b * bf + ab, allNowKg: n * nf + an, kwhPerUnit: per, heatingShare: share }),
      );
    const weather = fc.option(fc.record({ baseDegreeDays: fc.integer({ min: 1, max: 4000 }), nowDegreeDays: fc.integer({ min: 0, max: 4000 }) }));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), weather, (carriers, days) => {
        const made = decomposeMicro(carriers, days);
        expect(made.activityKg + made.weatherKg + made.fuelKg + made.factorKg + made.coverageKg).toBe(made.changeKg);
        expect(made.nowKg - made.baseKg).toBe(made.changeKg);
        // So does each carrier by itself, and the carriers add up to each part.
        const parts = carrierParts(carriers, days);
        for (const part of parts) expect(part.activityKg + part.weatherKg + part.fuelKg + part.factorKg + part.coverageKg).toBe(part.nowKg - part.baseKg);
        for (const name of DECOMPOSED) expect(parts.reduce((sum, part) => sum + part[name], 0)).toBe(made[name]);
      }),
      { numRuns: 1000 },
    );
  });
});
