// The shape of what figures about room on the grid are made of.
import { expect, it } from 'vitest';
import { CapacityFigureExplanation } from '../../src/api/shapes-capacity-explained.ts';

it('knows each level, and no other', () => {
  const { level } = CapacityFigureExplanation.shape;
  expect(level.options).toEqual(['quarter', 'quarters', 'runs', 'steps', 'ratio', 'sum', 'rule', 'coalitions', 'draws', 'days', 'nights', 'together']);
  expect(level.safeParse('mean').success).toBe(false);
});
