// Assumptions of scenarios: one for each code, and those that residual heat has too are the same there.
import { expect, it } from 'vitest';
import { valuesOf } from '../../../src/domain/heat/parameters.ts';
import { OwnPrices, PRICE_CODES, SCENARIO_CODES, ScenarioFile, ownPrices, tooHighPrice } from '../../../src/domain/scenario/parameters.ts';
import { loadHeatParameters } from '../../../src/heat-parameters.ts';
import { loadScenarioParameters } from '../../../src/scenario-parameters.ts';
import { values } from './years.ts';

it('have a value for each code, and no other', () => {
  const { rows } = loadScenarioParameters('config/parameters');

  expect(Object.keys(rows).sort()).toEqual([...SCENARIO_CODES].sort());
  expect(ScenarioFile.safeParse({ id: 'scenarios', name: 'x', parameters: { ...rows, more: rows.copMax } }).success).toBe(false);
});

it('are what residual heat reckons with, where both need it', () => {
  const heat = valuesOf(loadHeatParameters('config/parameters'));

  for (const code of ['gasEurPerM3', 'lorenzEfficiency', 'boilerEfficiency', 'heatPumpEurPerKw', 'publicRate', 'companyRate'] as const) expect(values[code]).toBe(heat[code]);
});

it('leave prices and rates to whoever has own ones, and nothing that moves energy', () => {
  const parameters = loadScenarioParameters('config/parameters');

  expect(ownPrices(parameters, { gasEurPerM3: 0.52, highEurPerKwh: 0.2, pvEurPerKwp: 1_500 })).toMatchObject([
    // 0.11 to 0.26 holds 0.2; 600 to 1,100 does not hold 1,500: the band is of the file, the word is theirs.
    { code: 'highEurPerKwh', value: 0.2, standard: 0.17, within: true },
    { code: 'pvEurPerKwp', value: 1_500, standard: 800, within: false },
  ]);
  for (const code of ['pvYieldKwhPerKwp', 'batteryRoundTrip', 'boilerEfficiency', 'copMax']) expect(OwnPrices.safeParse({ [code]: 1 }).success).toBe(false);
  expect(OwnPrices.safeParse({ gasEurPerM3: -0.1 }).success).toBe(false);
  expect(PRICE_CODES.every((code) => parameters.rows[code].high > 0)).toBe(true);
});

it('take no price of another unit for an own one', () => {
  const parameters = loadScenarioParameters('config/parameters');

  // 17 cents entered as euros.
  expect(tooHighPrice(parameters, { highEurPerKwh: 17 })).toEqual({ code: 'highEurPerKwh', most: 2.6 });
  expect(tooHighPrice(parameters, { highEurPerKwh: 0.5 })).toBeNull();
});
