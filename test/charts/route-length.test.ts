// How long a route is, by hand.
import { expect, it } from 'vitest';
import { ROUTE_POINTS_MAX, lengthOf } from '../../src/charts/route-length.ts';

const at = (lat: number, lon = 6): { lat: number; lon: number } => ({ lat, lon });

it('is that of the points one after the other', () => {
  // A thousandth of a degree of latitude on a sphere of 6,371 km is 111.195 m; of longitude at 52 degrees, times cos 52.
  expect(lengthOf([at(52), at(52.001), at(52)])).toBeCloseTo(222.39, 2);
  expect(lengthOf([at(52), at(52, 6.001)])).toBeCloseTo(111.195 * Math.cos((52 * Math.PI) / 180), 2);
});

it('is nothing for fewer than two points', () => {
  expect([lengthOf([at(52)]), lengthOf([])]).toEqual([0, 0]);
  expect(ROUTE_POINTS_MAX).toBe(200);
});
