// Dutch of what is told when: it says the moment, and no exclamation.
import { expect, it } from 'vitest';
import { toldNl } from '../../../src/web/i18n/told-nl.ts';

it('says up to when, and that whole hours or days are added', () => {
  expect(toldNl.until('14:00')).toMatch(/tot 14:00\..*heel uur/);
  expect(toldNl.untilDay('27 nov')).toMatch(/tot 27 nov\..*hele dag/);
  expect(toldNl.until('') + toldNl.untilDay('')).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
