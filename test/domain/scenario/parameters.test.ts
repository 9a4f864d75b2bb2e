// Assumptions of scenarios: one for each code, and those that residual heat has too are the same there.
import { expect, it } from 'vitest';
import { valuesOf } from '../../../src/domain/heat/parameters.ts';
import { SCENARIO_CODES, ScenarioFile } from '../../../src/domain/scenario/parameters.ts';
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
