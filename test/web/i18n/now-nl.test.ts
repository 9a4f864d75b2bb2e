// Dutch of this moment: counts in whole words, and it never shouts.
import { expect, it } from 'vitest';
import { nowNl } from '../../../src/web/i18n/now-nl.ts';

it('says one and many apart', () => {
  expect(nowNl.map.says(1, 0)).toBe('1 bedrijf; van nog geen is de plaats bekend.');
  expect(nowNl.map.says(12, 1)).toContain('1 plaats van');
  expect(nowNl.map.label(2)).toContain('2 plaatsen');
  expect(nowNl.heard(4, 5)).toBe('4 van 5 aansluitingen gehoord');
});

it('never shouts', () => {
  expect(JSON.stringify(nowNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
