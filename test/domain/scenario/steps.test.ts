// The order of steps, and what a step may hold.
import { expect, it } from 'vitest';
import { STEP_KINDS, ScenarioStep, orderedSteps } from '../../../src/domain/scenario/steps.ts';

const steps = [
  { kind: 'battery', kwh: 1, kw: 1 },
  { kind: 'group-contract', limitKw: 5 },
  { kind: 'pv', kwp: 1 },
  { kind: 'pv', kwp: 2 },
].map((one) => ScenarioStep.parse(one));

it('is by kind, and among equals as listed; or all as listed', () => {
  expect(orderedSteps(steps, 'canonical').map(({ at }) => at)).toEqual([2, 3, 0, 1]);
  expect(orderedSteps(steps, 'given').map(({ at }) => at)).toEqual([0, 1, 2, 3]);
});

it('begins with what makes electricity and ends with what takes the place of gas', () => {
  expect([STEP_KINDS[0], STEP_KINDS.at(-1)]).toEqual(['pv', 'electrification']);
});

it.each([
  { kind: 'pv', kwp: -1 },
  { kind: 'battery', kwh: 1, kw: 1, rule: 'magic' },
  { kind: 'truck-hub', trucks: 1.5 },
  { kind: 'electrification', share: 1.1 },
  { kind: 'wind' },
])('refuses %o', (step) => {
  expect(ScenarioStep.safeParse(step).success).toBe(false);
});
