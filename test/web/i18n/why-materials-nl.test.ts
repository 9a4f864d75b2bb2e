// The Dutch of explanations about materials: a word for each unit, role and way in which a figure is made.
import { expect, it } from 'vitest';
import { MaterialExplanation } from '../../../src/api/shapes-materials-explained.ts';
import { whyMaterialsNl } from '../../../src/web/i18n/why-materials-nl.ts';

it('names every unit, role and level', () => {
  const { unit, level, parts } = MaterialExplanation.shape;
  expect(Object.keys(whyMaterialsNl.units)).toEqual(unit.options);
  expect(Object.keys(whyMaterialsNl.levels)).toEqual(level.options);
  expect(Object.keys(whyMaterialsNl.roles)).toEqual(parts.element.shape.role.options);
});

it('never shouts', () => {
  expect(JSON.stringify(whyMaterialsNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oops/i);
});
