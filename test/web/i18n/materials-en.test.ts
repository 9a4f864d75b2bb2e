// English of the screens about materials is English.
import { expect, it } from 'vitest';
import { materialsEn } from '../../../src/web/i18n/materials-en.ts';
import { materialsNl } from '../../../src/web/i18n/materials-nl.ts';

it('says what the Dutch says, in English', () => {
  expect(Object.keys(materialsEn)).toEqual(Object.keys(materialsNl));
  expect(JSON.stringify(materialsEn)).not.toMatch(/\b(een|het|niet|wordt|geen|zijn|wat|vraag|aanbod)\b/i);
  expect(materialsEn.lead('3')).toBe('3 matches between offers and needs');
});
