// Distances against known ones.
import { expect, it } from 'vitest';
import { placedKm, roadKm, straightKm } from '../../../src/domain/circular/distances.ts';

const flat = { value: 1.3, low: 1.2, high: 1.5 };
const place = (lat: number, lon: number, areaHa = 100) => ({ lat, lon, areaHa });

it('knows a degree of latitude: 111.19 km on a sphere of 6,371 km', () => {
  expect(straightKm(place(52, 6), place(53, 6))).toBeCloseTo(111.195, 2);
  expect(roadKm(place(52, 6), place(53, 6), flat)).toBeCloseTo(111.195 * 1.3, 1);
});

it('takes the mean of two places in a circle within one park', () => {
  // 100 ha is a circle of 564.19 m; the mean is 0.9054 of that, by road 1.3 times as far.
  expect(roadKm(place(52, 6), place(52, 6), flat)).toBeCloseTo(0.56419 * 0.90541 * 1.3, 4);
});

it('says nothing where a park has no place', () => {
  expect(roadKm(undefined, place(52, 6), flat)).toBeNull();
  expect(roadKm(place(0, 0, 0), place(52, 6), flat)).toBeNull();
});

it('goes from place to place where both were given', () => {
  expect(placedKm({ lat: 52, lon: 6 }, { lat: 52.01, lon: 6 }, flat)).toBeCloseTo(1.11195 * 1.3, 4);
});
