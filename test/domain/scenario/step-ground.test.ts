// What steps rest on is kept for the next run, and not more of it than a few.
import { expect, it } from 'vitest';
import { applySteps } from '../../../src/domain/scenario/apply.ts';
import { SHAPES_MAX } from '../../../src/domain/scenario/step-ground.ts';
import { ScenarioStep } from '../../../src/domain/scenario/steps.ts';
import { connectionOf, groundOf, yearOf } from './years.ts';

it('keep no more profiles than a few, whatever planes are asked for', () => {
  const year = yearOf([connectionOf(1, { import: [5, 5, 5, 5, 5, 5, 5, 5] })]);
  const ground = groundOf(8);
  for (let tiltDeg = 0; tiltDeg < 3 * SHAPES_MAX; tiltDeg++) applySteps(year, { steps: [ScenarioStep.parse({ kind: 'pv', kwp: 1, tiltDeg })], order: 'given' }, ground);

  expect(ground.kept.shapes.size).toBe(SHAPES_MAX);
});
