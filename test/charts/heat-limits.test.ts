// What was typed of a port's temperatures, and what of it cannot be.
import { expect, it } from 'vitest';
import { impossibleTexts } from '../../src/charts/heat-limits.ts';

const typed = { medium: 'water', supplyC: '70', returnC: '40,5', minReturnC: '' };

it('says nothing of what can be, nor of what is no medium', () => {
  expect([impossibleTexts('nl', typed), impossibleTexts('nl', { ...typed, medium: 'lava', supplyC: '900' })]).toEqual([null, null]);
});

it('names the field, what was typed and between what it lies', () => {
  expect(impossibleTexts('nl', { ...typed, supplyC: '900' })).toEqual({ field: 'supplyC', medium: 'water', c: '900\u00a0°C', low: '0\u00a0°C', high: '201\u00a0°C' });
  expect(impossibleTexts('en', { ...typed, medium: 'steam', minReturnC: '-0,5' })).toMatchObject({ field: 'minReturnC', medium: 'steam', high: '374\u00a0°C' });
});
