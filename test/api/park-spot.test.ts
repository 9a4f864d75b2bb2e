// Where sun and weather are asked for: of each park, and of the middle of the region.
import { expect, it } from 'vitest';
import { spotOf, spotsOf } from '../../src/api/park-spot.ts';
import { loadParks } from '../../src/parks.ts';

const parks = loadParks('config/parks');

it('is the place of the park, and without one the middle of the region', () => {
  const first = parks[0];

  expect(spotOf({ parks }, first?.id ?? '')).toEqual({ latDeg: first?.lat, lonDeg: first?.lon });
  expect(spotOf({ parks }, null)).toEqual({ latDeg: 52.15, lonDeg: 6.1 });
  expect(spotOf({ parks }, 'nowhere')).toEqual(spotOf({ parks }, null));
});

it('are those of all parks and of the region', () => {
  expect(spotsOf({ parks })).toHaveLength(parks.length + 1);
});
