// Costs of a link by hand: the numbers of a match of 6,280 MWh through 640 m of DN125.
import { describe, expect, it } from 'vitest';
import { capexOf, ceilingEurPerMwh, exchangerEur, gasPerMwhM3, investmentsOf, type LinkSize, moneyOf } from '../../../src/domain/heat/costs.ts';
import { published } from '../../../src/domain/balance-rows.ts';
import { toMicro } from '../../../src/domain/ledger.ts';
import { parameters, values } from './given.ts';

const size = parameters.pipes.find((one) => one.dn === 125) ?? expect.fail('no DN125');
const link: LinkSize = { size, lengthM: 640, surfaceFactor: 1.2, kw: 1500, heatPumpKw: 0, deliveredMwh: 6280, electricityKwh: 61_000 };
const money = moneyOf(link, values);

describe('a link of 640 m', () => {
  it('costs 579,000 for the pipe, 137,000 for exchangers and station, 24,000 for pumps, and a fifth on top', () => {
    const parts = new Map(investmentsOf(link, values).map((one) => [one.part, one.eur]));

    expect(parts.get('pipe')).toBeCloseTo(754 * 640 * 1.2, 6);
    // 2 x (1,239 + 957 x (1500 / (2 x 5)) ^ 0.4) + 80 x 1500
    expect(exchangerEur(1500, values)).toBeCloseTo(1239 + 957 * 150 ** 0.4, 6);
    expect(parts.get('exchangers')).toBeCloseTo(2 * (1239 + 957 * 150 ** 0.4) + 120_000, 6);
    expect(parts.get('pumps')).toBe(24_000);
    expect(parts.get('engineering')).toBeCloseTo(0.2 * ((parts.get('pipe') ?? 0) + (parts.get('exchangers') ?? 0) + 24_000), 6);
    expect(capexOf(investmentsOf(link, values))).toBeCloseTo(money.capexEur, 6);
  });

  it('has parts that add up to the whole as they are told, whatever its size', () => {
    for (let metres = 1; metres < 400; metres += 1) {
      const { parts, capexEur } = moneyOf({ ...link, lengthM: metres / 7, kw: metres * 3.3, heatPumpKw: metres / 3 }, values);

      expect(parts.map(({ eur }) => published(eur))).toEqual(parts.map(({ eur }) => eur));
      expect(parts.reduce((sum, { eur }) => sum + toMicro(eur), 0)).toBe(toMicro(capexEur));
    }
  });

  it('saves 126.4 m3 of gas a MWh, which is worth 65.73 EUR', () => {
    expect(gasPerMwhM3(values)).toBeCloseTo(1000 / (8.79 * 0.9), 9);
    expect(ceilingEurPerMwh(values)).toBeCloseTo(65.731, 3);
  });

  it('pays back in capex over what is left of the gas after seller, upkeep and electricity', () => {
    const yearly = 6280 * (money.ceilingEurPerMwh - 1.5) - 0.02 * money.capexEur - 61_000 * 0.16;

    expect(money.paybackYears).toBeCloseTo(money.capexEur / yearly, 9);
    expect(money.paybackYears).toBeCloseTo(2.4, 1);
  });

  it('is worth nothing exactly where floor and ceiling meet', () => {
    const gasEurPerM3 = (1.5 + money.company.transportEurPerMwh) / gasPerMwhM3(values);

    expect(moneyOf(link, { ...values, gasEurPerM3 }).company.npvEur).toBeCloseTo(0, 3);
  });

  it('is worth nothing at its break-even length', () => {
    expect(Math.abs(moneyOf({ ...link, lengthM: money.breakEvenM }, values).company.npvEur)).toBeLessThan(1e-6 * money.capexEur + 1);
  });

  it('is worth more at the public rate, and a heat pump costs 600 EUR/kW', () => {
    expect(money.public.npvEur).toBeGreaterThan(money.company.npvEur);
    expect(investmentsOf({ ...link, heatPumpKw: 100 }, values).find((one) => one.part === 'heat-pump')?.eur).toBe(60_000);
  });

  it('scales with all prices: twice the euros, twice the value', () => {
    const doubled = {
      ...values,
      priceIndex: 2,
      gasEurPerM3: values.gasEurPerM3 * 2,
      electricityEurPerKwh: values.electricityEurPerKwh * 2,
      sellerEurPerMwh: values.sellerEurPerMwh * 2,
    };

    expect(moneyOf(link, doubled).company.npvEur).toBeCloseTo(2 * money.company.npvEur, 3);
  });
});
