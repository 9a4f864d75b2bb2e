// Dutch of margins: a sentence for each state of a group, and no exclamation.
import { expect, it } from 'vitest';
import { marginNl } from '../../../src/web/i18n/margin-nl.ts';

it('says what a group does in each of its states, and between what a figure lies', () => {
  expect(Object.keys(marginNl.alarm)).toEqual(['unknown', 'within', 'near', 'over']);
  expect(marginNl.band('1', '2')).toBe('tussen 1 en 2');
  expect(JSON.stringify(marginNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
