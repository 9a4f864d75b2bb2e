// A port as a stream, and the hours of a slice.
import { expect, it } from 'vitest';
import { hoursInSlice, slicesAt, streamOf, sumOf } from '../../../src/domain/heat/pinch-streams.ts';

const firstHour = Date.parse('2025-12-31T23:00:00Z') / 3_600_000;

it('cools down where heat is given, and is warmed up where it is taken', () => {
  expect(streamOf({ role: 'source', supplyC: 90, returnC: 50 }, 5)).toEqual({ kind: 'hot', fromC: 90, toC: 50, kw: 5 });
  expect(streamOf({ role: 'sink', supplyC: 60, returnC: 35 }, 7)).toEqual({ kind: 'cold', fromC: 35, toC: 60, kw: 7 });
});

it('has the hours of a slice by the clock of Amsterdam', () => {
  const day = hoursInSlice({ firstHour, length: 48 }, 'day');

  expect(slicesAt(firstHour)).toEqual(['year', 'winter', 'night']);
  expect([day.indexOf(true), day.filter(Boolean).length]).toEqual([7, 24]);
  expect(hoursInSlice({ firstHour, length: 8760 }, 'winter').filter(Boolean).length).toBe(24 * (31 + 28 + 31));
});

it('adds up the hours that are known in it', () => {
  expect(sumOf(Float64Array.of(1, NaN, 2, 4), [true, true, false, true])).toEqual({ kwh: 5, knownHours: 2 });
});
