// Every direction and every quality of a quarter-hour has a Dutch word.
import { expect, it } from 'vitest';
import { FLAGS } from '../../../src/domain/balance.ts';
import { FLOWS } from '../../../src/domain/reading.ts';
import { metersNl } from '../../../src/web/i18n/meters-nl.ts';

it('names what a quarter-hour can be', () => {
  expect(Object.keys(metersNl.quarters.flows).sort()).toEqual([...FLOWS].sort());
  expect(Object.keys(metersNl.quarters.qualities).sort()).toEqual([...FLAGS].sort());
});

it('says one meter, and more meters', () => {
  expect([metersNl.pick.count(1), metersNl.pick.count(2)]).toEqual(['1 meter gekozen', '2 meters gekozen']);
  expect(metersNl.calendar.weekdays).toHaveLength(7);
});
