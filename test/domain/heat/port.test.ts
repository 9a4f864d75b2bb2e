// Ports: distance over the ground, heat from other meters, and what so many hours allow to be said.
import { describe, expect, it } from 'vitest';
import { basisOf, heatPerUnit, straightM } from '../../../src/domain/heat/port.ts';
import { values } from './given.ts';

describe('a port', () => {
  it('lies so far away over the ground', () => {
    // A minute of latitude is a nautical mile on a sphere of 6,371 km: 1,853 m.
    expect(straightM({ latDeg: 52, lonDeg: 6 }, { latDeg: 52 + 1 / 60, lonDeg: 6 })).toBeCloseTo(1853.25, 1);
    expect(straightM({ latDeg: 60, lonDeg: 6 }, { latDeg: 60, lonDeg: 7 })).toBeCloseTo(55_597, -2);
    expect(straightM({ latDeg: 52, lonDeg: 6 }, { latDeg: 52, lonDeg: 6 })).toBe(0);
  });

  it.each([
    ['direct', 1],
    ['boiler', 8.79 * 0.9],
    ['refrigeration', 4],
    ['compressor', 0.75],
    ['server-room', 0.95],
    ['economiser', 8.79 * 0.08],
    ['water', 1.163 * 20],
  ] as const)('%s: %f kWh for each unit, within its band', (derivation, expected) => {
    const { value, low, high } = heatPerUnit(derivation, values, 20);

    expect(value).toBeCloseTo(expected, 9);
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  });

  it('says more the longer it was measured', () => {
    expect([basisOf(2189), basisOf(2190), basisOf(8399), basisOf(8400)]).toEqual(['screening', 'extrapolated', 'extrapolated', 'measured-year']);
  });
});
