// The terms behind the euros of a match: put together again they are the figures that the engine made.
import { expect, it } from 'vitest';
import { type PricedMatch, moneyTerms } from '../../src/charts/heat-money.ts';
import { gasPerMwhM3, moneyOf } from '../../src/domain/heat/costs.ts';
import { capitalRecovery } from '../../src/domain/heat/finance.ts';
import { valuesOf } from '../../src/domain/heat/parameters.ts';
import { parameters } from '../domain/heat/given.ts';

const values = valuesOf(parameters);
const [size] = parameters.pipes;
if (size === undefined) throw new Error('there are pipes');
const link = { size, lengthM: 400, surfaceFactor: 1, kw: 500, heatPumpKw: 120, deliveredMwh: 2500, electricityKwh: 60_000 };
const money = moneyOf(link, values);
const match: PricedMatch = {
  energy: { deliveredKwh: 2_500_000 },
  co2: { gasAvoidedM3: 2500 * gasPerMwhM3(values) },
  pipe: { lengthM: 400 },
  parameters: Object.entries(parameters.rows).map(([code, { value }]) => ({ code, value })),
  money,
};
const terms = moneyTerms(match);

it('gas and its emission make the ceiling', () => {
  expect(terms.gasM3PerMwh * terms.gasEurPerM3 + terms.emissionEurPerMwh).toBeCloseTo(money.ceilingEurPerMwh, 9);
  expect(terms.emissionEurPerMwh).toBeCloseTo((gasPerMwhM3(values) * 1.779 * values.emissionPriceEurPerT) / 1000, 9);
});

it('annuities and what runs make the cost of bringing it', () => {
  const annuity = money.parts.reduce((sum, { eur, years }) => sum + eur * capitalRecovery(values.companyRate, years), 0);

  expect(terms.annuityEurPerYear).toBeCloseTo(annuity, 4);
  expect((terms.annuityEurPerYear + terms.runningEurPerYear) / terms.deliveredMwh).toBeCloseTo(money.company.transportEurPerMwh, 9);
});

it('what is saved a year pays back, and what is left a year is the net value', () => {
  expect(money.capexEur / terms.savedEurPerYear).toBeCloseTo(money.paybackYears ?? 0, 9);
  expect(terms.leftEurPerYear * terms.presentValueFactor).toBeCloseTo(money.company.npvEur, 4);
  expect(terms.presentValueFactor).toBeCloseTo(1 / capitalRecovery(values.companyRate, values.pipeLifeYears), 9);
  expect([terms.pipeYears, terms.pipeEurPerM * 400]).toEqual([values.pipeLifeYears, expect.closeTo(money.parts[0]?.eur ?? 0, 6)]);
});

it('without heat nothing is divided by it', () => {
  const none = moneyTerms({ ...match, energy: { deliveredKwh: 0 }, co2: { gasAvoidedM3: 0 }, pipe: { lengthM: 0 } });

  expect([none.gasM3PerMwh, none.presentValueFactor, none.pipeEurPerM]).toEqual([0, 0, 0]);
});
