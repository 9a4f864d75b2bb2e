// Dutch of the scenario bench: a word for each step, rule, order and note.
import { expect, it } from 'vitest';
import { ScenarioExplanation } from '../../../src/api/shapes-scenarios-explained.ts';
import { BATTERY_RULES, STEP_KINDS, STEP_ORDERS } from '../../../src/domain/scenario/steps.ts';
import { scenariosNl } from '../../../src/web/i18n/scenarios-nl.ts';

it('names everything that can be chosen, and never shouts', () => {
  expect(Object.keys(scenariosNl.kinds).sort()).toEqual([...STEP_KINDS].sort());
  expect(Object.keys(scenariosNl.rules).sort()).toEqual([...BATTERY_RULES].sort());
  expect(Object.keys(scenariosNl.orders).sort()).toEqual([...STEP_ORDERS].sort());
  expect(Object.keys(scenariosNl.why.units)).toEqual(ScenarioExplanation.shape.unit.options);
  expect(Object.keys(scenariosNl.why.levels)).toEqual(ScenarioExplanation.shape.level.options);
  expect(JSON.stringify(scenariosNl)).not.toMatch(/!|\b(je|jij|jouw|oeps)\b/i);
});
