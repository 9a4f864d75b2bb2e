// Shape of the grid's hours: what a question may ask.
import { expect, it } from 'vitest';
import { GridHoursQuery } from '../../src/api/shapes-grid.ts';

it('asks for three hours where it does not say', () => {
  expect(GridHoursQuery.parse({})).toEqual({ hours: 3 });
  expect(GridHoursQuery.parse({ hours: '24', kwh: '12.5' })).toEqual({ hours: 24, kwh: 12.5 });
});

it.each([{ hours: '1.5' }, { hours: '0' }, { hours: '25' }, { kwh: '0' }, { kwh: 'many' }])('does not take %j', (query) => {
  expect(GridHoursQuery.safeParse(query).success).toBe(false);
});
