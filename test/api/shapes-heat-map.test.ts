// What a drawn route may be: a length, or two to two hundred points in the country.
import { describe, expect, it } from 'vitest';
import { HeatRoute } from '../../src/api/shapes-heat-map.ts';
import { ROUTE_POINTS_MAX } from '../../src/domain/heat/port.ts';

const at = { lat: 52.1, lon: 6.1 };
const points = (count: number): (typeof at)[] => Array.from({ length: count }, () => at);

describe('a route', () => {
  it.each([[{ lengthM: 12.5 }], [{ points: points(2) }], [{ points: points(ROUTE_POINTS_MAX), surfaceFactor: 1.4 }]])('%j is one', (given) =>
    expect(HeatRoute.safeParse(given).success).toBe(true),
  );
  it.each([[{ lengthM: 0 }], [{ lengthM: -1 }], [{ points: points(1) }], [{ points: points(ROUTE_POINTS_MAX + 1) }], [{ points: [at, { lat: 6.1, lon: 52.1 }] }], [{ metres: 5 }]])(
    '%j is none',
    (given) => expect(HeatRoute.safeParse(given).success).toBe(false),
  );
});
