// The English of explanations about materials: a word for each unit, role and way in which a figure is made.
import { expect, it } from 'vitest';
import { MaterialExplanation } from '../../../src/api/shapes-materials-explained.ts';
import { whyMaterialsEn } from '../../../src/web/i18n/why-materials-en.ts';

it('names every unit, role and level', () => {
  const { unit, level, parts } = MaterialExplanation.shape;
  expect(Object.keys(whyMaterialsEn.units)).toEqual(unit.options);
  expect(Object.keys(whyMaterialsEn.levels)).toEqual(level.options);
  expect(Object.keys(whyMaterialsEn.roles)).toEqual(parts.element.shape.role.options);
});

it('never shouts', () => {
  expect(JSON.stringify(whyMaterialsEn)).not.toMatch(/!|\b(je|jij|jouw)\b|oops/i);
});
