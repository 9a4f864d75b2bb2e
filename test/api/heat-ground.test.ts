// Who may draw a route, and what of the ground a reader may know, on a registry in memory.
import { describe, expect, it } from 'vitest';
import type { Principal } from '../../src/domain/access.ts';
import { type Placed, atOf, circleOf, drawnOf, mayDraw, stretchOf } from '../../src/api/heat-ground.ts';

const someone = (role: Principal['roles'][number]): Principal => ({ id: 'x', roles: [role], processor: false });
const pair = { source: 1, sink: 2 };
const port = (id: number): object => ({ id, company: id, park: 'p', role: id === 1 ? 'source' : 'sink', place: { latDeg: 52 + id, lonDeg: 6 } });

function known(agreed: readonly number[], points: { latDeg: number; lonDeg: number }[] = []): Placed {
  const registry = {
    port: (id: number) => (id < 3 ? port(id) : null),
    decisionsOf: () => agreed.map((company) => ({ company, decision: 'agree', at: 0 })),
    routes: () => [{ ...pair, lengthM: 5, surfaceFactor: null, points }],
  };
  const given = {
    parks: [{ id: 'p', lat: 52, lon: 6, outline: { radiusM: 300 } }],
    heat: { registry },
    directory: {
      sharingOf: () => ({ parkmanager: true, region: true }),
      consents: new Map([1, 2].map((company) => [company, { company, audience: 'parkmanager', validFrom: 0, validTo: null, revokedAt: null }])),
    },
    now: () => 0,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of the registry as a route asks for
  return given as unknown as Placed;
}

describe('a route is drawn', () => {
  it.each([
    ['by the manager of the park', { role: 'parkmanager', parks: ['p'] }, [], true],
    ['by the manager of another park', { role: 'parkmanager', parks: ['q'] }, [1], false],
    ['by a side before both agreed', { role: 'company', company: 1 }, [1], false],
    ['by a side once both agreed', { role: 'company', company: 1 }, [1, 2], true],
    ['by the region', { role: 'region' }, [], false],
  ] as const)('%s: %j', (_, role, agreed, may) => expect(mayDraw(known(agreed), someone(role), pair)).toBe(may));

  it('between two ports that are there', () => {
    expect(mayDraw(known([]), someone({ role: 'parkmanager', parks: ['p'] }), { source: 1, sink: 9 })).toBe(false);
  });
});

it('a park is a circle where it is known, and a route its points', () => {
  expect(circleOf(known([]), 'p')).toEqual({ lat: 52, lon: 6, radiusM: 300 });
  expect(circleOf(known([]), 'q')).toBeNull();
  expect(drawnOf(known([], [{ latDeg: 52, lonDeg: 6 }]), pair).map(atOf)).toEqual([{ lat: 52, lon: 6 }]);
  expect(drawnOf(known([]), { source: 2, sink: 1 })).toEqual([]);
});

describe('a stretch of a shared trench', () => {
  const edge = { from: 2, to: 1, lengthM: 300, kw: 80, dn: 40, eurPerYear: 900 };
  const [west, middle, east] = [1, 2, 3].map((lonDeg) => ({ latDeg: 52, lonDeg }));

  it('lies along the route that was drawn, from its own first port on', () => {
    const points = [west, middle, east].flatMap((one) => one ?? []);

    expect(stretchOf(known([], points), edge)).toEqual({ ...edge, route: 'drawn', points: points.toReversed().map(atOf) });
    expect(stretchOf(known([], points), { ...edge, from: 1, to: 2 }).points).toEqual(points.map(atOf));
  });

  it('goes straight where nobody drew one, or only said how long it is', () => {
    const ends = [
      { lat: 54, lon: 6 },
      { lat: 53, lon: 6 },
    ];

    expect(stretchOf(known([]), edge)).toMatchObject({ route: 'drawn', points: ends });
    expect(stretchOf(known([]), { ...edge, to: 9 })).toMatchObject({ route: 'straight', points: [ends[0]] });
  });
});
