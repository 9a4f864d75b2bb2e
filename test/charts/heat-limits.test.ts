// What is said of a port's temperatures, and what of it cannot be.
import { expect, it } from 'vitest';
import { impossibleTexts } from '../../src/charts/heat-limits.ts';

const said = { medium: 'water', supplyC: 70, returnC: 40.5, minReturnC: null };

it('says nothing of what can be, nor of what is no medium', () => {
  expect([impossibleTexts('nl', said), impossibleTexts('nl', { ...said, medium: 'lava', supplyC: 900 })]).toEqual([null, null]);
});

it('names the field, what was said and between what it lies', () => {
  expect(impossibleTexts('nl', { ...said, supplyC: 900 })).toEqual({ field: 'supplyC', medium: 'water', c: '900\u00a0°C', low: '0\u00a0°C', high: '201\u00a0°C' });
  expect(impossibleTexts('en', { ...said, medium: 'steam', minReturnC: -0.5 })).toMatchObject({ field: 'minReturnC', medium: 'steam', high: '374\u00a0°C' });
});
