// What may be asked of figures about materials.
import { expect, it } from 'vitest';
import { CircularityExplainQuery } from '../../src/api/shapes-materials-explained.ts';

it('explains how many stated a stream when no figure is named', () => {
  expect(CircularityExplainQuery.parse({})).toEqual({ field: 'coverage' });
  expect(CircularityExplainQuery.safeParse({ field: 'x'.repeat(41) }).success).toBe(false);
});
