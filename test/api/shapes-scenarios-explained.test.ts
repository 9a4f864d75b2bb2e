// What may be asked of figures of a scenario.
import { expect, it } from 'vitest';
import { ScenarioExplainQuery } from '../../src/api/shapes-scenarios-explained.ts';

it('explains the import of the scenario when nothing is named', () => {
  expect(ScenarioExplainQuery.parse({})).toEqual({ field: 'importKwh', of: 'scenario' });
  expect(ScenarioExplainQuery.safeParse({ of: 'nothing' }).success).toBe(false);
});
