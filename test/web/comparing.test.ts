// Two periods beside each other: in one unit, and only where both were measured.
import { expect, it } from 'vitest';
import { besideText, isComparable } from '../../src/web/comparing.ts';

it('a period of which a tenth or more was not measured is not compared, whichever of the two it is', () => {
  expect(isComparable({ coverage: 1 }, { coverage: 0.9 })).toBe(true);
  expect(isComparable({ coverage: 1 }, { coverage: 0.18 })).toBe(false);
  expect(isComparable({ coverage: 0.89 }, { coverage: 1 })).toBe(false);
});

it('both figures of a row stand in the unit of the larger one', () => {
  expect(besideText({ now: 2_318_300, before: 9_800, unit: 'kWh' }, 'nl')).toEqual({ now: '2.318,3\u00a0MWh', before: '9,8\u00a0MWh', change: '+23.556\u00a0%' });
  expect(besideText({ now: 50, before: 0, unit: 'm3' }, 'nl')).toEqual({ now: '50\u00a0m³', before: '0\u00a0m³', change: '–' });
});
