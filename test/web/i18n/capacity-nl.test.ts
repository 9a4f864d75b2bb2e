// Dutch of the capacity screens: one and many, and a group that stayed within its limit.
import { expect, it } from 'vitest';
import { capacityNl } from '../../../src/web/i18n/capacity-nl.ts';

it('counts one and many', () => {
  expect(capacityNl.peaksHidden(1)).toBe('1 bedrijf telt mee zonder naam.');
  expect(capacityNl.withheld(2)).toContain('2 leden delen geen cijfers');
  expect(capacityNl.fitsNot(1, '3')).toContain('op 1 dag (3 kwartieren)');
});

it('says that a group stayed within its limit, or how often it did not', () => {
  expect(capacityNl.exceeded(0, '0 kWh')).toBe('De groep bleef de hele maand binnen de grens.');
  expect(capacityNl.exceeded(2, '10 kWh')).toBe('De groep ging 2 keer over de grens, samen 10 kWh.');
});
